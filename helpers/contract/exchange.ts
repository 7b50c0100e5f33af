/** Requests as plans, answers as bytes, and the two together. */
import type { Operation } from './operation.ts';
import type { Json } from './values.ts';

export type CredentialKind =
  | 'valid'
  | 'restricted'
  | 'rate-limit'
  | 'renewed'
  | 'none'
  | 'empty'
  | 'wrong-scheme'
  | 'no-scheme'
  | 'unknown'
  | 'cut'
  | 'extended'
  | 'altered'
  | 'altered-inside'
  | 'recased'
  | 'jwt'
  | 'unknown-scheme';

export interface Part {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Without a file name the part is a plain form field. */
  readonly fileName?: string;
  readonly contentType?: string;
}

export type Body =
  | { readonly kind: 'none' }
  | { readonly kind: 'json'; readonly value: Json }
  | { readonly kind: 'raw'; readonly bytes: Uint8Array; readonly contentType: string }
  | { readonly kind: 'multipart'; readonly parts: readonly Part[] };

/** What to send. Holds no secret: the wire puts the credential in. */
export interface RequestPlan {
  readonly method: string;
  /** Values of the path's parameters, exactly as they go into the path (already percent-encoded where they should be). */
  readonly path: Readonly<Record<string, string>>;
  readonly query: readonly (readonly [name: string, value: string])[];
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly credentials: CredentialKind;
  readonly body: Body;
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
  /** The address, redacted. */
  readonly url: string;
  /** The request as a curl line with placeholders for every secret. */
  readonly curl: string;
  /** UTC, ISO 8601. */
  readonly startedAt: string;
  readonly durationMs: number;
}
/** `transport`: the vendor broke the rules of HTTP on a connection that worked; `not-sent`: the circuit breaker is open; otherwise it is network trouble or a limit of ours. */
export type UnansweredKind = 'network' | 'timeout' | 'transport' | 'not-sent';
export type Answered = ExchangeBase & { readonly kind: 'answered'; readonly answer: Answer };
export type Unanswered = ExchangeBase & {
  readonly kind: 'unanswered';
  readonly because: string;
  readonly why: UnansweredKind;
};
/** One request and what came back. Lives in memory only; what is stored is an ExchangeRecord. */
export type Exchange = Answered | Unanswered;

/** What came of a request outside any contract: a signed URL, the token service. */
export type Reply =
  | { readonly kind: 'answered'; readonly answer: Answer }
  | { readonly kind: 'unanswered'; readonly because: string; readonly why: UnansweredKind };
