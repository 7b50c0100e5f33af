import { expect, test } from '@playwright/test';
import { junit } from '../../../helpers/report/junit.ts';
import { markdown } from '../../../helpers/report/markdown.ts';
import { matrixPage } from '../../../helpers/report/matrix.ts';
import { tally, bySeverity } from '../../../helpers/report/display-status.ts';
import type { Tally } from '../../../helpers/report/display-status.ts';
import { summary } from '../../../helpers/report/terminal.ts';
import type { Report } from '../../../helpers/verdict/report.ts';
import { big, conforming, invalid, nothingRun, threeDeviations } from './samples.ts';

const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0);

function inMarkdown(report: Report): readonly number[] {
  const row = /^\| All \|(.*)\|$/m.exec(markdown(report))?.[1];
  return row === undefined ? bySeverity.map(() => 0) : row.split('|').map(Number);
}

function inJunit(report: Report): readonly number[] {
  const labels = ['deviates', 'error', 'warns', 'inconclusive', 'not run', 'waived', 'conforms', 'recorded'];
  const text = junit(report);
  return labels.map((label) =>
    sum(
      [...text.matchAll(new RegExp(`name="clauses: ${label}" value="(\\d+)"`, 'g'))].map((found) => Number(found[1])),
    ),
  );
}

function inMatrix(report: Report): readonly number[] {
  const text = matrixPage(report);
  return bySeverity.map((status) => text.split(new RegExp(`class="clause"\\s+data-status="${status}"`)).length - 1);
}

/** Columns by their title; the terminal leaves out what is nowhere, and what is recorded. */
function inTerminal(report: Report): Readonly<Record<string, number>> {
  const reports = { matrix: 'm', json: 'j' };
  const lines = summary(report, { colour: false, width: 200, height: 40, reports }).split('\n');
  const head = lines.findIndex((line) => line.includes('conforms  deviates'));
  if (head < 0) return {};
  const titles = (lines[head] ?? '').trim().split(/ {2,}/);
  const contracts = new Set(report.targets.map((target) => target.contract));
  const rows = lines
    .filter((line) => contracts.has(line.split(' ')[0] ?? ''))
    .map((line) => line.trim().split(/ +/).slice(1));
  return Object.fromEntries(titles.map((title, index) => [title, sum(rows.map((row) => Number(row[index])))]));
}

for (const [name, sample] of Object.entries({ conforming, threeDeviations, invalid, nothingRun, big })) {
  test(`JSON, Markdown, JUnit, matrix and terminal agree on the counts: ${name}`, () => {
    const report = sample();
    const counts: Tally = tally(report.clauses);
    const expected = bySeverity.map((status) => counts[status]);
    expect(inMarkdown(report)).toEqual(expected);
    expect(inJunit(report)).toEqual(expected);
    expect(inMatrix(report)).toEqual(expected);
    for (const [title, amount] of Object.entries(inTerminal(report))) {
      expect(amount, title).toBe(counts[title.replace(' ', '-') as keyof Tally]);
    }
    expect(report.counts).toEqual({
      conforms: counts.conforms + counts.recorded,
      deviates: counts.deviates + counts.warns,
      warnings: counts.warns,
      waived: counts.waived,
      inconclusive: counts.inconclusive,
      'not-run': counts['not-run'],
      error: counts.error,
      recorded: counts.recorded,
      total: report.clauses.length,
      cases: report.cases.length,
    });
    expect(junit(report).split('<testcase ').length - 1).toBe(report.counts.cases);
  });
}

test('the terminal shows the columns that are compared', () => {
  expect(Object.keys(inTerminal(threeDeviations()))).toEqual([
    'conforms',
    'deviates',
    'warns',
    'inconclusive',
    'not run',
    'waived',
  ]);
});
