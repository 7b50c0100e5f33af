/** Clauses, and what a check says of them. */
import type { Answer } from './exchange.ts';
import type { Operation } from './operation.ts';
import type { Json, Level } from './values.ts';

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

/** One violated promise. */
export interface Finding {
  readonly code: Uppercase<string>;
  readonly clause: string;
  /** JSON pointer into the answer (of the missing property itself), or status, header:<name>, body, url, transport. */
  readonly at: string;
  /** For a person. What a program needs of them stands in `status` and `values`. */
  readonly expected: string;
  readonly actual: string;
  /** The status answered, where the finding is about a status. */
  readonly status?: number;
  /** `expected` and `actual` as values, where they are more than words; holds no secret and nothing that could be health data. */
  readonly values?: { readonly expected?: Json; readonly actual?: Json };
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
  | { readonly kind: 'recorded'; readonly clause: string; readonly value: string }
  | {
      readonly kind: 'inconclusive';
      readonly clause: string;
      readonly cause: InconclusiveCause;
      readonly because: string;
    };

/** One claim about an answer; pure, no network. */
export interface Check {
  readonly id: string;
  readonly title: `${Level} ${string}`;
  evaluate(operation: Operation, answer: Answer): Outcome | readonly Outcome[];
}
