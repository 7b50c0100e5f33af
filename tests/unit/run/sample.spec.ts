/** A plan for a number of calls: what is asked first, what rotates, and that nothing is left to chance. */
import { expect, test } from '@playwright/test';
import type { Clause } from '../../../helpers/contract/types.ts';
import type { CaseInfo } from '../../../helpers/run/result.ts';
import { askedFile, readAsked, rememberAsked } from '../../../helpers/report/asked.ts';
import { emptyResult } from '../../../helpers/run/result.ts';
import { askedKey, neverAsked, sampleOf, type Asked } from '../../../helpers/run/sample.ts';
import { withSiblings } from '../../../helpers/verdict/sampled.ts';
import type { ClauseReport, Report } from '../../../helpers/verdict/report.ts';

const operations = Array.from({ length: 10 }, (_, index) => `api-1/op${index}`);

/** Every operation has a success, a second valid request, a 404, and a parameter that all of them share. */
const cases: CaseInfo[] = operations.flatMap((operation) =>
  ['success', 'again', 'unknown', 'shared'].map((name) => ({
    id: `${operation}/${name}`,
    title: name,
    operation,
    clauses: [
      `${operation}/${name}`,
      ...(name === 'success' || name === 'again'
        ? [`${operation}/200`]
        : name === 'unknown'
          ? [`${operation}/404`]
          : []),
    ],
    calls: { [operation]: 1 },
    needs: [],
  })),
);
const clauses = new Map(
  cases.map(({ id, operation, title }): [string, Clause] => [
    id,
    {
      id,
      ref: {
        contract: 'api-1',
        operation,
        scope: 'request',
        group: 'parameters',
        pointer: `/${title}`,
        rule: title === 'shared' ? 'type' : id,
      },
      level: 'MUST',
      at: 'api.yaml#/',
      sentence: title,
      hash: title === 'shared' ? 'same' : id,
      decidedBy: 'case',
    },
  ]),
);
const taken = (calls: number, day = '2026-11-26') => sampleOf({ cases, clauses }, { calls, day }).map(({ id }) => id);

test('each operation has its success and its documented errors first', () => {
  expect(taken(23)).toEqual(operations.flatMap((operation) => [`${operation}/success`, `${operation}/unknown`]));
});

test('of what operations share one is asked before any is asked twice, another one the next day', () => {
  const sharedOf = (day: string) => taken(35, day).filter((id) => id.endsWith('/shared'));
  const days = Array.from({ length: 10 }, (_, index) => `2026-11-${10 + index}`);
  for (const day of days) expect(sharedOf(day)).toHaveLength(1);
  expect(new Set(days.flatMap(sharedOf)).size).toBe(10);
});

test('the same day gives the same sample, within the calls', () => {
  for (const calls of [0, 7, 23, 30, 44, 1_000]) {
    expect(taken(calls)).toEqual(taken(calls));
    expect(taken(calls).length).toBeLessThanOrEqual(calls);
  }
  expect(taken(1_000)).toHaveLength(cases.length);
});

/** The cases of a run, and what its file says to the next one. */
function run(asked: Asked, calls: number, day: string) {
  const population = { cases, clauses, asked };
  const sample = { calls, day };
  const taken = sampleOf(population, sample);
  const results = taken.map((info) => ({ ...emptyResult(info), answered: info.calls }));
  const report = { clauses: [...clauses.values()].map(({ id, hash }) => ({ id, hash })) } as unknown as Report;
  const file = JSON.stringify(askedFile(rememberAsked(asked, report, results, sample)));
  return { ids: taken.map(({ id }) => id), left: neverAsked(population, taken), asked: readAsked(file) };
}

