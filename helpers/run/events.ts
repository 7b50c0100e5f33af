/** What a run reports while it goes on, redacted: a list of events, kept as one JSON line each. A shard's list is a part of the run's. */
import { appendFileSync, existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { jsonLines } from '../config/json-lines.ts';
import { lineBlocks } from '../config/line-blocks.ts';
import { groupBy } from '../contract/group-by.ts';
import { textSharer, type ShareTexts } from '../contract/shared-texts.ts';
import type { CaseResult } from './result.ts';
import type { Sample } from './sample.ts';

export type RunEvent = RunStarted | CaseFinished | UnplannedCalls | Notice | RunEnded;

export interface RunStarted {
  readonly kind: 'run-started';
  /** UTC, ISO 8601. */
  readonly at: string;
  readonly provenance?: Provenance;
  /** Hash of the plan (`planHash`): shards of one run have the same. */
  readonly plan: string;
  /** Which part of the plan it runs; all of it where absent. Shards are numbered from 1. */
  readonly shard?: { readonly index: number; readonly of: number };
  /** Documents and profiles that could not be used, one line each: file, place and reason. */
  readonly unverified?: readonly string[];
  /** What a person selected of the plan, in words, and the ids of those cases; everything where absent. */
  readonly selection?: { readonly text: string; readonly cases: readonly string[]; readonly sample?: Sample };
}

/** What was run, on what: enough to run the same again. */
export interface Provenance {
  /** True of a run of a vendor that only the command line names. */
  readonly adHoc?: true;
  readonly suite: { readonly version: string; readonly commit?: string };
  readonly node: string;
  readonly playwright: string;
  /** SHA-256 of the files as they were read, first 12 hex digits. */
  readonly documents: readonly {
    readonly contract: string;
    readonly vendor: string;
    readonly file: string;
    readonly version: string;
    readonly hash: string;
  }[];
  /** Overlays and profiles. */
  readonly files: readonly { readonly vendor: string; readonly file: string; readonly hash: string }[];
}

export interface CaseFinished {
  readonly kind: 'case-finished';
  readonly result: CaseResult;
  /** Which repetition of the case it is (`--repeat-each`), from 1 on; absent of the first. */
  readonly repetition?: number;
}

/** Calls outside every case. */
export interface UnplannedCalls {
  readonly kind: 'unplanned-calls';
  /** In words, the same for all calls of one reason. */
  readonly reason: string;
  /** Number of calls by operation id. */
  readonly calls: Readonly<Record<string, number>>;
}

/** A sentence that a person must see. */
export interface Notice {
  readonly kind: 'notice';
  readonly text: string;
}

export interface RunEnded {
  readonly kind: 'run-ended';
  /** UTC, ISO 8601. */
  readonly at: string;
  /** Why the run proves nothing, where it does not. */
  readonly invalid?: string;
}

/** Name of the file of events that the process which started a run writes, in the run directory. */
export const eventsFile = 'events.jsonl';

/** Name of the file of events of a worker. */
export const workerEventsFile = (pid: number): string => `events-${pid}.jsonl`;

/** Adds an event to a file that is private to the user. */
export const appendEvent = (file: string, event: RunEvent): void =>
  appendFileSync(file, `${JSON.stringify(event)}\n`, { mode: 0o600 });

/**
 * The events of a file in the order in which they came; none where there is no file. A line that a killed process or a full disk
 * cut is left out. `share`: makes their texts one with those that the caller has.
 */
export function readEvents(file: string, share: ShareTexts = textSharer()): RunEvent[] {
  const events: RunEvent[] = [];
  if (!existsSync(file)) return events;
  for (const block of lineBlocks(file))
    for (const event of jsonLines(block.toString())) events.push(share(event as RunEvent));
  return events;
}

/** The events of all processes of a run. `share`: as for `readEvents`. */
export const readRunEvents = (directory: string, share: ShareTexts = textSharer()): RunEvent[] =>
  readdirSync(directory)
    .filter((name) => /^events(?:-\d+)?\.jsonl$/.test(name))
    .toSorted((a, b) => (a < b ? -1 : 1))
    .flatMap((name) => readEvents(path.join(directory, name), share));

/** The sample that a run drew of its plan; undefined where it drew none. */
export const sampleIn = (events: readonly RunEvent[]): Sample | undefined =>
  events.flatMap((event) => (event.kind === 'run-started' ? (event.selection?.sample ?? []) : []))[0];

/** The results of the cases that finished. */
export const resultsIn = (events: readonly RunEvent[]): CaseResult[] =>
  events.flatMap((event) => (event.kind === 'case-finished' ? [event.result] : []));

/**
 * The same events with one result a case, in the order of the plan: however many processes ran the cases, the report of the same
 * results is the same. Of a case that a person ran again in Playwright's UI the last result counts; of one that was to be
 * repeated (`--repeat-each`) the first that deviates, so that no repetition hides another.
 */
export function inPlanOrder(events: readonly RunEvent[], caseIds: readonly string[]): RunEvent[] {
  const place = new Map(caseIds.map((id, index) => [id, index]));
  const finished = events.filter((event) => event.kind === 'case-finished');
  const repetitions = groupBy(finished, ({ result }) => result.id);
  const results = [...repetitions.values()]
    .flatMap((all) => resultOf(all) ?? [])
    .toSorted((a, b) => (place.get(a.id) ?? Infinity) - (place.get(b.id) ?? Infinity));
  return [
    ...events.filter(({ kind }) => kind !== 'case-finished'),
    ...results.map((result) => ({ kind: 'case-finished' as const, result })),
  ];
}

/** Of each repetition its last result; of these the first that deviates or failed, else the first. */
function resultOf(finished: readonly CaseFinished[]): CaseResult | undefined {
  const last = [...new Map(finished.map(({ repetition = 0, result }) => [repetition, result])).values()];
  return (
    last.find(({ outcomes, error }) => error !== undefined || outcomes.some(({ kind }) => kind === 'fail')) ?? last[0]
  );
}
