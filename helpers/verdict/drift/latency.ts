/** Whether operations became slower or faster from the earlier runs to the last ones. */

/** The answers of one operation in one run. */
export interface Timing {
  readonly operation: string;
  /** UTC, ISO 8601. */
  readonly at: string;
  /** Milliseconds, each of an answer (or of a rank of them). */
  readonly durations: readonly number[];
}

/** A 95th percentile that moved. */
export interface LatencyShift {
  readonly operation: string;
  /** Milliseconds. */
  readonly from: number;
  readonly to: number;
  /** How many answers of earlier and of the last runs it is made of. */
  readonly samples: readonly [number, number];
}

/** Runs that count as the last ones, answers that a percentile needs, and what counts as moved. */
const lastRuns = 7;
const fewest = 20;
const factor = 2;
const leastMs = 100;

/** The value at a rank (nearest rank): `percentile([…], 95)`. Undefined of nothing. */
export function percentile(values: readonly number[], rank: number): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((rank / 100) * sorted.length) - 1)];
}

/** Operations whose p95 in the last seven runs is at least twice (or half) that of all runs before, and 100 ms apart. */
export function latencyShifts(timings: readonly Timing[]): LatencyShift[] {
  const operations = [...new Set(timings.map(({ operation }) => operation))].toSorted();
  return operations.flatMap((operation) => {
    const own = timings.filter((each) => each.operation === operation).toSorted((a, b) => a.at.localeCompare(b.at));
    const split = own.length - lastRuns;
    const before = own.slice(0, Math.max(0, split)).flatMap(({ durations }) => durations);
    const after = own.slice(Math.max(0, split)).flatMap(({ durations }) => durations);
    const [from, to] = [percentile(before, 95), percentile(after, 95)];
    if (from === undefined || to === undefined || before.length < fewest || after.length < fewest) return [];
    const moved = (to >= from * factor || from >= to * factor) && Math.abs(to - from) >= leastMs;
    return moved ? [{ operation, from, to, samples: [before.length, after.length] as const }] : [];
  });
}
