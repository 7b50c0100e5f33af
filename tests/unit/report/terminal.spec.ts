import { refIn } from '../clause-ref.ts';
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { columnsIn } from '../../../helpers/report/fit.ts';
import { endProgress, firstLine, progress } from '../../../helpers/report/progress.ts';
import { summary } from '../../../helpers/report/terminal.ts';
import type { SummaryOptions } from '../../../helpers/report/terminal.ts';
import type { ClauseReport, Report } from '../../../helpers/verdict/report.ts';
import { big, conforming, hostile, invalid, nothingRun, reportOf, threeDeviations } from './samples.ts';

const options: SummaryOptions = {
  colour: false,
  width: 80,
  reports: {
    first: 'reports/index.html',
    matrix: 'reports/index.html',
    allure: 'reports/allure-report/index.html',
    json: 'reports/conformance.json',
  },
};
const lines = (text: string) => text.trimEnd().split('\n');
const escape = '\u001b';

/** With UPDATE_GOLDEN=1 the files are written anew: read the difference before it is committed. */
function expectGolden(name: string, text: string) {
  const file = new URL(`golden/${name}.txt`, import.meta.url);
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(file, text);
  expect(text).toBe(readFileSync(file, 'utf8'));
}

const samples: Readonly<Record<string, () => Report>> = {
  conforming,
  'three-deviations': threeDeviations,
  invalid,
  'nothing-run': nothingRun,
  big,
};
for (const [name, sample] of Object.entries(samples)) {
  test(`the summary of a run matches its golden file: ${name}`, () => expectGolden(name, summary(sample(), options)));
}

test('on a larger screen sections stand apart', () => {
  expectGolden('three-deviations-40x100', summary(threeDeviations(), { ...options, width: 100, height: 40 }));
});

/** Rows that lines take on a screen: commands and paths are never cut, they go on in the next row. */
const rows = (shown: readonly string[], width: number) =>
  shown.reduce((sum, line) => sum + Math.max(1, Math.ceil(columnsIn(line) / width)), 0);
const isWhole = (line: string) => /^ {2}repeat |^Open first /.test(line);

test('without a terminal nothing is clipped and nothing left out', () => {
  const { width: _, ...elsewhere } = options;
  const report = threeDeviations();
  const text = summary(
    { ...report, notices: Array.from({ length: 9 }, (__, index) => `${'long '.repeat(60)}${index}`) },
    elsewhere,
  );
  expect(text).not.toContain('…');
  expect(text).not.toMatch(/and \d+ more .* in the matrix/);
  for (const { at, findings } of report.clauses)
    for (const [index, { id, waiver }] of findings.entries())
      if (index === 0 && waiver === undefined && text.includes(id)) expect(text).toContain(at);
  expect(
    lines(text).filter((line) => line.startsWith('Note ')).length +
      lines(text).filter((line) => /^ {13}long/.test(line)).length,
  ).toBe(9);
});

test('each cause has the line that runs its case again, whole, with its number of calls', () => {
  const shown = lines(summary(threeDeviations(), options)).filter((line) => line.startsWith('  repeat'));
  expect(shown).toHaveLength(3);
  expect(shown[0]).toMatch(
    /^ {2}repeat {4}npm run conformance -- max-ai --operation max-ai-v2\/\w+ --case \S+ {2}\(2 calls\)$/,
  );
});

test('verdict, causes and contracts come in this order, the calls last', () => {
  const shown = lines(summary(threeDeviations(), options));
  const first = (pattern: RegExp) => shown.findIndex((line) => pattern.test(line));
  const places = [/^NONCONFORMANT/, /^MUST/, /conforms .*total/, /^Open first/, /^Run .*214 calls \(206 planned\)/].map(
    first,
  );
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  expect(places).not.toContain(-1);
  expect(places.at(-1)).toBe(shown.length - 1);
});

for (const width of [80, 100, 200]) {
  for (const [name, sample] of Object.entries(samples)) {
    test(`${name} keeps to 40 lines of ${width} columns`, () => {
      const shown = lines(summary(sample(), { ...options, width }));
      expect(rows(shown, width)).toBeLessThanOrEqual(40);
      for (const line of shown) if (!isWhole(line)) expect(columnsIn(line), line).toBeLessThanOrEqual(width);
    });
  }
}

test('the summary fits 40 lines whatever is wrong', () => {
  const many = Array.from({ length: 30 }, (_, index) => `number ${index}: ${'long '.repeat(30)}`);
  const report = big();
  const [target] = report.targets;
  const crowded: Report = {
    ...report,
    verdict: 'invalid',
    because: many.join('\n'),
    notices: many,
    waivers: many.map((problem) => ({ clause: 'a/b/c', problem })),
    vacuous: many,
    targets: target ? many.map((_, index) => ({ ...target, contract: `vendor-${index}` })) : [],
  };
  const shown = lines(summary(crowded, options));
  expect(rows(shown, 80)).toBeLessThanOrEqual(40);
  expect(shown.filter((line) => line.startsWith('MUST ')).length).toBeGreaterThan(0);
});

