/** How causes are named, and open clauses by their reason. */
import { causesOf, type Cause, type Deviation } from '../verdict/causes.ts';
import type { ClauseReport, Report } from '../verdict/report.ts';

export type { Cause, Deviation };

/** The causes of what deviates, or on demand of what is waived. */
export const causes = (report: Report, which?: 'deviates' | 'waived'): readonly Cause[] =>
  causesOf(report.clauses, which);
import { groupBy } from '../contract/group-by.ts';
import { formatPlace } from '../contract/clause.ts';
import { columnOf, displayStatus, nameOf, rowOf } from './display-status.ts';
import type { DisplayStatus } from './display-status.ts';

/** The clauses of a cause beside its first: how many, and how they are named (`401`, `403`, or `getImageUrl 404`). */
export function othersOf(report: Report, { first, others }: Cause): { count: number; names: readonly string[] } {
  const home = first.clause.ref;
  const clauses = new Map(others.map(({ clause }) => [clause.id, clause.ref]));
  clauses.delete(first.clause.id);
  const names = [...clauses.values()].map((ref) => {
    if (rowOf(ref) !== rowOf(home)) return `${nameOf(report, rowOf(ref))} ${columnOf(ref)}`;
    return columnOf(ref) === columnOf(home) ? formatPlace(ref) : columnOf(ref);
  });
  return { count: clauses.size, names: [...new Set(names)] };
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
