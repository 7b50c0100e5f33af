/** What of an exchange is kept: no secret, no value that could be health data, nothing beyond a page. */
import { json } from '../checks/read.ts';
import { secretName, type Redactor } from '../config/redactor.ts';
import { isObject } from '../contract/pointer.ts';
import type { Answer, Exchange, Made, Operation, Reply, RequestRecord } from '../contract/types.ts';
import type { AnswerRecord, ExchangeRecord } from './exchange-record.ts';
import { madeBy, usedBy, type KnownIds } from './made.ts';
import { sentIn, shownAddress, shownBody, token } from './shown-body.ts';

/** Headers whose value helps and can hold no health data; of others the length is kept. */
const kept =
  /^(content-(type|length|encoding)|transfer-encoding|allow|retry-after|x-ratelimit-.*|ratelimit.*|www-authenticate|date|server|via|connection|cache-control|x-request-id|x-correlation-id|x-[a-z-]*api-version|accept|user-agent|etag)$/i;

/** Longest body text that is stored. */
const longest = 4_000;

export interface Recording {
  readonly caseId: string;
  readonly redactor: Redactor;
  readonly ids: KnownIds;
  /** Ids that the exchange created. */
  readonly created: readonly string[];
}

/** The storable form of an exchange of an operation. */
export function recordOf(exchange: Exchange, { caseId, redactor, ids, created }: Recording): ExchangeRecord {
  const { operation, plan, request, startedAt, durationMs } = exchange;
  const [makes, uses] = [madeBy(exchange, created, ids), usedBy(plan, ids)];
  return {
    case: caseId,
    operation: operation.id,
    startedAt,
    durationMs,
    request,
    ...(exchange.kind === 'answered'
      ? { answer: answerRecord(exchange.answer, redactor, sentIn(plan), operation) }
      : { unanswered: exchange.because }),
    ...(makes.length > 0 && { makes }),
    ...(uses.length > 0 && { uses }),
  };
}

/** A request outside every contract, as it is stored. */
export interface Fetched {
  readonly caseId: string;
  /** The name under which it is counted. */
  readonly name: string;
  readonly request: RequestRecord;
  readonly reply: Reply;
  readonly startedAt: Date;
  readonly makes?: readonly Made[];
}

/** The storable form of a request outside every contract. */
export const recordOfFetch = (fetched: Fetched, redactor: Redactor): ExchangeRecord => ({
  case: fetched.caseId,
  operation: fetched.name,
  startedAt: fetched.startedAt.toISOString(),
  durationMs: Date.now() - fetched.startedAt.getTime(),
  request: { ...fetched.request, url: shownAddress(fetched.request.url) ?? fetched.request.url },
  ...(fetched.reply.kind === 'answered'
    ? { answer: answerRecord(fetched.reply.answer, redactor, new Set()) }
    : { unanswered: fetched.reply.because }),
  ...(fetched.makes && { makes: fetched.makes }),
});

function answerRecord(
  answer: Answer,
  redactor: Redactor,
  sent: ReadonlySet<string>,
  operation?: Operation,
): AnswerRecord {
  const traceId = traceIdOf(answer);
  return {
    status: answer.status,
    headers: answer.headers.map(([name, value]) => [name, headerValue(name, value, redactor)] as const),
    body: redactor.text(shownBody(answer, sent, operation)).slice(0, longest),
    ...(traceId === undefined ? {} : { traceId: redactor.text(traceId) }),
  };
}

function headerValue(name: string, value: string, redactor: Redactor): string {
  if (secretName.test(name)) return '<redacted>';
  return kept.test(name) ? redactor.text(value).slice(0, 200) : `<${value.length} characters>`;
}

/** The vendor's own name for the request, for its support. */
export function traceIdOf(answer: Answer): string | undefined {
  const parsed = json(answer);
  const value = parsed.ok && isObject(parsed.value) ? parsed.value['trace_id'] : undefined;
  return typeof value === 'string' && token.test(value) ? value : undefined;
}
