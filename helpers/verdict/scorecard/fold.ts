/** From the lines of a history to the record of each vendor. Pure: the same lines give the same cards. */
import { isDeepStrictEqual } from 'node:util';
import type { Card, Deviation, Latency, Month, Night, SilentChange } from './card.ts';
import type { RunLine } from './history-line.ts';
import { mergeHistories } from './history-line.ts';
import { groupBy } from '../../contract/group-by.ts';

/** One card for each vendor, environment and place, in alphabetical order. */
export function cardsOf(lines: readonly RunLine[]): Card[] {
  const groups = groupBy(mergeHistories(lines), ({ vendor, environment, place }) =>
    JSON.stringify([vendor, environment, place]),
  );
  return [...groups].toSorted(([a], [b]) => a.localeCompare(b, 'en')).map(([, own]) => cardOf(own));
}

const dayMs = 86_400_000;
const monthOf = (at: string): string => at.slice(0, 7);
const daysBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / dayMs;

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** What happened on the way: an event belongs to the month of the run that showed it. */
interface Events {
  readonly opened: string[];
  readonly recurred: string[];
  readonly fixed: { readonly at: string; readonly days: number }[];
}

function cardOf(lines: readonly RunLine[]): Card {
  const valid = lines.filter(({ verdict }) => verdict !== 'invalid');
  const deviations = new Map<string, Mutable<Deviation>>();
  const events: Events = { opened: [], recurred: [], fixed: [] };
  const silentChanges: SilentChange[] = [];
  const nights: Night[] = [];
  const openAfter = new Map<string, number>();
  let before: RunLine | undefined;
  for (const line of valid) {
    follow(deviations, events, line);
    if (before) silentChanges.push(...changesBetween(before, line));
    before = line;
    const open = [...deviations.values()].filter(({ openSince }) => openSince !== undefined).length;
    openAfter.set(line.id, open);
    const { kept, deviating, waived } = line.must;
    nights.push({ at: line.at, verdict: line.verdict, kept, decided: kept + deviating + waived, open });
  }
  const [first] = lines;
  const months = [...new Set(lines.map(({ at }) => monthOf(at)))].map((month) =>
    monthCard(month, lines, events, silentChanges, openAfter),
  );
  return {
    vendor: first?.vendor ?? '',
    environment: first?.environment ?? '',
    place: first?.place ?? '',
    months,
    deviations: [...deviations.values()].toSorted(
      (a, b) =>
        Number(a.openSince === undefined) - Number(b.openSince === undefined) || a.firstSeen.localeCompare(b.firstSeen),
    ),
    silentChanges,
    nights,
  };
}

/** Takes one run into account: what it saw is open, what it decided otherwise is fixed, what it did not decide stays. */
function follow(
  deviations: Map<string, Mutable<Deviation>>,
  events: Events,
  { at, findings, undecided }: RunLine,
): void {
  const seen = new Set(findings.map(({ id }) => id));
  for (const finding of findings) {
    const known = deviations.get(finding.id);
    if (!known) {
      events.opened.push(at);
      const { id, clause, code, level, at: place, waived } = finding;
      deviations.set(id, {
        id,
        clause,
        code,
        level,
        at: place,
        waived,
        firstSeen: at,
        openSince: at,
        lastSeen: at,
        recurrences: 0,
      });
      continue;
    }
    if (known.openSince === undefined) {
      events.recurred.push(at);
      known.recurrences += 1;
      known.openSince = at;
    }
    known.lastSeen = at;
    known.waived = finding.waived;
  }
  for (const known of deviations.values()) {
    if (known.openSince === undefined || seen.has(known.id) || undecided.includes(known.clause)) continue;
    events.fixed.push({ at, days: daysBetween(known.openSince, at) });
    known.openSince = undefined;
    known.waived = false;
  }
}

/** Values that both runs recorded and that differ, of contracts whose documents are the same. */
function changesBetween(before: RunLine, now: RunLine): SilentChange[] {
  if (!isDeepStrictEqual(before.documents, now.documents)) return [];
  return Object.entries(now.recorded).flatMap(([clause, to]) => {
    const from = before.recorded[clause];
    return from === undefined || isDeepStrictEqual(from, to) ? [] : [{ at: now.at, clause, from, to }];
  });
}

function monthCard(
  month: string,
  lines: readonly RunLine[],
  events: Events,
  silentChanges: readonly SilentChange[],
  openAfter: ReadonlyMap<string, number>,
): Month {
  const own = lines.filter(({ at }) => monthOf(at) === month);
  const valid = own.filter(({ verdict }) => verdict !== 'invalid');
  const sum = (of: (line: RunLine) => number) => valid.reduce((total, line) => total + of(line), 0);
  const inMonth = (at: string) => monthOf(at) === month;
  const fixed = events.fixed.filter(({ at }) => inMonth(at));
  const last = valid.at(-1);
  return {
    month,
    runs: valid.length,
    invalid: own.length - valid.length,
    kept: sum(({ must }) => must.kept),
    decided: sum(({ must }) => must.kept + must.deviating + must.waived),
    opened: events.opened.filter(inMonth).length,
    recurred: events.recurred.filter(inMonth).length,
    fixed: fixed.length,
    daysToFix: fixed.map(({ days }) => days).toSorted((a, b) => a - b),
    silentChanges: silentChanges.filter(({ at }) => inMonth(at)).length,
    answered: sum(({ calls }) => calls.answered),
    unanswered: sum(({ calls }) => calls.unanswered),
    waivers: last?.findings.filter(({ waived }) => waived).length ?? 0,
    open: last === undefined ? 0 : (openAfter.get(last.id) ?? 0),
    latency: latencyOf(valid),
  };
}

/** Percentiles over all answers of the month: a kept duration stands for as many answers as were thinned to it. */
function latencyOf(lines: readonly RunLine[]): Latency[] {
  const operations = [...new Set(lines.flatMap(({ latency }) => Object.keys(latency)))].toSorted();
  return operations.map((operation) => {
    const samples = lines.flatMap(({ latency }) => {
      const { n = 0, ms = [] } = latency[operation] ?? {};
      return ms.map((value) => ({ value, weight: n / ms.length }));
    });
    const answers = lines.reduce((total, { latency }) => total + (latency[operation]?.n ?? 0), 0);
    return { operation, answers, p50: weightedPercentile(samples, 50), p95: weightedPercentile(samples, 95) };
  });
}

/** The least value at or below which at least `rank` per cent of the weight lies (nearest rank, where all weights are 1). */
export function weightedPercentile(
  samples: readonly { readonly value: number; readonly weight: number }[],
  rank: number,
): number {
  const sorted = samples.toSorted((a, b) => a.value - b.value);
  const total = sorted.reduce((sum, { weight }) => sum + weight, 0);
  let below = 0;
  for (const { value, weight } of sorted) {
    below += weight;
    // A hair of tolerance: weights are fractions.
    if (below >= (rank / 100) * total - 1e-9) return value;
  }
  return sorted.at(-1)?.value ?? 0;
}

/** The middle of sorted numbers; the lower one of two. Undefined of none. */
export const medianOf = (sorted: readonly number[]): number | undefined => sorted[Math.ceil(sorted.length / 2) - 1];
