/** Clauses, and what a check says of them. */
import type { Answer } from './exchange.ts';
import type { Operation } from './operation.ts';
import type { Level } from './values.ts';

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
