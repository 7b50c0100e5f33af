/** How many clauses have which verdict. */
import { deviationLevel } from './levels.ts';
import type { CaseReport, ClauseReport, Report, Verdict } from './report.ts';

/** The counts of a report. */
export function countsOf(clauses: readonly ClauseReport[], cases: readonly CaseReport[]): Report['counts'] {
  const count = (verdict: Verdict) => clauses.filter((clause) => clause.verdict === verdict).length;
  return {
    conforms: count('conforms'),
    waived: count('waived'),
    'not-run': count('not-run'),
    inconclusive: count('inconclusive'),
    error: count('error'),
    deviates: count('deviates'),
    warnings: clauses.filter(isWarning).length,
    cases: cases.length,
  };
}

/** True where a MUST does not hold. */
export const isViolated = (clause: ClauseReport): boolean =>
  clause.verdict === 'deviates' && deviationLevel(clause) === 'MUST';

const isWarning = (clause: ClauseReport): boolean => clause.verdict === 'deviates' && deviationLevel(clause) !== 'MUST';
