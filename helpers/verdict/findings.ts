/** What the answers that broke a clause have in common: one finding for each code and place. */
import { responseKeyOf } from '../contract/clause.ts';
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
  /** Place of the case in the plan. */
  readonly plainness: number;
}

export interface Findings {
  readonly findings: readonly FindingReport[];
  /** What counts as INFO: it is recorded with the clause, in words. */
  readonly recorded: readonly string[];
}

/** The findings of a clause. */
export function findingsOf(clause: Clause, seen: readonly Seen[], { before, places }: Evidence): Findings {
  const showings = seen.flatMap(({ outcome, result }): Showing[] => {
    if (outcome.kind !== 'fail') return [];
    const record = recordOf({ outcome, result });
    const level = lowerOf(clause.level, outcome.finding.level);
    const plainness = places.get(result.id) ?? Infinity;
    return [{ outcome, result, level, record, first: record ? before(record) : [], plainness }];
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

/**
 * One finding: it speaks of the gravest answer that showed it, and of those of the plainest: of the case that sets out to prove
 * the clause, else of the one that comes first in the plan, where valid requests stand before odd ones.
 */
function findingOf(clause: Clause, group: readonly Showing[]): FindingReport {
  const showings = group.toSorted(
    (a, b) =>
      Number(isServerError(b)) - Number(isServerError(a)) ||
      Number(a.record === undefined) - Number(b.record === undefined) ||
      Number(a.record?.request.incomplete === true) - Number(b.record?.request.incomplete === true) ||
      Number(!isOwn(clause, a)) - Number(!isOwn(clause, b)) ||
      Number(!provokes(clause, a)) - Number(!provokes(clause, b)) ||
      Number(!isOfOperation(clause, a)) - Number(!isOfOperation(clause, b)) ||
      a.plainness - b.plainness,
  );
  const [shown] = showings;
  if (!shown) throw new Error('a group of findings has at least one');
  const { code, at, expected, status, values } = shown.outcome.finding;
  return {
    code,
    level: group.map(({ level }) => level).reduce(highestOf),
    at,
    expected,
    actual: actualIn(showings, shown),
    ...(status === undefined ? {} : { status }),
    ...(values === undefined ? {} : { values }),
    occurrences: showings.length,
    reproduced: reproducedIn(showings),
    fault: clause.contradicted ? 'document' : 'vendor',
    id: findingId(clause.id, code, at),
    cases: [...new Set(showings.map(({ result }) => result.id))],
    ...(shown.record ? { exchange: shown.record } : {}),
    ...(shown.first.length > 0 ? { before: shown.first } : {}),
    case: shown.result.title,
    ...tracesIn(showings),
  };
}

/** What was observed; of undocumented statuses all of them, the one that is shown first. */
function actualIn(showings: readonly Showing[], { outcome: { finding } }: Showing): string {
  if (finding.code !== 'STATUS_UNDOCUMENTED') return finding.actual;
  return [...new Set([finding, ...showings.map(({ outcome }) => outcome.finding)].map(({ actual }) => actual))].join(
    ', ',
  );
}

const isServerError = ({ outcome }: Showing): boolean => (outcome.finding.status ?? 0) >= 500;

const isOwn = ({ id }: Clause, { result }: Showing): boolean => result.id === id || result.clauses.includes(id);

/** True where the case sets out to bring the response about that the clause is of. */
const provokes = ({ ref }: Clause, { result }: Showing): boolean => result.clauses.includes(responseKeyOf(ref) ?? '');

/** True where the answer was given to the case's own request, not to one that prepared it. */
const isOfOperation = ({ ref }: Clause, { record, result }: Showing): boolean =>
  record?.operation === ref.operation && result.operation === ref.operation;

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
