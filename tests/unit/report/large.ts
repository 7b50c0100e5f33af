import type { CaseReport, ClauseReport, OperationReport, Report } from '../../../helpers/verdict/report.ts';
import { conforming } from './samples.ts';

/** A report of so many operations, twenty cases and thirty clauses each, and as many clauses of shared schemas. */
export function large(operations: number): Report {
  const base = conforming();
  const [clause] = base.clauses;
  const [one] = base.cases;
  const [target] = base.targets;
  const [operation] = base.operations;
  if (!clause || !one || !target || !operation) throw new Error('the sample is empty');
  const { contract } = target;
  const ids = Array.from({ length: operations }, (_, index) => `${contract}/readItemNumber${index}`);
  const clauseOf = (id: string, ref: ClauseReport['ref']): ClauseReport => ({ ...clause, id, ref });
  return {
    ...base,
    operations: ids.map((id, index): OperationReport => ({
      ...operation,
      id,
      name: `readItemNumber${index}`,
      contract,
      path: `/organizations/{organization}/items/{item}/parts/${index}`,
    })),
    cases: ids.flatMap((id) =>
      Array.from({ length: 20 }, (_, index): CaseReport => ({ ...one, id: `${id}/case-${index}`, operation: id })),
    ),
    clauses: [
      ...ids.flatMap((id) =>
        Array.from({ length: 30 }, (_, index) =>
          clauseOf(`${id}/200/body/p${index}`, {
            contract,
            operation: id,
            scope: 'response',
            status: '200',
            rule: `p${index}`,
          }),
        ),
      ),
      ...ids.flatMap((_, index) =>
        Array.from({ length: 30 }, (__, rule) =>
          clauseOf(`${contract}/schema:S${index}/r${rule}`, {
            contract,
            scope: 'component',
            component: `schema:S${index}`,
            rule: `r${rule}`,
          }),
        ),
      ),
    ],
  };
}
