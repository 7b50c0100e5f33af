/** Which checks, families and scenarios the proof calls needed. */
import { expect, test } from '@playwright/test';
import { needProblems } from '../../../helpers/commands/proof/need.ts';

const parts = ['check a', 'check b', 'scenario c'];

test('a part that alone detects a fault is needed, one with a reason may stay', () => {
  expect(
    needProblems(
      new Map([
        ['check a', ['x']],
        ['scenario c', ['y']],
      ]),
      { 'check b': 'it only records' },
      parts,
    ),
  ).toEqual([]);
});

test('a part that detects nothing alone is reported', () => {
  expect(needProblems(new Map([['check a', ['x']]]), { 'check b': 'it only records' }, parts)).toEqual([
    expect.stringContaining('scenario c'),
  ]);
});

test('a reason for a part that does not exist is reported', () => {
  const finders = new Map(parts.map((part) => [part, ['x']]));
  expect(needProblems(finders, { 'check gone': 'r' }, parts)).toEqual([
    'sandbox/proof/unneeded.json: check gone does not exist',
  ]);
});
