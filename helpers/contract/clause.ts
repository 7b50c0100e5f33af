/** Clauses: where each stands as data, one function that formats it as an id, and what a check says of one. */
import type { Answer, Exchange } from './exchange.ts';
import type { Operation } from './operation.ts';
import type { Json, Level } from './values.ts';

/** What a clause is about: `scenario` is a promise of prose, proven by several requests. */
export type ClauseScope = 'document' | 'component' | 'operation' | 'request' | 'response' | 'scenario';

/** Where a clause stands. Everything that needs its structure reads it here: an id is never taken apart. */
export interface ClauseRef {
  readonly contract: string;
  /** Id of the operation; absent for a clause of the document or of a component. */
  readonly operation?: string;
  readonly scope: ClauseScope;
  /** Name of the component whose clause it is. */
  readonly component?: string;
  /** Key of the documented response: `404`, `4XX` or `default`. */
  readonly status?: string;
  /** What of the request or response: `body`, `headers`, `parameters`, `security`, `lifecycle`, … */
  readonly group?: string;
  /** Place within the group: in a body as a JSON pointer with `*` for items (empty: the whole body), `/<name>` of a header or parameter. */
  readonly pointer?: string;
  /** The promise itself: `required`, `type`, `content-type`, `unknown`, …; empty where it is the shape of the body, or a header as a whole. */
  readonly rule: string;
}

/** A place within an operation. */
export type ClausePlace = Omit<ClauseRef, 'contract' | 'operation'>;

/** A place within an operation as text, `404/body/trace_id/required`, or of a component: `schema:Error/trace_id/required`. */
export const formatPlace = ({ component, status, group, pointer, rule }: ClausePlace): string =>
  [
    component === undefined ? undefined : `${component}${group === undefined ? (pointer ?? '') : ''}`,
    status,
    pointer === undefined ? group : group === undefined ? undefined : `${group}${pointer}`,
    rule === '' ? undefined : rule,
  ]
    .filter((part) => part !== undefined)
    .join('/');

/** The id of a clause, stable over runs and versions of this suite. A key: it is never parsed back. */
export const formatClauseId = (ref: ClauseRef): string => `${ref.operation ?? ref.contract}/${formatPlace(ref)}`;

/** A place of an operation, in full. */
export const refOf = (operation: Operation, place: ClausePlace): ClauseRef => ({
  contract: operation.contract.id,
  operation: operation.id,
  ...place,
});

/** The id of the clause at a place of an operation. */
export const clauseIdAt = (operation: Operation, place: ClausePlace): string => formatClauseId(refOf(operation, place));

/** Of the operation as a whole: `responses`, `http/allow`. */
export const ofOperation = (rule: string, group?: string): ClausePlace => ({
  scope: 'operation',
  ...(group !== undefined && { group }),
  rule,
});

/** Of a documented response: `404/content-type`. */
export const ofResponse = (status: string, rule: string): ClausePlace => ({ scope: 'response', status, rule });

/** Of a documented response's header, by its name in lower case: `404/headers/retry-after`. */
export const ofHeader = (status: string, name: string, rule = ''): ClausePlace => ({
  scope: 'response',
  status,
  group: 'headers',
  pointer: `/${name}`,
  rule,
});

/** Of a documented response's body: `404/body/trace_id/required`. */
export const ofBody = (status: string, pointer: string, rule: string): ClausePlace => ({
  scope: 'response',
  status,
  group: 'body',
  pointer,
  rule,
});

/** Key of a documented response among the keys of an operation: what a case may set out to bring about. */
export const responseKey = (operation: string, status: string): string => `${operation}/${status}`;

/** The same for the response that a clause is about; undefined where it is about none. */
export const responseKeyOf = ({ operation, status }: ClauseRef): string | undefined =>
  operation === undefined || status === undefined ? undefined : responseKey(operation, status);

/** The innermost list or map whose items a clause is about, as a JSON pointer that ends in `*`; empty where it is about none. */
export function listOf({ pointer = '' }: ClauseRef): string {
  const steps = pointer.split('/');
  return steps.slice(0, steps.lastIndexOf('*') + 1).join('/');
}

/** What decides a clause: every response of its operation, a response of its status, its own case, or several answers of the run. */
export type DecidedBy = 'every-response' | 'response' | 'case' | 'run';

