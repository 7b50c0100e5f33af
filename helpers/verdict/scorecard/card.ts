/** A vendor's record on one environment, by month: what a scorecard shows. */
import type { RunLine } from './history-line.ts';

export interface Latency {
  readonly operation: string;
  /** How many answers it is made of. */
  readonly answers: number;
  /** Milliseconds, nearest rank. */
  readonly p50: number;
  readonly p95: number;
}

export interface Month {
  /** `2026-11`. */
  readonly month: string;
  /** Valid runs, and those that proved nothing. */
  readonly runs: number;
  readonly invalid: number;
  /** Over all valid runs of the month: MUST clauses that held, and all that were decided. */
  readonly kept: number;
  readonly decided: number;
  /** Deviations (MUST and SHOULD) seen for the first time ever, and seen again after they had been fixed. */
  readonly opened: number;
  readonly recurred: number;
  /** Deviations that were decided to be gone. */
  readonly fixed: number;
  /** Days from seen to gone, one for each that was fixed in this month, ascending. */
  readonly daysToFix: readonly number[];
  /** Recorded values that changed from one run to the next while no document changed. */
  readonly silentChanges: number;
  readonly answered: number;
  readonly unanswered: number;
  /** Deviations under a waiver in the last valid run of the month. */
  readonly waivers: number;
  /** Deviations open after the last valid run of the month, waived ones included. */
  readonly open: number;
  readonly latency: readonly Latency[];
}

/** A deviation that is there, or was. */
export interface Deviation {
  readonly id: string;
  readonly clause: string;
  readonly code: string;
  readonly level: 'MUST' | 'SHOULD';
  readonly at: string;
  /** First seen ever, and since when it is open now (undefined: fixed). */
  readonly firstSeen: string;
  readonly openSince: string | undefined;
  readonly lastSeen: string;
  readonly recurrences: number;
  readonly waived: boolean;
}

/** One valid run, for plots. */
export interface Night {
  readonly at: string;
  readonly verdict: RunLine['verdict'];
  readonly kept: number;
  readonly decided: number;
  readonly open: number;
}

/** A change of what the vendor answers where its documents are silent. */
export interface SilentChange {
  readonly at: string;
  readonly clause: string;
  readonly from: readonly string[];
  readonly to: readonly string[];
}

export interface Card {
  readonly vendor: string;
  readonly environment: string;
  readonly place: string;
  /** Oldest first. */
  readonly months: readonly Month[];
  /** Open ones first, then by first seen. */
  readonly deviations: readonly Deviation[];
  readonly silentChanges: readonly SilentChange[];
  readonly nights: readonly Night[];
}
