/** What one case has to say when it is over: plain data, redacted, fit to be sent from a worker to the main process. */
import type { CredentialKind, Finding, InconclusiveCause, UnansweredKind } from '../contract/types.ts';
import type { ExchangeRecord } from './exchange-record.ts';

export type ClauseOutcome =
  | { readonly kind: 'pass'; readonly clause: string; readonly record?: number }
  | {
      readonly kind: 'fail';
      readonly clause: string;
      readonly finding: Finding;
      readonly record?: number;
      readonly k: number;
      readonly n: number;
    }
  | {
      readonly kind: 'inconclusive';
      readonly clause: string;
      readonly cause: InconclusiveCause;
      readonly because: string;
    }
  | { readonly kind: 'unwitnessed'; readonly clause: string; readonly because: string };

/** Calls beyond the plan; negative: planned and not made. */
export interface ExtraCalls {
  /** In words, the same for all calls of one reason. */
  readonly reason: string;
  readonly caseId?: string;
  readonly calls: number;
}

/** The answer to a request that the vendor has to serve. */
export interface PlainAnswer {
  /** Id of the operation. */
  readonly operation: string;
  readonly status: number;
  /** A value of its path was made from the document alone: what it names need not exist. */
  readonly invented: boolean;
}

export interface CaseInfo {
  readonly id: string;
  readonly title: string;
  /** The operation it is listed under. */
  readonly operation: string;
  /** Clauses it sets out to prove; a response (`<operation>/404`) stands for all clauses of it. */
  readonly clauses: readonly string[];
  /** Calls by operation id that it makes where nothing deviates. */
  readonly calls: Readonly<Record<string, number>>;
  /** Whether it can be run where nothing may be written; absent: where all its calls only read. */
  readonly onlyReads?: boolean;
  /** Which answers it accepts, in words; a scenario says it in its title. */
  readonly accepts?: string;
  /** Variables without which it is not run. */
  readonly needs: readonly string[];
  /** The credential that its own request is sent with; absent where it sends several. */
  readonly credentials?: CredentialKind;
  /** Kind of the resource that it has made where it may write, with the valid credential. */
  readonly setUp?: string;
  /** True of what runs before the cases, whichever are selected. */
  readonly preflight?: true;
}

export interface CaseResult extends CaseInfo {
  readonly outcomes: readonly ClauseOutcome[];
  readonly records: readonly ExchangeRecord[];
  readonly notRun?: string;
  /** Why the suite itself failed. */
  readonly error?: string;
  /** What was seen where the documents leave the answer open. */
  readonly observed: readonly {
    readonly clause: string;
    readonly text: string;
    /** Where in the body, where it is about places of it. */
    readonly places?: readonly string[];
  }[];
  /** Values that must never be there twice, with the clause that says so. */
  readonly unique: readonly { readonly clause: string; readonly value: string; readonly record: number }[];
  readonly made: Readonly<Record<string, number>>;
  readonly extra: readonly ExtraCalls[];
  readonly answered: Readonly<Record<string, number>>;
  /** What the requests without a fault and with the configured credential were answered with, one entry for each kind. */
  readonly plain: readonly PlainAnswer[];
  readonly unanswered: readonly {
    readonly operation: string;
    readonly because: string;
    readonly why?: UnansweredKind;
  }[];
  /** Operations that stayed silent so often in a row that they were given up. */
  readonly silent: readonly string[];
  readonly notices: readonly string[];
  /** Clauses that an altered answer flipped, and those that held but nothing flipped. */
  readonly flipped: readonly string[];
  readonly durationMs: number;
}

/** The result of a case that made no call, without a reason for it. */
export const emptyResult = (info: CaseInfo): CaseResult => ({
  ...info,
  outcomes: [],
  records: [],
  observed: [],
  unique: [],
  made: {},
  extra: [],
  answered: {},
  plain: [],
  unanswered: [],
  silent: [],
  notices: [],
  flipped: [],
  durationMs: 0,
});
