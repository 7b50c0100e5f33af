/** The words of the suite as types. Nothing here knows Playwright, the network or a vendor. */
import type { ValidateFunction } from 'ajv';

/** MUST fails a run, SHOULD warns, ASKS is recorded and never judged. */
export type Level = 'MUST' | 'SHOULD' | 'ASKS';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** One promise of a contract. */
export interface Clause {
  /** `<contract>/<operation>/<what>`, stable over runs and versions of this suite. */
  readonly id: string;
  readonly level: Level;
  /** Where it is written: `<file>#<JSON pointer>` or the address of the page that says it. */
  readonly at: string;
  readonly sentence: string;
  /** First 12 hex digits of the SHA-256 of what the document says there. */
  readonly hash: string;
  /** Where nothing has to decide it: what has to be the case first. Such a clause may stay not-run. */
  readonly conditional?: string;
}

export type ParameterPlace = 'path' | 'query' | 'header' | 'cookie';

export interface Parameter {
  readonly name: string;
  readonly place: ParameterPlace;
  readonly required: boolean;
  /** JSON pointer of the parameter object in the document. */
  readonly pointer: string;
  readonly schema: JsonSchema;
  readonly allowEmptyValue: boolean;
  /** `tenant`: names the organization on whose behalf the request is made (`x-role` in the overlay). */
  readonly role: string | undefined;
}

/** A JSON Schema object as the document holds it (after the overlay), `$ref`s resolved one level by the reader. */
export type JsonSchema = { readonly [key: string]: Json };

export interface MediaType {
  readonly type: string;
  /** JSON pointer of the schema, or undefined where the document gives none. */
  readonly schemaPointer: string | undefined;
}

export interface RequestBody {
  readonly required: boolean;
  readonly pointer: string;
  readonly content: readonly MediaType[];
}

export interface ResponseHeader {
  readonly name: string;
  /** Whether it has to be there. */
  readonly level: Level;
  /** Whether its value, where it is there, has to match. */
  readonly valueLevel: Level;
  /** Clauses of the response, by the end of their ids: that it is there, and that its value matches; one where the levels are one. */
  readonly clause: string;
  readonly valueClause: string;
  readonly pointer: string;
  readonly schema: JsonSchema;
}

export interface ResponseSpec {
  /** `404`, `4XX` or `default`, as documented. */
  readonly key: string;
  readonly pointer: string;
  readonly description: string;
  readonly content: readonly MediaType[];
  readonly headers: readonly ResponseHeader[];
}

/** A schema that is inferred rather than promised: breaking it warns. */
export interface Inference {
  readonly clause: string;
  /** Where in the answer, as a JSON pointer with `*` for array items. */
  readonly at: string;
  readonly schemaPointer: string;
}

/** A promise that only prose makes, put into the document by the overlay as `x-promises`. */
export interface Promised {
  readonly id: string;
  readonly level: Level;
  readonly sentence: string;
  readonly page: string;
  readonly conditional?: string;
}

/** How long an answer may take, put into the document by the overlay as `x-time-limit`. */
export interface TimeLimit {
  readonly milliseconds: number;
  readonly level: Level;
}

export interface Operation {
  /** `<contract>/<operationId after its last _>`. */
  readonly id: string;
  readonly contract: Contract;
  readonly method: string;
  /** As documented, with `{names}`. */
  readonly path: string;
  readonly pointer: string;
  readonly parameters: readonly Parameter[];
  readonly body: RequestBody | undefined;
  readonly responses: ReadonlyMap<string, ResponseSpec>;
  /** Names of the security schemes of which one is needed; empty where the operation is open. */
  readonly security: readonly string[];
  /** Used to prepare cases only: its answers are judged, no negative cases are made for it. */
  readonly setUpOnly: boolean;
  readonly promises: readonly Promised[];
  readonly timeLimit: TimeLimit | undefined;
}

export interface Contract {
  /** `max-ai-v2`. */
  readonly id: string;
  readonly vendor: string;
  readonly version: string;
  /** Path of the document inside the project. */
  readonly file: string;
  /** Path prefix that the document's server adds to the vendor's base URL (`/v2`), possibly empty. */
  readonly basePath: string;
  readonly document: JsonSchema;
  readonly operations: ReadonlyMap<string, Operation>;
  readonly clauses: ReadonlyMap<string, Clause>;
  /** Compiles (once) the schema at a JSON pointer of the document. Throws SpecError. */
  validator(pointer: string): ValidateFunction;
  /** Methods that the document gives the path, upper case. */
  methodsOf(path: string): readonly string[];
}

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
/** `transport`: the vendor broke the rules of HTTP on a connection that worked; otherwise it is network trouble or a limit of ours. */
export type UnansweredKind = 'network' | 'timeout' | 'transport';
export type Answered = ExchangeBase & { readonly kind: 'answered'; readonly answer: Answer };
export type Unanswered = ExchangeBase & {
  readonly kind: 'unanswered';
  readonly because: string;
  readonly why: UnansweredKind;
};
/** One request and what came back. Lives in memory only; what is stored is an ExchangeRecord. */
export type Exchange = Answered | Unanswered;

/** One violated promise. */
export interface Finding {
  readonly code: Uppercase<string>;
  readonly clause: string;
  /** JSON pointer into the answer (of the missing property itself), or status, header:<name>, body, url, transport. */
  readonly at: string;
  readonly expected: string;
  readonly actual: string;
}

export type Outcome =
  | { readonly kind: 'holds'; readonly clause: string }
  | { readonly kind: 'violated'; readonly findings: readonly [Finding, ...Finding[]] }
  | { readonly kind: 'moot'; readonly because: string }
  | { readonly kind: 'undecidable'; readonly because: string; readonly clause?: string };

/** One claim about an answer; pure, no network. */
export interface Check {
  readonly id: string;
  readonly title: `${Level} ${string}`;
  ask(operation: Operation, answer: Answer): Outcome | readonly Outcome[];
}

/** The user's mistake (document, environment, arguments): one clear line, exit 2, never a stack trace. */
export class UserError extends Error {
  override readonly name: string = 'UserError';
}
