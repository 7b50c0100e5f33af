/** The cells of the matrix, which the table shows and the list below it opens. */
import type { ClauseReport, Report } from '../../verdict/report.ts';
import { columnOf, displayStatus, rowOf, worstOf } from '../display-status.ts';
import { count } from '../wording.ts';

export type Cells = ReadonlyMap<string, ReadonlyMap<string, readonly ClauseReport[]>>;

/** The clauses of each cell: by operation, then by column. */
export function cellsOf(report: Report): Cells {
  const cells = new Map<string, Map<string, ClauseReport[]>>(report.operations.map(({ id }) => [id, new Map()]));
  for (const clause of report.clauses) {
    const operation = rowOf(clause.ref);
    const column = columnOf(clause.ref);
    const row = cells.get(operation) ?? new Map<string, ClauseReport[]>();
    cells.set(operation, row);
    const cell = row.get(column);
    if (cell) cell.push(clause);
    else row.set(column, [clause]);
  }
  return cells;
}

/** How many have the status that the cell shows: `2 of 7 clauses`, or `7 clauses` where all have it. */
export function share(clauses: readonly ClauseReport[]): string {
  const same = howMany(clauses);
  return `${same === clauses.length ? '' : `${same} of `}${count(clauses.length, 'clause')}`;
}

export function howMany(clauses: readonly ClauseReport[]): number {
  const status = worstOf(clauses);
  return clauses.filter((clause) => displayStatus(clause) === status).length;
}
