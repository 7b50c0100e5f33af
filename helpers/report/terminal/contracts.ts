/** The table of contracts: how many clauses stand how. */
import type { Report } from '../../verdict/report.ts';
import { contractsOf, tally, type DisplayStatus, type Tally } from '../display-status.ts';
import { columnsIn, pad } from '../fit.ts';
import { count, oneLine } from '../wording.ts';
import type { Paint, Screen, Style } from './screen.ts';

interface Column {
  readonly title: string;
  readonly of: (counts: Tally) => number;
  /** Shown where there is room, even if it is 0 everywhere. */
  readonly always: boolean;
  readonly style: Style;
}

const column = (title: string, status: DisplayStatus, always: boolean, style: Style): Column => ({
  title,
  of: (counts) => counts[status],
  always,
  style,
});
const columns: readonly Column[] = [
  column('conforms', 'conforms', true, 'green'),
  column('recorded', 'recorded', true, 'green'),
  column('deviates', 'deviates', true, 'red'),
  column('warns', 'warns', true, 'yellow'),
  column('inconclusive', 'inconclusive', true, 'yellow'),
  column('not run', 'not-run', true, 'dim'),
  column('waived', 'waived', false, 'dim'),
  column('error', 'error', false, 'magenta'),
  {
    title: 'total',
    of: (counts) => Object.values(counts).reduce((sum, each) => sum + each, 0),
    always: true,
    style: 'bold',
  },
];

/** Columns of a name below which the others move together. */
const leastName = 12;

/** A line for each contract; of several also their sum. */
export function contractLines(report: Report, { width, limits, paint }: Screen): readonly string[] {
  const rows = contractsOf(report).map((contract) => ({
    name: oneLine(contract),
    counts: tally(report.clauses.filter((clause) => clause.ref.contract === contract)),
  }));
  if (rows.length === 0) return [];
  const all = tally(report.clauses);
  const longest = Math.max(...rows.map(({ name }) => columnsIn(name)));
  const roomFor = (chosen: readonly Column[], between = 2) =>
    width - chosen.reduce((sum, { title }) => sum + title.length + between, 0);
  const filled = columns.filter(({ of }) => of(all) > 0);
  const wanted = columns.filter((each) => each.always || filled.includes(each));
  const used = roomFor(wanted) >= longest ? wanted : filled;
  const between = roomFor(used) >= Math.min(longest, leastName) ? 2 : 1;
  const name = Math.max(7, Math.min(longest, roomFor(used, between)));
  const line = (row: (typeof rows)[number]) => pad(row.name, name) + numbersOf(row.counts, used, between, paint);
  const left = rows.length - limits.contracts;
  return [
    paint('dim', `${' '.repeat(name)}${used.map(({ title }) => title.padStart(title.length + between)).join('')}`),
    ...rows.slice(0, limits.contracts).map(line),
    ...(left > 0 ? [`and ${count(left, 'more contract')} in the matrix`] : []),
    ...(rows.length > 1 ? [line({ name: 'All', counts: all })] : []),
  ];
}

function numbersOf(counts: Tally, used: readonly Column[], between: number, paint: Paint): string {
  return used
    .map(({ title, of, style }) => {
      const text = String(of(counts)).padStart(title.length + between);
      return of(counts) > 0 ? paint(style, text) : paint('dim', text);
    })
    .join('');
}
