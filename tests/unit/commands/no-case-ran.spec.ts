import { expect, test } from '@playwright/test';
import { noAnswer, noCaseRan } from '../../../helpers/commands/conformance/no-case-ran.ts';

const writes = { notRun: 'it would write' };

test('a run of which no case could run names the reason that most cases share', () => {
  expect(noCaseRan([writes, writes])).toBe('no case could run: it would write');
  expect(noCaseRan([{ notRun: 'KEY is not set' }, writes, writes])).toBe(
    'no case could run: it would write (2 cases; 1 for other reasons)',
  );
});

test('one case that ran is enough', () => {
  expect(noCaseRan([writes, {}])).toBeUndefined();
  expect(noCaseRan([])).toBeUndefined();
});

test('a run that nothing answered names the address and the reason', () => {
  const silent = { answered: {}, unanswered: [{ operation: 'a', because: 'the connection was refused' }] };
  const idle = { answered: {}, unanswered: [] };
  expect(noAnswer([idle, silent], ['--url'])).toBe('--url: no call was answered: the connection was refused');
  expect(noAnswer([silent, { answered: { b: 1 }, unanswered: [] }], ['--url'])).toBeUndefined();
  expect(noAnswer([idle], ['--url'])).toBeUndefined();
});
