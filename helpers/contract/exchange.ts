/** Requests as plans, answers as bytes, and the two together. */
import type { Operation } from './operation.ts';
import type { RequestRecord } from './request-record.ts';
import type { Json } from './values.ts';

export type CredentialKind =
  | 'valid'
  | 'insufficient'
  | 'rate-limit'
  | 'renewed'
  | 'none'
  | 'empty'
  | 'wrong-scheme'
  | 'no-scheme'
  | 'unknown'
  | 'truncated'
  | 'extended'
  | 'altered'
  | 'altered-middle'
  | 'case-swapped'
  | 'unsigned-jwt'
  | 'unknown-scheme';

export interface Part {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Without a file name the part is a plain form field. */
  readonly fileName?: string;
  readonly contentType?: string;
}

/** How one property of a form body is written (OpenAPI 3.0.3, Encoding Object). */
export interface FieldEncoding {
  readonly style?: string;
  readonly explode?: boolean;
  readonly allowReserved?: boolean;
  readonly contentType?: string;
}

/**
 * A request body as data. `contentType` is the key of the document's `content`; without it `json` is `application/json`,
 * `form` is `application/x-www-form-urlencoded` and `multipart` is `multipart/form-data` (its boundary is added when it is sent).
 */
export type Body =
  | { readonly kind: 'none' }
  | { readonly kind: 'json'; readonly value: Json; readonly contentType?: string }
  | {
      readonly kind: 'form';
      readonly value: Json;
      readonly encoding?: Readonly<Record<string, FieldEncoding>>;
      readonly contentType?: string;
    }
  | { readonly kind: 'raw'; readonly bytes: Uint8Array; readonly contentType: string }
  | { readonly kind: 'multipart'; readonly parts: readonly Part[]; readonly contentType?: string };

/** Where a value of a request comes from, the most trusted first. */
export type Origin = 'profile' | 'answer' | 'example' | 'default' | 'enum' | 'generated';

/** A query parameter by name and value. With `raw` both are percent-encoded already and go out as they are. */
export type QueryPair = readonly [name: string, value: string, raw?: 'raw'];

/** A value that could not be made: where it belongs (`query.limit`, `body`) and why. */
export interface Gap {
  readonly place: string;
  readonly reason: string;
}

/** What to send. Holds no secret: the client puts the credential in. */
export interface RequestPlan {
  readonly method: string;
  /** Values of the path's parameters, exactly as they go into the path (already percent-encoded where they should be). */
  readonly path: Readonly<Record<string, string>>;
  readonly query: readonly QueryPair[];
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Names and values of the Cookie header, already encoded. Default: none. */
  readonly cookies?: readonly (readonly [name: string, value: string])[];
  readonly credentials: CredentialKind;
  readonly body: Body;
  /** Where the values come from, by place: `path.id`, `query.limit`, `header.X-Id`, `cookie.s`, `body`. Absent in plans written by hand. */
  readonly origins?: Readonly<Record<string, Origin>>;
  /** True where a case put a fault into it. */
  readonly faulty?: boolean;
  /** True where a request of this kind has succeeded in this run. */
  readonly succeeded?: boolean;
  /** Required values that could not be made. Such a plan is not sent. */
  readonly gaps?: readonly Gap[];
}

/** An answer as bytes, nothing parsed. */
export interface Answer {
  readonly status: number;
  /** In order, names as sent. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array;
  readonly durationMs: number;
  /** The request's method: HTTP's rules about bodies depend on it. */
  readonly method: string;
  /** Names of the caller's own credentials that were found in the body. */
  readonly echoes: readonly string[];
}

interface ExchangeBase {
  readonly operation: Operation;
  readonly plan: RequestPlan;
  /** The request as it is stored: without a secret. */
  readonly request: RequestRecord;
  /** UTC, ISO 8601. */
  readonly startedAt: string;
  readonly durationMs: number;
}
/** `transport`: the vendor broke the rules of HTTP on a connection that worked; `too-large`: the answer went beyond MAX_BODY_BYTES; `not-sent`: the circuit breaker is open; otherwise it is network trouble or a limit of ours. */
export type UnansweredKind = 'network' | 'timeout' | 'transport' | 'too-large' | 'not-sent';
export type Answered = ExchangeBase & { readonly kind: 'answered'; readonly answer: Answer };
export type Unanswered = ExchangeBase & {
  readonly kind: 'unanswered';
  readonly because: string;
  readonly why: UnansweredKind;
  /** True where no connection came about: the vendor has not seen the request. */
  readonly neverSent?: true;
};
/** One request and what came back. Lives in memory only; what is stored is an ExchangeRecord. */
export type Exchange = Answered | Unanswered;

/** Whether a request was answered with a success (2xx). */
export const isSuccess = (exchange: Exchange): exchange is Answered =>
  exchange.kind === 'answered' && exchange.answer.status >= 200 && exchange.answer.status < 300;

/** Whether a request was answered as invalid: something about it, or its body, is wrong (RFC 9110, 15.5.1 and 15.5.21). */
export const isCalledInvalid = (exchange: Exchange): exchange is Answered =>
  exchange.kind === 'answered' && [400, 422].includes(exchange.answer.status);

/** What came of a request outside any contract: a signed URL, the token service. */
export type Reply =
  { readonly kind: 'answered'; readonly answer: Answer } | Pick<Unanswered, 'kind' | 'because' | 'why' | 'neverSent'>;
