import { expect, test } from '@playwright/test';
import { compare } from '../../../helpers/report/compare.ts';
import type { ClauseReport, Report } from '../../../helpers/verdict/report.ts';
import { conforming, hostile, nothingRun, threeDeviations } from './samples.ts';

const without = (report: Report, id: string): Report => ({
  ...report,
  clauses: report.clauses.filter((clause) => clause.id !== id),
});
const withClause = (report: Report, id: string, change: Partial<ClauseReport>): Report => ({
  ...report,
  clauses: report.clauses.map((clause) => (clause.id === id ? { ...clause, ...change } : clause)),
});
const kinds = (a: Report, b: Report) => compare(a, b).changed.map((change) => change.kind);
const noTrace = 'max-ai-v2/deleteImage/404/body';

test('a run compared with itself has no difference', () => {
  const { text, changed } = compare(threeDeviations(), threeDeviations());
  expect(changed).toEqual([]);
  expect(text).toContain('Nothing changed; 74 clauses as before.');
});

test('deviations come and go', () => {
  const worse = compare(conforming(), threeDeviations());
  expect(worse.changed.filter((change) => change.kind === 'new-deviation')).toHaveLength(6);
  expect(worse.text).toContain(`MUST ${noTrace}  SCHEMA_REQUIRED at /trace_id`);
  const better = compare(threeDeviations(), conforming());
  expect(better.changed.filter((change) => change.kind === 'gone-deviation')).toHaveLength(6);
});

test('another deviation of the same clause is one gone and one new', () => {
  const [clause] = threeDeviations().clauses.filter((one) => one.id === noTrace);
  const findings = (clause?.findings ?? []).map((finding) => ({ ...finding, at: '/error/code' }));
  expect(kinds(threeDeviations(), withClause(threeDeviations(), noTrace, { findings }))).toEqual([
    'new-deviation',
    'gone-deviation',
  ]);
});

test('a deviation whose clause is inconclusive now is not reported as gone', () => {
  const later = withClause(threeDeviations(), noTrace, { verdict: 'not-run', because: 'no key', findings: [] });
  expect(kinds(threeDeviations(), later)).toEqual(['unconfirmed-deviation']);
});

test('waiving a deviation changes its verdict and nothing else', () => {
  const later = withClause(threeDeviations(), noTrace, { verdict: 'waived' });
  const { text, changed } = compare(threeDeviations(), later);
  expect(changed.map((change) => change.kind)).toEqual(['verdict']);
  expect(text).toContain(`${noTrace}  deviates -> waived`);
});

test('a level that changes what a deviation means is a change of verdict', () => {
  const { findings = [] } = threeDeviations().clauses.find(({ id }) => id === noTrace) ?? {};
  const warnings = findings.map((each) => ({ ...each, level: 'SHOULD' as const }));
  expect(
    kinds(threeDeviations(), withClause(threeDeviations(), noTrace, { level: 'SHOULD', findings: warnings })),
  ).toEqual(['verdict']);
});

test('clauses added and removed, and changed promises', () => {
  expect(kinds(without(conforming(), noTrace), conforming())).toEqual(['added']);
  expect(kinds(conforming(), without(conforming(), noTrace))).toEqual(['removed']);
  expect(kinds(without(threeDeviations(), noTrace), threeDeviations())).toEqual(['new-deviation', 'added']);
  expect(kinds(conforming(), withClause(conforming(), noTrace, { hash: 'another' }))).toEqual(['promise']);
});

test('different targets are reported', () => {
  const { targets: _, ...rest } = conforming();
  const staging: Report = { ...rest, targets: conforming().targets.map((target) => ({ ...target, kind: 'staging' })) };
  expect(compare(conforming(), staging).text).toContain('Other targets: A ran against max-ai-v2 on embedded');
  expect(compare(conforming(), conforming()).text).not.toContain('Other targets');
});

test('runs without clauses and with hostile strings are supported', () => {
  expect(kinds(conforming(), nothingRun()).every((kind) => kind === 'removed')).toBe(true);
  const attacked = hostile((value) => `${value}\u001b[2J\r\n`);
  const { text } = compare(nothingRun(), attacked);
  expect(text).not.toContain('\u001b');
  expect(text.split('\n').filter((line) => line.startsWith('[2J'))).toEqual([]);
});

test.describe('worse:', () => {
  const id = 'max-ai-v2/deleteImage/404/body';
  const having = (report: Report, change: Partial<ClauseReport>): Report => ({
    ...report,
    clauses: report.clauses.map((clause) => (clause.id === id ? { ...clause, ...change } : clause)),
  });
  const finding = threeDeviations().clauses.find((clause) => clause.id === id)?.findings[0];
  const findings = finding ? [finding] : [];
  const deviating: Partial<ClauseReport> = { verdict: 'deviates', findings };
  const waiver = { owner: 'o', ticket: 't', expires: '2027-01-01', reason: 'r' };
  const waived: Partial<ClauseReport> = { verdict: 'waived', findings: findings.map((each) => ({ ...each, waiver })) };
  const cases: readonly (readonly [string, Partial<ClauseReport>, Partial<ClauseReport>, boolean])[] = [
    ['a new deviation of a MUST', {}, deviating, true],
    ['not one of a SHOULD', { level: 'SHOULD' }, { ...deviating, level: 'SHOULD' }, false],
    ['a MUST that nothing decided any more', {}, { verdict: 'inconclusive' }, true],
    ['not a SHOULD', { level: 'SHOULD' }, { level: 'SHOULD', verdict: 'inconclusive' }, false],
    ['not one that cannot be provoked', {}, { verdict: 'not-run', conditional: true }, false],
    ['a deviation that had been waived', waived, deviating, true],
    ['not one that is waived now', deviating, waived, false],
    ['a promise that only holds by a waiver now', {}, waived, true],
    ['not a deviation that is gone', deviating, {}, false],
    ['not-run instead of inconclusive', { verdict: 'inconclusive' }, { verdict: 'not-run' }, false],
  ];
  for (const [name, a, b, worse] of cases)
    test(name, () => expect(compare(having(conforming(), a), having(conforming(), b)).worse).toBe(worse));

  test('a run with fewer decided clauses', () => {
    const run = (verdict: Report['verdict']) => ({ ...conforming(), verdict });
    expect(compare(run('conformant'), run('nonconformant')).worse).toBe(true);
    expect(compare(run('partial'), run('invalid')).worse).toBe(true);
    expect(compare(run('invalid'), run('partial')).worse).toBe(false);
  });
});
