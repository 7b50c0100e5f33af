/** What `npm run drift` says of one vendor, as data: the shape of its `--json`. */
import type { LatencyShift } from './latency.ts';
import type { ClauseChanges } from './clause-changes.ts';
import { isBlocking, type MovedThing } from './moved.ts';

export interface DriftReport {
  readonly version: 1;
  readonly vendor: string;
  /** UTC, ISO 8601. */
  readonly at: string;
  /** Files or addresses that the current documents were read from; empty where none were named. */
  readonly current: readonly { readonly name: string; readonly sha256: string }[];
  /** Pinned documents that were compared, by file. */
  readonly compared: readonly string[];
  /** The runs whose answers were looked at. */
  readonly runs: readonly { readonly startedAt: string; readonly environments: readonly string[] }[];
  /** The gravest first. */
  readonly things: readonly MovedThing[];
  /** Clauses that moved and that no change explains. */
  readonly otherClauses: ClauseChanges;
  readonly latency: readonly LatencyShift[];
  /** Plain sentences: pages that could not be read, documents without a counterpart, conflicts between pages. */
  readonly notices: readonly string[];
}

/** True where something breaking moved that is used, as far as anybody said what is used. */
export const isBroken = ({ things }: DriftReport): boolean => things.some(isBlocking);