/** One promise of a contract. */
export interface Clause {
  /** `formatClauseId(ref)`. */
  readonly id: string;
  readonly ref: ClauseRef;
  readonly level: Level;
  /** Where it is written: `<file>#<JSON pointer>` or the address of the page that says it. */
  readonly at: string;
  readonly sentence: string;
  /** First 12 hex digits of the SHA-256 of what the document says there. */
  readonly hash: string;
  readonly decidedBy: DecidedBy;
  /** The vendor's own words, where the overlay quotes a page (`quote` of a promise). */
  readonly quote?: string;
  /** Where nothing has to decide it: what has to be the case first. Such a clause may stay not-run. */
  readonly conditional?: string;
  /** The documents contradict themselves here (`x-contradicted`): a finding is theirs before it is the vendor's. */
  readonly contradicted?: true;
}

/** What would have been right at the place of a finding: enough to decide it again without this suite. */
export type ExpectedValue =
  /** The status is one of these: `404`, `4XX`. `for`: of what the request has, the part that it is about. */
  | { readonly kind: 'status'; readonly oneOf: readonly string[]; readonly for?: string }
  /** The header, or one of these properties beside the place, is there. `all`: what the object requires, where it has none of it. */
  | { readonly kind: 'present'; readonly anyOf: readonly string[]; readonly all?: readonly string[] }
  /** JSON types (RFC 8259; `integer` as JSON Schema has it). */
  | { readonly kind: 'type'; readonly oneOf: readonly string[] }
  | { readonly kind: 'value'; readonly oneOf: readonly Json[] }
  /** Media types without parameters, in lower case; `*` as in Accept. */
  | { readonly kind: 'media-type'; readonly oneOf: readonly string[] }
  /** The body has these properties itself, not inside the property at the place. */
  | { readonly kind: 'unwrapped'; readonly required: readonly string[] }
  /** The body is one JSON value. */
  | { readonly kind: 'json' }
  | { readonly kind: 'no-body' }
  /** A parameter of the address at the place. */
  | { readonly kind: 'parameter'; readonly name: string; readonly equals: string };

/** Types of JSON values (RFC 8259, 3). */
export type JsonType = 'null' | 'boolean' | 'number' | 'string' | 'array' | 'object';

/** One violated promise. */
export interface Finding {
  readonly code: Uppercase<string>;
  /** Id of the clause. */
  readonly clause: string;
  /** JSON pointer into the answer (of the missing property itself), or status, header:<name>, body, url, transport. */
  readonly at: string;
  /** For a person. What a program needs of them stands in `status` and `values`. */
  readonly expected: string;
  readonly actual: string;
  /** The status answered, where the finding is about a status. */
  readonly status?: number;
  /** `expected` and `actual` as values, where they are more than words; holds no secret and nothing that could be health data. */
  readonly values?: {
    readonly expected?: ExpectedValue;
    readonly actual?: Json;
    /** JSON type of what stands at the place, of a finding in a body. */
    readonly found?: JsonType;
  };
  /** Lower than the clause's where the situation lowers it; the clause's own otherwise. */
  readonly level?: Level;
}

/** Why no verdict is possible. */
export type InconclusiveCause = 'environment' | 'setup' | 'no-answer' | 'test-data' | 'credential' | 'document';

/** What a check says of one clause; `clause` is an id, an opaque key. */
export type Outcome =
  | { readonly kind: 'pass'; readonly clause: string }
  | { readonly kind: 'fail'; readonly finding: Finding }
  | { readonly kind: 'not-applicable'; readonly because: string }
  | {
      readonly kind: 'recorded';
      readonly clause: string;
      readonly value: string;
      /** Where in the body, as JSON pointers with `*` for items, where it is about places of it. */
      readonly places?: readonly string[];
    }
  | {
      readonly kind: 'inconclusive';
      readonly clause: string;
      readonly cause: InconclusiveCause;
      readonly because: string;
    }
  /** The answer could have decided it and did not: an empty list has no item. It stays open unless another answer decides it. */
  | { readonly kind: 'unwitnessed'; readonly clause: string; readonly because: string };

/** One claim about an answer; pure, no network. */
export interface Check {
  readonly id: string;
  readonly title: `${Level} ${string}`;
  /** `request` is what was answered; without it the request is taken for a valid one. */
  evaluate(
    operation: Operation,
    answer: Answer,
    request?: Pick<Exchange, 'plan' | 'request'>,
  ): Outcome | readonly Outcome[];
}
