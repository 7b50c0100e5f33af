import { expect, test } from '@playwright/test';
import { causes } from '../../../helpers/report/causes.ts';
import { stepsFor, type Tracked } from '../../../helpers/report/issues.ts';
import type { ClauseReport, Report } from '../../../helpers/verdict/report.ts';
import { conforming, hostile, invalid, threeDeviations } from './samples.ts';

const run = 'https://github.example/o/r/actions/runs/7';
/** The tracker after the steps of a run were taken. */
function after(report: Report, before: readonly Tracked[] = []): Tracked[] {
  const issues = new Map(before.map((issue) => [issue.number, issue]));
  for (const step of stepsFor(report, before, run)) {
    const number = step.kind === 'open' ? issues.size + 1 : step.number;
    issues.set(number, {
      number,
      open: step.kind !== 'close',
      body: step.kind === 'close' ? (issues.get(number)?.body ?? '') : step.body,
    });
  }
  return [...issues.values()];
}
const kinds = (report: Report, before: readonly Tracked[] = []) =>
  stepsFor(report, before, run).map(({ kind }) => kind);
const changed = (report: Report, change: (clause: ClauseReport) => ClauseReport): Report => ({
  ...report,
  clauses: report.clauses.map(change),
});
const mended = (report: Report, part: string) =>
  changed(report, (clause) => (clause.id.includes(part) ? { ...clause, verdict: 'conforms', findings: [] } : clause));

test('one issue for each cause of MUST deviations, with what is needed to act', () => {
  const steps = stepsFor(threeDeviations(), [], run);
  expect(steps.map(({ kind }) => kind)).toEqual(['open', 'open']);
  expect(causes(threeDeviations()).filter(({ level }) => level === 'MUST')).toHaveLength(2);
  const [first] = steps;
  const body = first?.kind === 'open' ? first.body : '';
  for (const part of [
    'Clause: `max-ai-v2/deleteImage/400/body` and 3 others',
    'Expected: `property trace_id, a string`',
    'First seen: 2026-11-18',
    run,
    'curl -sS',
  ])
    expect(body).toContain(part);
});

test('a persisting cause updates its issue', () => {
  const tracked = after(threeDeviations());
  expect(kinds(threeDeviations(), tracked)).toEqual([]);
  const next = changed(threeDeviations(), (clause) => ({
    ...clause,
    findings: clause.findings.map((each) => ({ ...each, streak: 2 })),
  }));
  expect(kinds(next, tracked)).toEqual(['update', 'update']);
});

test('a cause that spreads to another clause is still the same issue', () => {
  const tracked = after(mended(threeDeviations(), 'getImageUrl/404'));
  expect(kinds(threeDeviations(), tracked)).toEqual(['update']);
});

test('an issue is closed when its cause is gone and reopened when it is back', () => {
  const tracked = after(threeDeviations());
  const closed = after(mended(threeDeviations(), 'uploadImage/201'), tracked);
  expect(closed.map(({ open }) => open)).toEqual([true, false]);
  expect(kinds(mended(threeDeviations(), 'uploadImage/201'), closed)).toEqual([]);
  const steps = stepsFor(threeDeviations(), closed, run);
  expect(steps).toMatchObject([{ kind: 'update', number: 2, again: true }]);
});

test('a waived cause closes its issue as waived', () => {
  const tracked = after(threeDeviations());
  const waiver = { owner: 'o', ticket: 't', expires: '2027-01-01', reason: 'r' };
  const waived = changed(threeDeviations(), (clause) =>
    clause.id.includes('uploadImage/201')
      ? { ...clause, verdict: 'waived', findings: clause.findings.map((each) => ({ ...each, waiver })) }
      : clause,
  );
  expect(stepsFor(waived, tracked, run)).toMatchObject([
    { kind: 'close', comment: expect.stringContaining('Waived') as unknown },
  ]);
});

test('no issue is closed by a run that could not observe it: invalid, inconclusive, another environment, another vendor', () => {
  const tracked = after(threeDeviations());
  expect(stepsFor(invalid(), tracked, run)).toEqual([]);
  expect(stepsFor({ ...conforming(), verdict: 'invalid' }, tracked, run)).toEqual([]);
  const inconclusive = changed(threeDeviations(), (clause) =>
    clause.id.includes('uploadImage/201') ? { ...clause, verdict: 'inconclusive', findings: [] } : clause,
  );
  expect(kinds(inconclusive, tracked)).toEqual([]);
  const elsewhere: Report = {
    ...conforming(),
    targets: conforming().targets.map((target) => ({ ...target, kind: 'staging', origin: 'https://other.example' })),
  };
  expect(kinds(elsewhere, tracked)).toEqual([]);
  const invox = conforming().targets.filter(({ vendor }) => vendor === 'invox-medical');
  expect(kinds({ ...conforming(), targets: invox, clauses: [] }, tracked)).toEqual([]);
  expect(kinds(conforming(), tracked)).toEqual(['close', 'close']);
});

test('issues of people, even with the label, are left alone', () => {
  for (const body of ['', 'a note', '<!-- conformance {"key":1} -->', '<!-- conformance {broken -->'])
    expect(kinds(conforming(), [{ number: 1, open: true, body }])).toEqual([]);
});

test('vendor text causes no mention and cannot end the marker', () => {
  const nasty = ' @somebody --> `x` <img src=x> ';
  const report = hostile((value) => (/^\d{4}-\d/.test(value) ? value : value + nasty));
  for (const step of stepsFor(report, [], run)) {
    if (step.kind !== 'open') continue;
    expect(step.body.match(/<!-- conformance [^\n]* -->/g)).toHaveLength(1);
    expect(step.body.trimEnd().endsWith('-->')).toBe(true);
    expect(
      stepsFor(report, [{ number: 1, open: true, body: step.body }], run).filter(({ kind }) => kind === 'close'),
    ).toEqual([]);
  }
});
