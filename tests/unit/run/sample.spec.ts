/** A plan for a number of calls: what is asked first, what rotates, and that nothing is left to chance. */
import { expect, test } from '@playwright/test';
import type { Clause } from '../../../helpers/contract/types.ts';
import type { CaseInfo } from '../../../helpers/run/result.ts';
import { sampleOf } from '../../../helpers/run/sample.ts';
import { withSiblings } from '../../../helpers/verdict/sampled.ts';
import type { ClauseReport } from '../../../helpers/verdict/report.ts';

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
const taken = (calls: number, day = '2026-11-26') => sampleOf(cases, clauses, { calls, day }).map(({ id }) => id);

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

test('what makes no call stays, and what the preflight needs is left', () => {
  const silent = { ...(cases[0] as CaseInfo), id: 'api-1/op0/nothing', calls: {} };
  expect(sampleOf([...cases, silent], clauses, { calls: 10, day: '2026-11-26' }, 9)).toEqual([silent]);
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
