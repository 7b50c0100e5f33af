/** Which events of a run count: files that were cut, and cases that Playwright ran more than once. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { inPlanOrder, readEvents, resultsIn, type RunEvent } from '../../../helpers/run/events.ts';
import { emptyResult, type CaseResult } from '../../../helpers/run/result.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const resultOf = (durationMs: number, deviates: boolean): CaseResult => ({
  ...emptyResult({ id: 'a', title: 'a', operation: 'o', clauses: [], calls: {}, needs: [] }),
  durationMs,
  outcomes: deviates
    ? [
        {
          kind: 'fail',
          clause: 'c',
          finding: { code: 'SLOW', clause: 'c', at: 'status', expected: 'x', actual: 'y' },
          k: 1,
          n: 1,
        },
      ]
    : [],
});

const finished = (result: CaseResult, repetition?: number): RunEvent => ({
  kind: 'case-finished',
  result,
  ...(repetition !== undefined && { repetition }),
});

const counting = (...events: RunEvent[]) => resultsIn(inPlanOrder(events, ['a'])).map(({ durationMs }) => durationMs);

test('of a case that a person ran again, the last result counts', () => {
  expect(counting(finished(resultOf(1, true)), finished(resultOf(2, false)))).toEqual([2]);
});

test('of a case that was to be repeated, a repetition that deviates counts, whichever it is', () => {
  expect(
    counting(finished(resultOf(1, false)), finished(resultOf(2, true), 1), finished(resultOf(3, false), 2)),
  ).toEqual([2]);
  expect(counting(finished(resultOf(1, true)), finished(resultOf(2, false), 1))).toEqual([1]);
  expect(counting(finished(resultOf(1, false)), finished(resultOf(2, false), 1))).toEqual([1]);
});

test('a line that a full disk cut takes no other event with it', () => {
  const file = path.join(temporaryFolder('events'), 'events.jsonl');
  const [one, other] = ['one', 'other'].map((text) => JSON.stringify({ kind: 'notice', text }));
  writeFileSync(file, `${one}\n${other?.slice(0, 12)}${one}\n${other}\n${one?.slice(0, 5)}`);
  expect(readEvents(file)).toEqual([
    { kind: 'notice', text: 'one' },
    { kind: 'notice', text: 'other' },
  ]);
});
