/** What a run says, as data: the shape of `conformance.json` (its JSON Schema is `conformance.schema.json` beside this file). */
import type { ClauseRef, Finding, InconclusiveCause, Level } from '../contract/types.ts';
import type { ExchangeRecord } from '../run/exchange-record.ts';
import type { Provenance } from '../run/events.ts';
import type { ExtraCalls } from '../run/result.ts';

export type { ExchangeRecord, ExtraCalls, Provenance };

export type Verdict = 'conforms' | 'waived' | 'not-run' | 'inconclusive' | 'error' | 'deviates';
export type RunVerdict = 'conformant' | 'partial' | 'nonconformant' | 'invalid';

/** Who has to act on a finding. */
export type Fault = 'vendor' | 'document' | 'environment' | 'suite';

export type TargetKind = 'embedded' | 'loopback' | 'sandbox' | 'staging' | 'production';
export interface Target {
  readonly vendor: string;
  readonly contract: string;
  readonly origin: string;
  readonly kind: TargetKind;
  /** What kind of key it is asked with, in words: `staging key`, `token service`. */
  readonly key: string;
}

export interface FindingReport {
  readonly code: string;
  /** Never above the clause's. */
  readonly level: Level;
  readonly at: string;
  readonly expected: string;
  readonly actual: string;
  readonly status?: number;
  /** `expected` and `actual` as values, where they are more than words. */
  readonly values?: NonNullable<Finding['values']>;
  readonly occurrences: number;
  /** k of n: seen in k of n sendings of the same request (the first included). */
  readonly reproduced: { readonly k: number; readonly n: number };
  readonly fault: Fault;
  /** Stable over runs: `findingId` of clause, code and place. */
  readonly id: string;
  /** Ids of the cases that saw it, the plainest first. */
  readonly cases: readonly string[];
  /** The exchange that shows it with the least. */
  readonly exchange?: ExchangeRecord;
  /** What has to be asked before it, in order: exchanges that made or changed what its request names. */
  readonly before?: readonly ExchangeRecord[];
  /** Title of the case that made it. */
  readonly case?: string;
  readonly traceIds?: readonly string[];
  /** Over all runs that are remembered. */
  readonly firstSeen?: string;
  readonly lastSeen?: string;
  /** In how many runs in a row it was seen, this one included. */
  readonly streak?: number;
  /** Vendor ticket and owner of the waiver that covers it. */
  readonly waiver?: {
    readonly owner: string;
    readonly ticket: string;
    readonly expires: string;
    readonly reason: string;
  };
}

export interface ClauseReport {
  readonly id: string;
  /** Where it stands: what the id says, as data. */
  readonly ref: ClauseRef;
  readonly level: Level;
  readonly verdict: Verdict;
  readonly sentence: string;
  /** `<file>#<pointer>` or the page. */
  readonly at: string;
  readonly hash: string;
  /** What the vendor says there, word by word; given where it deviates. */
  readonly quote?: string;
  /** Why it is inconclusive, not-run or broken. */
  readonly because?: string;
  /** What kind of reason that is, where it is inconclusive. */
  readonly cause?: InconclusiveCause;
  /** What was seen where the documents leave the answer open, for example `404 (3x)`. */
  readonly observed?: string;
  /** Places of a body that came and are not declared, as JSON pointers with `*` for items. */
  readonly undeclared?: readonly string[];
  /** True where no request can provoke it: not counted towards partial. */
  readonly conditional?: boolean;
  /** Declared in specs/waivers.yaml as impossible to run in this environment: open all the same, but `STRICT` accepts it. */
  readonly scope?: { readonly owner: string; readonly expires: string; readonly reason: string };
  readonly findings: readonly FindingReport[];
  /** Ids of the cases that decided it. */
  readonly cases: readonly string[];
  /** One exchange that showed it to hold. */
  readonly example?: ExchangeRecord;
}

/** Findings that most likely have one cause, or one reason why many clauses are inconclusive. */
export interface CauseReport {
  /** Stable over runs. */
  readonly id: string;
  /** The highest of its findings. */
  readonly level: Level;
  readonly contract: string;
  /** What is wrong, in one line. */
  readonly title: string;
  /** Given where it leaves its clauses open; then it has no findings. */
  readonly inconclusive?: InconclusiveCause;
  /** Ids of the operations that show it. */
  readonly operations: readonly string[];
  /** Ids of its clauses and findings, the one that shows it best first. */
  readonly clauses: readonly string[];
  readonly findings: readonly string[];
  /** Id of the case that carries it where cases are reported. */
  readonly case?: string;
  /** Ids of all cases that met it. */
  readonly cases: readonly string[];
}

export interface OperationReport {
  /** `books-v1/getBook`. */
  readonly id: string;
  /** `deleteImage`. */
  readonly name: string;
  readonly contract: string;
  readonly vendor: string;
  readonly method: string;
  readonly path: string;
  /** Documented response keys, in order: `200`, `400`, … */
  readonly responses: readonly string[];
  /** The vendor's page. */
  readonly page?: string;
}

export interface WaiverProblem {
  readonly clause: string;
  readonly problem: string;
}

export interface Report {
  readonly version: 2;
  readonly verdict: RunVerdict;
  /** One line each: why the run is not conformant. */
  readonly because?: string;
  readonly startedAt: string;
  readonly durationMs: number;
  /** Where only a part of the plan was run: the options that selected it. */
  readonly selection?: string;
  /** Documents and profiles that could not be used, one line each: nothing that they say was verified. */
  readonly unverified?: readonly string[];
  /** Ids of clauses that a sample left out, and of which another one that promises the same conforms: they stay not-run. */
  readonly sampled?: readonly string[];
  readonly provenance?: Provenance;
  readonly targets: readonly Target[];
  readonly operations: readonly OperationReport[];
  /**
   * How many clauses have which verdict; they sum up to `total`. `warnings` are those of `deviates` where only a SHOULD is
   * violated, `recorded` those of `conforms` where the documents are silent.
   */
  readonly counts: Readonly<Record<Verdict | 'warnings' | 'recorded' | 'total' | 'cases', number>>;
  readonly requests: {
    readonly total: number;
    readonly planned: number;
    readonly extra: readonly ExtraCalls[];
    readonly perOperation: Readonly<Record<string, number>>;
  };
  /** What deviates, cause by cause, the worst first. Reports of version 1 have none. */
  readonly causes?: readonly CauseReport[];
  readonly clauses: readonly ClauseReport[];
  readonly cases: readonly CaseReport[];
  readonly waivers?: readonly WaiverProblem[];
  /** Plain sentences a person must see: left-out vendors, damage, creations that cannot be deleted, short secrets. */
  readonly notices: readonly string[];
  /** Clauses that hold although nothing could make them fail. */
  readonly vacuous?: readonly string[];
}

/** One case as run. */
export interface CaseReport {
  readonly id: string;
  readonly title: string;
  readonly operation: string;
  /** Of the worst that it found; of its title where it found nothing. */
  readonly level: Level;
  readonly verdict: Verdict;
  readonly because?: string;
  /** Ids of the causes that it met. */
  readonly causes?: readonly string[];
  /** Calls that it makes where nothing deviates. Reports of version 1 have none. */
  readonly calls?: number;
  /** True of what runs before the cases, whichever are selected. */
  readonly preflight?: true;
  readonly durationMs: number;
}
