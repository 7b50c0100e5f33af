/** Deviations of one cause as one, and open clauses by their reason. */
import type { ClauseReport, FindingReport, Report } from '../verdict/report.ts';
import { groupBy } from '../contract/group-by.ts';
import { formatPlace } from '../contract/clause.ts';
import { columnOf, displayStatus, nameOf, rowOf } from './display-status.ts';
import type { DisplayStatus } from './display-status.ts';

export interface Deviation {
  readonly clause: ClauseReport;
  readonly finding: FindingReport;
}

/** The same code at the same place of answers of one contract: most likely one defect. */
export interface Cause {
  readonly contract: string;
  readonly level: ClauseReport['level'];
  readonly first: Deviation;
  readonly others: readonly Deviation[];
}

/** What deviates (or, asked so, what is waived), the worst first: MUST before SHOULD, then what shows in most clauses; of each what most answers showed. */
export function causes(report: Report, which: 'deviates' | 'waived' = 'deviates'): readonly Cause[] {
  const all = report.clauses.flatMap((clause) => findingsOf(clause, which).map((finding) => ({ clause, finding })));
  const groups = groupBy(all, ({ clause, finding }) =>
    JSON.stringify([clause.ref.contract, finding.level, finding.code, finding.at]),
  );
  return [...groups.values()]
    .map((group) => group.toSorted((a, b) => b.finding.occurrences - a.finding.occurrences))
    .flatMap(([first, ...others]) =>
      first ? [{ contract: first.clause.ref.contract, level: first.finding.level, first, others }] : [],
    )
    .sort((a, b) => levels.indexOf(a.level) - levels.indexOf(b.level) || b.others.length - a.others.length);
}

const levels: readonly ClauseReport['level'][] = ['MUST', 'SHOULD', 'INFO'];

function findingsOf(clause: ClauseReport, which: 'deviates' | 'waived'): readonly FindingReport[] {
  const waived = clause.findings.filter((finding) => finding.waiver !== undefined);
  const open = clause.findings.filter((finding) => finding.waiver === undefined);
  if (which === 'waived') return clause.verdict === 'deviates' && open.length === 0 ? [] : waived;
  if (clause.verdict !== 'deviates') return [];
  if (open.length > 0) return open;
  // An expired waiver still hangs on its finding; a deviation must never vanish from a report for that.
  return waived.length > 0 ? waived : [unexplained(clause)];
}

function unexplained(clause: ClauseReport): FindingReport {
  return {
    code: 'DEVIATES',
    level: clause.level,
    at: '',
    expected: clause.sentence,
    actual: clause.because ?? 'no finding was recorded',
    occurrences: 1,
    reproduced: { k: 1, n: 1 },
    fault: 'vendor',
    id: '',
    cases: clause.cases,
  };
}

/** How the other clauses of a cause are named beside its first: `401`, `403`, or `getImageUrl 404`. */
export function othersOf(report: Report, { first, others }: Cause): readonly string[] {
  const home = first.clause.ref;
  const names = others.map(({ clause: { ref } }) => {
    if (rowOf(ref) !== rowOf(home)) return `${nameOf(report, rowOf(ref))} ${columnOf(ref)}`;
    return columnOf(ref) === columnOf(home) ? formatPlace(ref) : columnOf(ref);
  });
  return [...new Set(names)];
}

export interface Reason {
  readonly status: DisplayStatus;
  readonly because: string;
  readonly clauses: readonly ClauseReport[];
}

const unprovoked = 'cannot be provoked';

/** Clauses without a decision by reason, those of most clauses first. */
export function reasons(report: Report, status: 'error' | 'inconclusive' | 'not-run'): readonly Reason[] {
  const open = report.clauses.filter((clause) => displayStatus(clause) === status);
  const becauseOf = (clause: ClauseReport) =>
    status === 'not-run' && clause.conditional === true ? unprovoked : (clause.because ?? 'no reason was recorded');
  return [...groupBy(open, becauseOf)]
    .map(([because, clauses]) => ({ status, because, clauses }))
    .sort((a, b) => b.clauses.length - a.clauses.length);
}
