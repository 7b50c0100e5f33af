/** A scenario: promises that only prose makes, proven by several requests. It is a value, which each runner can execute. */
import type { Level } from '../contract/types.ts';
import type { CaseContext } from './context.ts';

export interface Scenario {
  /** Unique within its operation; it stays when the title changes. */
  readonly id: string;
  /** A sentence that begins with its level. */
  readonly title: `${Level} ${string}`;
  /** Id of the operation that it is listed under. */
  readonly operation: string;
  /** Ids of the clauses that it proves; a response (`<operation>/404`) stands for all clauses of it. */
  readonly proves: readonly string[];
  /** Variables without which it is not run. */
  readonly needs?: readonly string[];
  /** Nothing else is sent to the vendor while it runs, and it runs last. */
  readonly exclusive?: true;
  run(ctx: CaseContext): Promise<void>;
}
