/** What a case can do while it runs. */
import type { Expectation } from '../cases/types.ts';
import type { Config } from '../profile/config.ts';
import type { Exchange, InconclusiveCause, Operation } from '../contract/types.ts';
import type { Vendors } from '../profile/suite.ts';
import type { Sender, Resource } from '../profile/vendor.ts';

/** `Sender.call` rejects for what must not be sent and resolves to what came back; every answer is judged by every check. */
export interface CaseContext extends Sender {
  readonly run: RunAccess;
  readonly resources: CaseResources;
  /** Judges an answer by the statuses that a clause accepts: true where it passes, or is only recorded (INFO). */
  expectResponse(exchange: Exchange, expected: Expectation | ExpectedResponse): boolean;
  /** Notes an observation for a clause about which the documents are silent. */
  record(clause: string, text: string): void;
  /** Runs `calls`, whose requests are not in the plan, and reports their number with the reason. */
  recordUnplannedCalls<T>(reason: string, calls: () => Promise<T>): Promise<T>;
  /** The value of a variable; without one the case is not run. */
  requireVariable(name: string): string;
  /**
   * Waits. Without a vendor at most as long as this run waits for anything (65 s; 50 ms for a sandbox in this process). With
   * one the wait is as long as given, and no process of the run sends to that vendor meanwhile; where the run ends before,
   * the case is cut off.
   */
  pause(milliseconds: number, vendor?: string): Promise<void>;
  /** Ends the case: its clauses are inconclusive. `cause` is `setup` unless given. */
  stop(because: string, cause?: InconclusiveCause): never;
  /** Ends the case as not run. */
  skip(because: string): never;
}

export interface ExpectedResponse {
  /** Id of the clause. */
  readonly clause: string;
  /** Accepted statuses: `404`, `'4XX'` or `'*'` (any but a failure). */
  readonly status: readonly (number | string)[] | number | string;
  /** Code of the finding where the answer is a success instead. */
  readonly code?: Uppercase<string>;
}

/** What a case may know of its run. */
export interface RunAccess {
  readonly config: Config;
  readonly vendors: Vendors;
  /** Whether this run may write at the vendor of an operation. */
  mayWrite(operation: Operation): boolean;
  /** A secret that a response gave, by name; undefined where none did. */
  secret(name: string): string | undefined;
  /** Keeps a secret that a response gave: a credential from now on, and never to be shown. */
  registerSecret(name: string, value: string): void;
}

export interface CaseResources {
  /** Creates something for this case, removed at its end. Stops the case where the vendor did not create it. */
  create(kind: string): Promise<Resource>;
  /** Has something removed at the end of the case. */
  readonly cleanUpLater: (resource: Resource) => void;
  /** Lets something outlive the case. */
  keepForLater(resource: Resource): void;
  /** What the rejected cases of an operation share, by operation id. */
  readonly leases: Map<string, Resource>;
  /**
   * Judges a request on a shared resource. Where it is not accepted, and an earlier case may be the reason, the judgement is
   * withdrawn and its calls count as unplanned: the case sends the request again on a resource of its own.
   */
  tryShared<T extends { accepted: boolean; exchange: Exchange }>(
    send: () => Promise<T>,
    mayStemFromEarlierCase: (exchange: Exchange) => boolean,
  ): Promise<T>;
  /** An id that names nothing. `similar`: it looks like `like`; short ids do not, as they could be another one's real id. */
  unknownId(parameter: string, operationId: string, like: string): { readonly id: string; readonly similar: boolean };
}
