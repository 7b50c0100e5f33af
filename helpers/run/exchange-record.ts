/** One exchange as it may be stored and shown: every secret and every value that could be health data is gone. */
import type { Made, RequestRecord, Used } from '../contract/request-record.ts';

export interface ExchangeRecord {
  /** Id of the case that made it. */
  readonly case: string;
  /** Id of the operation; for a request outside every contract the name under which it is counted. */
  readonly operation: string;
  /** UTC, ISO 8601. */
  readonly startedAt: string;
  readonly durationMs: number;
  readonly request: RequestRecord;
  readonly answer?: AnswerRecord;
  /** Why there was no answer. */
  readonly unanswered?: string;
  /** What the answer gave that a later request can use. */
  readonly makes?: readonly Made[];
  /** What the request uses that this run made. */
  readonly uses?: readonly Used[];
}

export interface AnswerRecord {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  /** Redacted body: JSON pretty-printed, or a description such as `<text/html, 512 bytes>`. */
  readonly body: string;
  readonly traceId?: string;
}
