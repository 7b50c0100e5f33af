/** How many clauses have which verdict. */
import { deviationLevel } from './levels.ts';
import type { ClauseReport, Report, Verdict } from './report.ts';

type Judged = Pick<ClauseReport, 'level' | 'verdict' | 'findings'>;

/** The counts of a report. */
export function countsOf(clauses: readonly Judged[], cases: readonly unknown[]): Report['counts'] {
  const count = (verdict: Verdict) => clauses.filter((clause) => clause.verdict === verdict).length;
  return {
    conforms: count('conforms'),
    waived: count('waived'),
    'not-run': count('not-run'),
    inconclusive: count('inconclusive'),
    error: count('error'),
    deviates: count('deviates'),
    warnings: clauses.filter(isWarning).length,
    recorded: clauses.filter(isRecorded).length,
    total: clauses.length,
    cases: cases.length,
  };
}

/** True where a MUST does not hold. */
export const isViolated = (clause: Judged): boolean =>
  clause.verdict === 'deviates' && deviationLevel(clause) === 'MUST';

const isWarning = (clause: Judged): boolean => clause.verdict === 'deviates' && deviationLevel(clause) !== 'MUST';

/** True where the documents are silent and what was answered is only noted. */
export const isRecorded = ({ level, verdict }: Pick<ClauseReport, 'level' | 'verdict'>): boolean =>
  level === 'INFO' && verdict === 'conforms';
