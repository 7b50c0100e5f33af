/** The scorecard as Markdown: the same numbers, for an issue or a job summary. */
import type { Card } from '../../verdict/scorecard/card.ts';
import { cell, code } from '../quote.ts';
import { count } from '../wording.ts';
import { day, milliseconds, monthColumns, operationsOf, tilesOf, whereOf } from './words.ts';

/** One section a card. */
export function scorecardMarkdown(cards: readonly Card[]): string {
  if (cards.length === 0) return '# Scorecard\n\nThe history is empty.\n';
  return ['# Scorecard', '', ...cards.flatMap(cardLines)].join('\n');
}

function cardLines(card: Card): string[] {
  const lines = [
    `## ${cell(card.vendor)} (${cell(whereOf(card))})`,
    '',
    ...tilesOf(card).map(
      ([label, value, note]) => `- ${label}: ${cell(value)}${note === '' ? '' : ` (${cell(note)})`}`,
    ),
    '',
    row(monthColumns.map(([heading]) => heading)),
    row(monthColumns.map(() => '---')),
    ...card.months.toReversed().map((month) => row(monthColumns.map(([, value]) => cell(value(month))))),
    '',
  ];
  const operations = operationsOf(card);
  if (operations.length > 0) {
    const months = card.months.toReversed();
    lines.push(row(['p50 / p95', ...months.map(({ month }) => month)]), row(['---', ...months.map(() => '---')]));
    for (const operation of operations)
      lines.push(
        row([
          code(operation),
          ...months.map(({ latency }) => {
            const own = latency.find((each) => each.operation === operation);
            return own ? `${milliseconds(own.p50)} / ${milliseconds(own.p95)}` : '–';
          }),
        ]),
      );
    lines.push('');
  }
  const open = card.deviations.filter(({ openSince }) => openSince !== undefined);
  if (open.length > 0) {
    lines.push(`Open: ${count(open.length, 'deviation')}`, '');
    for (const { clause, code: finding, level, openSince = '', recurrences, waived } of open)
      lines.push(
        `- ${code(clause)} (${level}, ${cell(finding)}), open since ${day(openSince)}${recurrences > 0 ? `, came back ${count(recurrences, 'time')}` : ''}${waived ? ', waived' : ''}`,
      );
    lines.push('');
  }
  return lines;
}

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
