/** Causes in the terminal: what is wrong, its clause, how often it was seen, where it is promised, and how to run it again. */
import { formatPlace } from '../../contract/clause.ts';
import { titleOf } from '../../verdict/causes.ts';
import type { FindingReport, Report } from '../../verdict/report.ts';
import { causes, othersOf, type Cause } from '../causes.ts';
import { rowOf } from '../display-status.ts';
import { clip, clipMiddle } from '../fit.ts';
import { callsOf, repeatsOf, type Repeats } from '../repeat.ts';
import { count, faultWords, oneLine } from '../wording.ts';
import { rowsOf, type Screen } from './screen.ts';

/** As many causes as fit into `room` rows, and how many are left out. */
export function causeLines(report: Report, room: number, screen: Screen): readonly string[] {
  const repeats = repeatsOf(report);
  const all = causes(report);
  const shown: string[] = [];
  let left = all.length;
  for (const cause of all) {
    const lines = linesOf(report, cause, repeats, screen);
    // One row is kept to say how many are left out.
    if (rowsOf([...shown, ...lines], screen.width) > room - 1) break;
    shown.push(...lines);
    left -= 1;
  }
  return [...shown, ...(left > 0 ? [screen.paint('bold', `and ${count(left, 'more cause')} in the matrix`)] : [])];
}

function linesOf(report: Report, cause: Cause, repeats: Repeats, { width, paint }: Screen): readonly string[] {
  const { clause, finding } = cause.first;
  const title = titleOf(cause, report.operations);
  const style = cause.level === 'MUST' ? 'red' : 'yellow';
  const repeat = repeats.ofCause(cause);
  const label = (name: string) => `  ${paint('dim', name.padEnd(9))} `;
  const line = (name: string, text: string, cut = clip) => `${label(name)}${cut(text, width - 12)}`;
  return [
    `${paint(style, cause.level.padEnd(6))}  ${paint('bold', clip(title, width - 8))}`,
    ...(title.includes(finding.actual) ? [] : [line('expected', expectedAndActual(finding))]),
    line('clause', `${rowOf(clause.ref)}  ${formatPlace(clause.ref)}${others(report, cause)}`),
    line('seen', seen(cause)),
    line('promised', clause.at, clipMiddle),
    ...(repeat
      ? [`${label('repeat')}${oneLine(repeat.command)}${repeat.calls === undefined ? '' : `  (${callsOf(repeat)})`}`]
      : []),
  ];
}

const expectedAndActual = ({ expected, actual, at }: FindingReport): string =>
  `${expected}; actual: ${actual}${at === '' ? '' : ` at ${at}`}`;

function others(report: Report, cause: Cause): string {
  const { count: more, names } = othersOf(report, cause);
  return more === 0 ? '' : `, and ${more} more: ${names.join(', ')}`;
}

function seen({ first, others: rest }: Cause): string {
  const { finding } = first;
  const answers = [first, ...rest].reduce((sum, deviation) => sum + deviation.finding.occurrences, 0);
  const { k, n } = finding.reproduced;
  const whose = finding.fault === 'vendor' ? '' : `, ${faultWords[finding.fault]}`;
  const id = finding.id === '' ? '' : `, finding ${finding.id}`;
  return `${k} of ${n}, ${count(answers, 'answer')}${whose}${id}`;
}
