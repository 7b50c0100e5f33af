/** A case: one request made to prove one clause about what an operation asks of requests. Pure data until it is sent. */
import type { Clause, CredentialKind, Level, Operation, RequestPlan } from '../contract/types.ts';

/** Values that a case may need and that only a run knows. */
export interface TestData {
  /** An id of no resource, of the form of the one given. Each call gives another. */
  unknown(parameter: string, operation: Operation, like: string): string;
}

/** Which answers a case accepts. Status patterns are `404`, `4XX` or `*`. */
export interface Expectation {
  readonly clause: Clause;
  readonly statuses: readonly string[];
  /** Where an undocumented 4xx is accepted too (cases about method, Accept, media type, content, size). */
  readonly undocumented?: true;
  /** Where a router or gateway may reject the request in words of its own, before it reaches the operation. */
  readonly outside?: true;
  /** Where a success with an empty list is accepted too: of a resource that does not exist there are no parts. */
  readonly orEmptyList?: true;
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
  /** The credential that is sent; the valid one unless given. */
  readonly credentials?: CredentialKind;
  /** Turns the valid request into this case's. */
  readonly edit: (valid: RequestPlan, data: TestData) => RequestPlan;
  /**
   * What has to exist: `shared` a resource that all rejected cases of the operation share; `own` one made for this case
   * because the request may be served; `none` nothing.
   */
  readonly resource: 'shared' | 'own' | 'none';
  /** Whether the request is rejected, or served (and so its clean-up needed), by a vendor that keeps to its documents and no more. */
  readonly assumed: 'rejected' | 'served';
  /** Of a valid request with several changes: each of them alone, to find the one that is rejected. */
  readonly alone?: readonly Change[];
}

/** One of several changes of a case. */
export interface Change {
  /** What it sends: `a title of exactly 3 characters`. */
  readonly sentence: string;
  readonly edit: (valid: RequestPlan) => RequestPlan;
}

/** One kind of cases, applied to any operation of any contract. */
export interface Family {
  readonly id: string;
  readonly title: string;
  cases(operation: Operation): readonly Case[];
}
