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
  return row === undefined ? [...bySeverity.map(() => 0), 0] : row.split('|').map(Number);
}

function inJunit(report: Report): readonly number[] {
  const labels = ['deviates', 'error', 'warns', 'inconclusive', 'not run', 'waived', 'conforms', 'recorded', 'total'];
  const text = junit(report);
  const whole = labels.map((label) =>
    Number(new RegExp(`name="all clauses: ${label}" value="(\\d+)"`).exec(text)?.[1]),
  );
  const parts = labels.map((label) =>
    sum(
      [...text.matchAll(new RegExp(`name="clauses: ${label}" value="(\\d+)"`, 'g'))].map((found) => Number(found[1])),
    ),
  );
  expect(parts, 'suites and the whole').toEqual(whole);
  return whole;
}

function inMatrix(report: Report): readonly number[] {
  const text = matrixPage(report);
  return bySeverity.map((status) => text.split(new RegExp(`class="clause"\\s+data-status="${status}"`)).length - 1);
}

/** The numbers at the top of the page; what is nowhere is left out there. */
function atTopOfMatrix(report: Report): readonly number[] {
  const list = /<ul class="counts"[\s\S]*?<\/ul>/.exec(matrixPage(report))?.[0] ?? '';
  const numberOf = (pattern: string) => Number((new RegExp(pattern).exec(list)?.[1] ?? '0').replaceAll(',', ''));
  return [
    ...bySeverity.map((status) => numberOf(`status=${status}#clauses"[^>]*><b>([\\d,]+)`)),
    numberOf('<b>([\\d,]+)</b> in total'),
  ];
}

/** Numbers of the last row of the table, which is the sum, by the title of their column; none where there is no table. */
function inTerminal(report: Report): Readonly<Record<string, number>> {
  const reports = { matrix: 'm', json: 'j', first: 'm' };
  const lines = summary(report, { colour: false, width: 200, height: 40, reports }).split('\n');
  const head = lines.findIndex((line) => line.includes('conforms  recorded'));
  if (head < 0) return {};
  const titles = (lines[head] ?? '').trim().split(/ {2,}/);
  const last = lines.slice(head).find((line) => line.startsWith('All ')) ?? '';
  return Object.fromEntries(titles.map((title, index) => [title, Number(last.trim().split(/ +/)[index + 1])]));
}

for (const [name, sample] of Object.entries({ conforming, threeDeviations, invalid, nothingRun, big })) {
  test(`JSON, Markdown, JUnit, matrix and terminal agree on the counts: ${name}`, () => {
    const report = sample();
    const counts: Tally = tally(report.clauses);
    const expected = bySeverity.map((status) => counts[status]);
    const withTotal = [...expected, report.clauses.length];
    expect(sum(expected)).toBe(report.clauses.length);
    expect(inMarkdown(report)).toEqual(withTotal);
    expect(inJunit(report)).toEqual(withTotal);
    expect(inMatrix(report)).toEqual(expected);
    expect(atTopOfMatrix(report)).toEqual(withTotal);
    for (const [title, amount] of Object.entries(inTerminal(report))) {
      const wanted = title === 'total' ? report.counts.total : counts[title.replace(' ', '-') as keyof Tally];
      expect(amount, title).toBe(wanted);
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
  expect(Object.keys(inTerminal(big()))).toEqual([
    'conforms',
    'recorded',
    'deviates',
    'warns',
    'inconclusive',
    'not run',
    'waived',
    'error',
    'total',
  ]);
  expect(
    Object.values(inTerminal(big())).every((amount) => amount > 0),
    'every kind of verdict is there',
  ).toBe(true);
});
