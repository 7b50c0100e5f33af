/** What a large plan says itself why it is not run is given to no worker, and has a result all the same. */
import { expect, test } from '@playwright/test';
import type { PlannedCase } from '../../../helpers/run/as-configured.ts';
import { emptyResult } from '../../../helpers/run/result.ts';
import { divided, unsentResults } from '../../../helpers/run/unsent-cases.ts';

const planned = (id: string, notRun?: string): PlannedCase => ({
  id,
  title: 'MUST',
  operation: 'a/op',
  clauses: [id],
  calls: {},
  needs: [],
  ...(notRun !== undefined && { notRun }),
});
const [read, write, other] = [planned('read'), planned('write', 'only reads'), planned('other', 'only reads')];

test('cases that the plan itself does not run are divided from those that are sent', () => {
  expect(divided([write, read, other])).toEqual({ sent: [read], unsent: [write, other] });
});

test('where none is sent, Playwright still has a test to run', () => {
  expect(divided([write, other])).toEqual({ sent: [write, other], unsent: [] });
});

test('each has a result with the reason of the plan, unless it has one already', () => {
  const { notRun: _notRun, ...info } = write;
  expect(unsentResults([write, other], [emptyResult(other)])).toEqual([{ ...emptyResult(info), notRun: 'only reads' }]);
});
