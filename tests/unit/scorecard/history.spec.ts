import { expect, test } from '@playwright/test';
import {
  mergeHistories,
  readHistoryLines,
  readableLines,
  writeHistoryLines,
} from '../../../helpers/verdict/scorecard/history-line.ts';
import { linesOfRun } from '../../../helpers/verdict/scorecard/record-run.ts';
import { threeDeviations } from '../report/samples.ts';
import { nights } from './nights.ts';

test('what is written is read again, and lines of another machine are merged once each', () => {
  const all = nights();
  expect(readHistoryLines(writeHistoryLines(all), 'a')).toEqual(all);
  expect(mergeHistories(all.slice(0, 70), all.slice(50))).toEqual(all);
  expect(mergeHistories(all.slice(50), all.slice(0, 70))).toEqual(all);
});

test('a line that is wrong, or of a later version, is named', () => {
  const [first] = nights();
  const line = JSON.stringify(first);
  const wrong: readonly (readonly [string, string])[] = [
    ['{', 'a:2: is not JSON'],
    [
      JSON.stringify({ ...first, v: 2 }),
      'a:2: was written by a later version of the suite (format 2, this one reads 1)',
    ],
    [JSON.stringify({ ...first, at: 'yesterday' }), 'a:2: is no line of a history: at Invalid ISO datetime'],
    [
      JSON.stringify({ ...first, calls: { answered: -1, unanswered: 0 } }),
      'a:2: is no line of a history: calls.answered',
    ],
    ['null', 'a:2: is no line of a history:'],
  ];
  for (const [text, said] of wrong) expect(() => readHistoryLines(`${line}\n${text}\n`, 'a')).toThrow(said);
});

test('a run goes on where somebody damaged the file', () => {
  const [first] = nights();
  expect(readableLines(`{\n${JSON.stringify(first)}\nnull\n\n`)).toEqual([first]);
});

test('a run adds a line for each vendor: counts, findings, calls and durations', () => {
  const report = threeDeviations();
  const operation = 'max-ai-v2/deleteImage';
  const exchanges = [
    { operation, durationMs: 30, answer: {} },
    { operation, durationMs: 10, answer: {} },
    { operation, durationMs: 9_999 },
  ];
  const lines = linesOfRun(report, exchanges, []);
  expect(lines.map(({ vendor, environment, place }) => [vendor, environment, place])).toEqual([
    ['max-ai', 'embedded', 'embedded'],
    ['invox-medical', 'staging', 'https://staging.invox.example'],
  ]);
  const [own] = lines;
  expect(own?.calls).toEqual({ answered: 2, unanswered: 1 });
  expect(own?.latency).toEqual({ [operation]: { n: 2, ms: [10, 30] } });
  const deviating = report.clauses.filter(
    ({ ref, verdict }) => ref.contract.startsWith('max-ai') && verdict === 'deviates',
  );
  expect(deviating.length).toBeGreaterThan(0);
  expect(own?.must.deviating).toBe(deviating.filter(({ level }) => level === 'MUST').length);
  const found = report.clauses.filter(({ ref, findings }) => ref.contract.startsWith('max-ai') && findings.length > 0);
  expect(own?.findings.map(({ clause, waived }) => [clause, waived])).toEqual(
    found.flatMap(({ id, verdict, findings }) => findings.map(() => [id, verdict === 'waived'])),
  );
  expect(readHistoryLines(writeHistoryLines(lines), 'a')).toEqual(lines);
});

test('a clause with an earlier finding that was not decided is named, so that it does not count as fixed', () => {
  const report = threeDeviations();
  const earlier = linesOfRun(report, [], []);
  const [clause] = earlier[0]?.findings ?? [];
  const undecided = {
    ...report,
    startedAt: '2026-11-22T02:17:00.000Z',
    clauses: report.clauses.map((each) =>
      each.id === clause?.clause ? { ...each, verdict: 'inconclusive' as const, findings: [] } : each,
    ),
  };
  expect(linesOfRun(undecided, [], earlier)[0]?.undecided).toEqual([clause?.clause]);
  expect(linesOfRun(undecided, [], [])[0]?.undecided).toEqual([]);
});

test('more than 200 durations of an operation are thinned, the slowest among them kept', () => {
  const exchanges = Array.from({ length: 1_000 }, (_, index) => ({
    operation: 'max-ai-v2/deleteImage',
    durationMs: index,
    answer: {},
  }));
  const kept = linesOfRun(threeDeviations(), exchanges, [])[0]?.latency['max-ai-v2/deleteImage'];
  expect([kept?.n, kept?.ms.length, kept?.ms[0], kept?.ms.at(-1)]).toEqual([1_000, 200, 0, 999]);
});
