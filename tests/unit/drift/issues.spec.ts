import { expect, test } from '@playwright/test';
import type { Step, Tracked } from '../../../helpers/report/issues.ts';
import { movedSteps } from '../../../helpers/report/moved-issues.ts';
import { verdictSteps } from '../../../helpers/report/verdict-issues.ts';
import type { MovedThing } from '../../../helpers/verdict/drift/moved.ts';
import type { DriftReport } from '../../../helpers/verdict/drift/report.ts';
import type { Report, RunVerdict } from '../../../helpers/verdict/report.ts';
import { threeDeviations } from '../report/samples.ts';

const none = { appear: [], vanish: [], tighten: [], loosen: [], alter: [], deviate: [] };
const thing = (id: string, more: Partial<MovedThing> = {}): MovedThing => ({
  id,
  contract: 'books-v1',
  rule: 'response-required-property-removed',
  severity: 'breaking',
  who: 'document without behaviour',
  places: [{ operation: 'GET /books', side: 'response', status: '200', group: 'body', pointer: '/title' }],
  pinned: '/components/schemas/Book/properties/title',
  from: 'title',
  clauses: none,
  ...more,
});
const report = (things: readonly MovedThing[], more: Partial<DriftReport> = {}): DriftReport => ({
  version: 1,
  vendor: 'books',
  at: '2026-11-26T02:17:00.000Z',
  current: [],
  compared: ['v1.openapi.yaml'],
  runs: [{ startedAt: '2026-11-26T02:00:00.000Z', environments: ['staging'] }],
  things,
  otherClauses: none,
  latency: [],
  notices: [],
  ...more,
});
const run = 'https://github.example/o/r/actions/runs/7';

/** The tracker after steps were carried out. */
function carriedOut(steps: readonly Step[], before: readonly Tracked[]): Tracked[] {
  const issues = new Map(before.map((issue) => [issue.number, issue]));
  for (const step of steps) {
    const number = step.kind === 'open' ? issues.size + 1 : step.number;
    const body = step.body ?? issues.get(number)?.body ?? '';
    issues.set(number, { number, open: step.kind !== 'close', body });
  }
  return [...issues.values()];
}
const said = (steps: readonly Step[]) =>
  steps.map((step) => [step.kind, 'comment' in step ? step.comment?.split(':')[0] : undefined]);

test('one issue a moved thing: opened once, commented when it moves again, closed when it is back, reopened', () => {
  const nights: readonly (readonly [readonly MovedThing[], unknown])[] = [
    [[thing('a1')], [['open', undefined]]],
    [[thing('a1')], []],
    [[thing('a2', { rule: 'response-property-type-changed' })], [['update', 'It moved again']]],
    [[], [['close', 'It is back as pinned, or was pinned']]],
    [[], []],
    [[thing('a1')], [['update', 'It is back']]],
  ];
  let tracked: Tracked[] = [];
  for (const [things, steps] of nights) {
    const taken = movedSteps([report(things)], tracked, run);
    expect(said(taken)).toEqual(steps);
    tracked = carriedOut(taken, tracked);
  }
  expect(tracked).toHaveLength(1);
});

test('a document that moves after the answers is the same issue; rewordings have none', () => {
  const both = [thing('a1', { who: 'both' })];
  const tracked = carriedOut(movedSteps([report(both)], [], run), []);
  expect(movedSteps([report([thing('a1')])], tracked, run).map(({ kind }) => kind)).toEqual(['update']);
  expect(movedSteps([report([thing('b1', { severity: 'editorial' })])], [], run)).toEqual([]);
});

test('observed changes belong to their environment; without a comparison no issue is closed', () => {
  const seen = [thing('o1', { who: 'behaviour without document' })];
  const tracked = carriedOut(movedSteps([report(seen)], [], run), []);
  const elsewhere = report([], { runs: [{ startedAt: '2026-11-26T03:00:00.000Z', environments: ['sandbox'] }] });
  expect(movedSteps([elsewhere], tracked, run)).toEqual([]);
  expect(movedSteps([report([], { runs: [] })], tracked, run)).toEqual([]);
  expect(movedSteps([{ ...report([]), vendor: 'authors' }], tracked, run)).toEqual([]);
  expect(movedSteps([report([])], tracked, run).map(({ kind }) => kind)).toEqual(['close']);
  const published = carriedOut(movedSteps([report([thing('a1')])], [], run), []);
  expect(movedSteps([report([], { compared: [] })], published, run)).toEqual([]);
});

test('the issue contains what is needed to act, and vendor text is escaped', () => {
  const hostile = thing('a1', {
    from: 'x --> <!-- drift {} --> `y`\n# z',
    clauses: { ...none, vanish: ['books-v1/listBooks/200/body/title/required'] },
  });
  const [step] = movedSteps([report([hostile])], [], run);
  const body = step?.kind === 'open' ? step.body : '';
  for (const part of [
    '- Who moved: document without behaviour',
    '`/components/schemas/Book/properties/title`',
    '1 clause vanishes',
    run,
    'npm run drift -- books --accept',
  ])
    expect(body).toContain(part);
  expect(body).not.toContain('\n# z');
  const tracked = [{ number: 1, open: true, body }];
  expect(movedSteps([report([hostile])], tracked, run)).toEqual([]);
});

test('a change of verdict notifies once', () => {
  const of = (verdict: RunVerdict): Report => ({ ...threeDeviations(), verdict });
  const nights: readonly (readonly [RunVerdict, unknown])[] = [
    ['conformant', []],
    ['nonconformant', [['open', undefined]]],
    ['nonconformant', []],
    ['invalid', []],
    ['partial', [['update', 'nonconformant → partial']]],
    ['partial', []],
    ['conformant', [['close', 'partial → conformant']]],
    ['conformant', []],
    ['nonconformant', [['update', 'conformant → nonconformant']]],
  ];
  let tracked: Tracked[] = [];
  for (const [verdict, steps] of nights) {
    const taken = verdictSteps(of(verdict), tracked, run);
    expect(said(taken), verdict).toEqual(steps);
    tracked = carriedOut(taken, tracked);
  }
  expect(tracked).toHaveLength(1);
});
