import { expect, test } from '@playwright/test';
import { environmentOf, noHistory, readHistory, remember } from '../../../helpers/report/history.ts';
import type { ClauseReport, Report } from '../../../helpers/verdict/report.ts';
import { threeDeviations } from './samples.ts';

const id = 'max-ai-v2/deleteImage/404/body';
const of = (report: Report) => report.clauses.find((clause) => clause.id === id)?.findings[0];
const later = (report: Report, day: number): Report => ({
  ...report,
  startedAt: `2026-11-${day}T02:00:00.000Z`,
  clauses: report.clauses.map((clause) => ({
    ...clause,
    findings: clause.findings.map((finding) => ({
      ...finding,
      firstSeen: `2026-11-${day}T02:00:01.000Z`,
      lastSeen: `2026-11-${day}T02:00:02.000Z`,
    })),
  })),
});
const withClause = (report: Report, change: Partial<ClauseReport>): Report => ({
  ...report,
  clauses: report.clauses.map((clause) => (clause.id === id ? { ...clause, ...change } : clause)),
});

test('first seen stays, last seen and streak go on', () => {
  const one = remember(later(threeDeviations(), 21), noHistory);
  const two = remember(later(threeDeviations(), 22), one.history);
  expect(of(one.report)).toMatchObject({ firstSeen: '2026-11-21T02:00:01.000Z', streak: 1 });
  expect(of(two.report)).toMatchObject({
    firstSeen: '2026-11-21T02:00:01.000Z',
    lastSeen: '2026-11-22T02:00:02.000Z',
    streak: 2,
  });
});

test('a run with another verdict ends the streak, an inconclusive one does not', () => {
  const one = remember(later(threeDeviations(), 21), noHistory);
  for (const [verdict, streak] of [
    ['conforms', 1],
    ['waived', 1],
    ['inconclusive', 2],
    ['not-run', 2],
  ] as const) {
    const between = remember(withClause(later(threeDeviations(), 22), { verdict, findings: [] }), one.history);
    const after = remember(later(threeDeviations(), 23), between.history);
    expect(of(after.report)?.streak, verdict).toBe(streak);
    expect(of(after.report)?.firstSeen).toBe('2026-11-21T02:00:01.000Z');
  }
});

test('another environment has a history of its own; a loopback port does not matter', () => {
  const at = (kind: 'embedded' | 'staging', origin: string): Report => ({
    ...later(threeDeviations(), 21),
    targets: threeDeviations().targets.map((target) => ({ ...target, kind, origin })),
  });
  const { history } = remember(at('embedded', 'http://127.0.0.1:1'), noHistory);
  expect(of(remember(at('embedded', 'http://127.0.0.1:2'), history).report)?.streak).toBe(2);
  expect(of(remember(at('staging', 'https://a.example'), history).report)?.streak).toBe(1);
  const staging = remember(at('staging', 'https://a.example'), history).history;
  expect(of(remember(at('staging', 'https://b.example'), staging).report)?.streak).toBe(1);
  expect(of(remember(at('embedded', 'http://127.0.0.1:3'), staging).report)?.streak).toBe(2);
  expect(environmentOf(at('staging', 'https://a.example'))).toBe('staging');
});

test('an invalid run is not remembered, and an unreadable file is no history', () => {
  const one = remember(later(threeDeviations(), 21), noHistory);
  expect(remember({ ...later(threeDeviations(), 22), verdict: 'invalid' }, one.history).history).toBe(one.history);
  for (const text of [undefined, '', '{', '{"version":2,"findings":{}}', '[]', 'null'])
    expect(readHistory(text)).toEqual(noHistory);
  expect(readHistory(JSON.stringify(one.history))).toEqual(one.history);
});