test('consecutive runs ask what earlier ones left out, on one day as on many, until nothing is left', () => {
  for (const days of [['2026-11-26'], ['2026-11-26', '2026-12-05', '2027-01-01']]) {
    let asked: Asked = new Map();
    const seen = new Set<string>();
    const left: number[] = [];
    // 27 calls are planned of 30: 20 of them are for successes and documented errors, 7 for the other 20 cases.
    for (let index = 0; index < 3; index += 1) {
      const one = run(asked, 30, days[index % days.length] ?? '');
      for (const id of one.ids) seen.add(id);
      left.push(one.left);
      ({ asked } = one);
    }
    expect(left).toEqual([13, 6, 0]);
    expect(seen.size).toBe(cases.length);
  }
});

test('what was asked longest ago is asked first, and a clause that changed counts as never asked', () => {
  const others = cases.filter(({ title }) => title === 'again' || title === 'shared');
  const dayOf = (index: number) => `2026-10-${10 + index}`;
  const asked = new Map(others.map(({ id }, index) => [askedKey(id, clauses.get(id)?.hash), dayOf(index)]));
  const [oldest, , , changed] = others.filter(({ title }) => title === 'again');
  asked.delete(askedKey(changed?.id ?? '', clauses.get(changed?.id ?? '')?.hash));
  asked.set(askedKey(changed?.id ?? '', 'an earlier text'), '2026-11-25');
  const { ids, left } = run(asked, 25, '2026-11-26');
  expect(left).toBe(0);
  const taken = ids.filter((id) => id.endsWith('/again') || id.endsWith('/shared'));
  expect(taken).toEqual([oldest?.id, changed?.id]);
});

test('what was not answered counts as never asked; what nobody asked for half a year is forgotten', () => {
  const [first, second, third] = cases.map((info) => emptyResult(info));
  if (!first || !second || !third) throw new Error('there are cases');
  const report = { clauses: [] } as unknown as Report;
  const results = [
    { ...first, answered: first.calls },
    { ...second, answered: second.calls, notRun: 'the budget is used up' },
    { ...third, answered: third.calls, error: 'the suite failed' },
  ];
  const known = new Map([
    ['long ago', '2026-05-01'],
    ['lately', '2026-11-01'],
  ]);
  const asked = rememberAsked(known, report, results, { calls: 1, day: '2026-11-26' });
  expect([...asked]).toEqual([
    ['lately', '2026-11-01'],
    [askedKey(first.id), '2026-11-26'],
  ]);
  for (const text of [undefined, '', 'no JSON', '{"version":2,"cases":{"a":"b"}}'])
    expect(readAsked(text).size).toBe(0);
});

test('what makes no call stays, and what the preflight needs is left', () => {
  const silent = { ...(cases[0] as CaseInfo), id: 'api-1/op0/nothing', calls: {} };
  expect(sampleOf({ cases: [...cases, silent], clauses, reserved: 9 }, { calls: 10, day: '2026-11-26' })).toEqual([
    silent,
  ]);
});

test('a clause that was left out stays not-run, and says where the same holds', () => {
  const report = (id: string, verdict: ClauseReport['verdict'], because?: string): ClauseReport => {
    const { ref, level, at, sentence, hash } = clauses.get(id) as Clause;
    const told = because === undefined ? {} : { because };
    return { id, ref, level, at, sentence, hash, verdict, findings: [], cases: [], ...told };
  };
  const judged = withSiblings(
    [
      report('api-1/op0/shared', 'conforms'),
      report('api-1/op1/shared', 'not-run', 'not selected'),
      report('api-1/op2/again', 'not-run', 'not selected'),
      report('api-1/op3/shared', 'not-run', 'KEY is not set'),
    ],
    clauses,
  );
  expect(judged.sampled).toEqual(['api-1/op1/shared']);
  expect(judged.clauses.map(({ verdict, because }) => [verdict, because])).toEqual([
    ['conforms', undefined],
    ['not-run', 'left out of the sample; the same promise holds at another operation'],
    ['not-run', 'left out of the sample'],
    ['not-run', 'KEY is not set'],
  ]);
});