test('a MUST comes before a SHOULD, wherever they stand', () => {
  const clauses = [...threeDeviations().clauses].reverse();
  const levels = lines(summary(reportOf('nonconformant', clauses), options)).flatMap(
    (line) => /^(?:MUST|SHOULD)/.exec(line)?.[0] ?? [],
  );
  expect(levels).toEqual(['MUST', 'MUST', 'SHOULD']);
});

test('the same code at the same place of one contract is one cause, of two contracts two', () => {
  const text = summary(threeDeviations(), { ...options, width: 120 });
  expect(text).toContain('and 3 more: 404, 409, getImageUrl 404');
  const other = threeDeviations().clauses.map((clause): ClauseReport => {
    const id = clause.id.replace('max-ai-v2/getImageUrl', 'max-ai-v4/getImageUrl');
    return { ...clause, id, ref: refIn(id) };
  });
  const split = summary(reportOf('nonconformant', other), { ...options, width: 120 });
  expect(split).toContain('and 2 more: 404, 409');
  expect(split).toContain('max-ai-v4/getImageUrl 404/body');
});

test('a waived finding is not among the deviations, one with a waiver that failed is', () => {
  expect(summary(threeDeviations(), options)).not.toContain('"Conflict"');
  const failed = threeDeviations().clauses.map((clause): ClauseReport =>
    clause.verdict === 'waived' ? { ...clause, verdict: 'deviates' } : clause,
  );
  expect(summary(reportOf('nonconformant', failed), options)).toContain('"Conflict"');
});

test('an invalid waiver is reported', () => {
  const report: Report = {
    ...conforming(),
    waivers: [{ clause: 'max-ai-v2/deleteImage/404/body', problem: 'expired' }],
  };
  expect(summary(report, options)).toMatch(/^Waiver +max-ai-v2\/deleteImage\/404\/body: expired$/m);
});

test('colour is used only when enabled', () => {
  const plain = summary(threeDeviations(), options);
  const coloured = summary(threeDeviations(), { ...options, colour: true });
  expect(plain).not.toContain(escape);
  expect(coloured).toContain(`${escape}[31m`);
  // oxlint-disable-next-line no-control-regex -- control characters are the point
  expect(coloured.replaceAll(/\u001b\[\d+m/g, '')).toBe(plain);
});

test('control characters in responses do not reach the terminal', () => {
  const attack = `${escape}[2J${escape}]0;owned\u0007\u202e\r\n\u0085`;
  const text = summary(
    hostile((value) => `${attack}${value}`),
    { ...options, width: 200 },
  );
  // oxlint-disable-next-line no-control-regex -- control characters are the point
  expect(text.replaceAll('\n', '')).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
  expect(text).toContain('\\u{1b}[2J');
});

test('wide characters count twice', () => {
  expect(columnsIn('画像')).toBe(4);
  expect(columnsIn('e\u0301')).toBe(1);
});

test('the first line states targets, credentials, number of calls and duration', () => {
  const line = firstLine(
    threeDeviations().targets.map((target) => ({
      ...target,
      key: target.kind === 'embedded' ? 'made-up key' : 'own key',
    })),
    { calls: 1206, cases: 181, milliseconds: 125_000 },
  );
  expect(line).toBe(
    'max-ai-v2, max-ai-v3 (embedded sandbox, made-up key); invox-medical-2026-03-01 (staging https://staging.invox.example, own key): 1,206 calls planned in 181 cases, about 2 min 5 s',
  );
});

test.describe('progress', () => {
  test('without a terminal it is one plain line a tenth', () => {
    const all = Array.from({ length: 237 }, (_, index) =>
      progress(index + 1, 237, 'deleteImage', { tty: false, width: 80 }),
    );
    const said = all.filter((text) => text !== '');
    expect(said).toHaveLength(10);
    expect(said[0]).toBe(' 10 %   24 of 237  deleteImage\n');
    expect(said[9]).toBe('100 %  237 of 237  deleteImage\n');
    expect(said.join('')).not.toContain(escape);
  });

  test('on a terminal it replaces one line and never wraps', () => {
    for (const width of [30, 80]) {
      const text = progress(50, 100, `long ${'name '.repeat(40)}`, { tty: true, width });
      expect(text.startsWith(`\r${escape}[2K`)).toBe(true);
      expect(text).not.toContain('\n');
      expect(columnsIn(text.replace(`\r${escape}[2K`, ''))).toBeLessThan(width);
    }
    expect(endProgress(true)).toBe(`\r${escape}[2K`);
    expect(endProgress(false)).toBe('');
  });

  test('more calls than planned, or none planned, are supported', () => {
    expect(progress(12, 10, 'x', { tty: false, width: 80 })).toBe('');
    expect(progress(1, 0, 'x', { tty: false, width: 80 })).toBe('100 %  1 of 0  x\n');
  });
});
