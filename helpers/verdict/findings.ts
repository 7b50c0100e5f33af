/** What the answers that broke a clause have in common: one finding for each code and place. */
import { groupBy } from '../contract/group-by.ts';
import type { Clause, Level } from '../contract/types.ts';
import { recordOf, type Evidence, type Failed, type Seen } from './evidence.ts';
import { findingId } from './finding-id.ts';
import { highestOf, lowerOf } from './levels.ts';
import type { ExchangeRecord } from '../run/exchange-record.ts';
import type { FindingReport } from './report.ts';

/** An answer that showed a finding. */
interface Showing extends Seen<Failed> {
  /** At which it counts. */
  readonly level: Level;
  readonly record: ExchangeRecord | undefined;
  /** What has to be sent before it. */
  readonly first: readonly ExchangeRecord[];
}

export interface Findings {
  readonly findings: readonly FindingReport[];
  /** What counts as INFO: it is recorded with the clause, in words. */
  readonly recorded: readonly string[];
}

/** The findings of a clause. */
export function findingsOf(clause: Clause, seen: readonly Seen[], before: Evidence['before']): Findings {
  const showings = seen.flatMap(({ outcome, result }): Showing[] => {
    if (outcome.kind !== 'fail') return [];
    const record = recordOf({ outcome, result });
    const level = lowerOf(clause.level, outcome.finding.level);
    return [{ outcome, result, level, record, first: record ? before(record) : [] }];
  });
  const counting = showings.filter(({ level }) => level !== 'INFO');
  const groups = groupBy(counting, ({ outcome: { finding } }) => `${finding.code} ${finding.at}`);
  return {
    findings: [...groups.values()].map((group) => findingOf(clause, group)),
    recorded: showings
      .filter(({ level }) => level === 'INFO')
      .map(({ outcome: { finding } }) => `${finding.actual} (${finding.code})`),
  };
}

/** One finding: it speaks of the gravest answer that showed it, and of those of the one that is easiest to show again. */
function findingOf(clause: Clause, group: readonly Showing[]): FindingReport {
  const showings = group.toSorted(
    (a, b) =>
      Number(isServerError(b)) - Number(isServerError(a)) ||
      Number(a.record === undefined) - Number(b.record === undefined) ||
      a.first.length - b.first.length ||
      sizeOf(a.record) - sizeOf(b.record),
  );
  const [shown] = showings;
  if (!shown) throw new Error('a group of findings has at least one');
  const { code, at, expected, actual, status, values } = shown.outcome.finding;
  return {
    code,
    level: group.map(({ level }) => level).reduce(highestOf),
    at,
    expected,
    actual,
    ...(status === undefined ? {} : { status }),
    ...(values === undefined ? {} : { values }),
    occurrences: showings.length,
    reproduced: reproducedIn(showings),
    fault: clause.contradicted ? 'document' : 'vendor',
    id: findingId(clause.id, code, at),
    cases: [...new Set(group.map(({ result }) => result.id))],
    ...(shown.record ? { exchange: shown.record } : {}),
    ...(shown.first.length > 0 ? { before: shown.first } : {}),
    case: shown.result.title,
    ...tracesIn(showings),
  };
}

const isServerError = ({ outcome }: Showing): boolean => (outcome.finding.status ?? 0) >= 500;

/** How much there is to read in the request of an exchange. */
const sizeOf = (record: ExchangeRecord | undefined): number => (record ? JSON.stringify(record.request).length : 0);

/** k of n of the case that sent it most often and saw it most often: others met it on the way to something else. */
function reproducedIn(showings: readonly Showing[]): FindingReport['reproduced'] {
  const [most] = showings.map(({ outcome: { k, n } }) => ({ k, n })).toSorted((a, b) => b.n - a.n || b.k - a.k);
  return most ?? { k: 1, n: 1 };
}

const mostTraces = 10;

function tracesIn(showings: readonly Showing[]): Pick<FindingReport, 'traceIds' | 'firstSeen' | 'lastSeen'> {
  const records = showings.flatMap(({ record }) => record ?? []);
  const traceIds = [...new Set(records.flatMap(({ answer }) => answer?.traceId ?? []))].slice(0, mostTraces);
  const times = records.map(({ startedAt }) => startedAt).toSorted();
  const [firstSeen] = times;
  return {
    ...(traceIds.length > 0 ? { traceIds } : {}),
    ...(firstSeen === undefined ? {} : { firstSeen, lastSeen: times.at(-1) ?? firstSeen }),
  };
}
