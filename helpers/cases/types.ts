/** A case: one request made to prove one clause about what an operation asks of requests. Pure data until it is sent. */
import type { Clause, Level, Operation, RequestPlan } from '../contract/types.ts';

/** Values that a case may need and that only the vendor's side of the suite knows. */
export interface TestData {
  /** An id that names nothing, of the form of the one given. Each call gives another. */
  unknown(parameter: string, operation: Operation, like: string): string;
}

/** Which answers a case accepts. Status patterns are `404`, `4XX` or `*`. */
export interface Expectation {
  readonly clause: Clause;
  readonly statuses: readonly string[];
  /** Where an undocumented 4xx is accepted too (cases about method, Accept, media type, content, size). */
  readonly undocumented?: true;
  /** Where a router or gateway may refuse the request in words of its own, before it is one of this operation. */
  readonly outside?: true;
  /** Code of the finding where the answer is a success instead: what was wrongly accepted. */
  readonly acceptedCode?: Uppercase<string>;
}

export interface Case {
  /** The id of the clause it proves. */
  readonly id: string;
  /** A sentence that begins with its level. */
  readonly title: `${Level} ${string}`;
  readonly operation: Operation;
  readonly expect: Expectation;
  /** The method that is sent, where it is another than the operation's. */
  readonly method?: string;
  /** Turns the valid request into this case's. */
  readonly edit: (valid: RequestPlan, data: TestData) => RequestPlan;
  /**
   * What has to exist: `shared` a resource that all refused cases of the operation share; `own` one made for this case
   * because the request may be served; `none` nothing.
   */
  readonly subject: 'shared' | 'own' | 'none';
  /** True where success would create something that has to be cleaned up. */
  readonly mayCreate: boolean;
  /** For planning: whether the request is served (and so its clean-up needed) by a vendor who goes beyond the documents in nothing. */
  readonly assumed: 'refused' | 'served';
}

/** One kind of cases, applied to any operation of any contract. */
export interface Family {
  readonly id: string;
  readonly title: string;
  cases(operation: Operation): readonly Case[];
}
