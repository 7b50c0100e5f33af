/** Budget, rate and pauses of one process; over several processes: tests/e2e/safety/budget.spec.ts. */
import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { CutOff, locked, openBudget } from '../../../helpers/client/budget.ts';
import { self } from '../../../helpers/config/process.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const runDirectory = () => temporaryFolder('budget');
const soon = () => Date.now() + 60_000;

/** How long what is run wants to wait, in milliseconds, one number a timer; no time passes. */
async function waitsOf(run: () => Promise<void>): Promise<number[]> {
  const waits: number[] = [];
  const { setTimeout: real } = globalThis;
  globalThis.setTimeout = ((then: () => void, milliseconds: number) => {
    waits.push(milliseconds);
    return real(then, 0);
  }) as typeof setTimeout;
  try {
    await run();
  } finally {
    globalThis.setTimeout = real;
  }
  return waits;
}

test('a created resource reserves a request for its removal', async () => {
  const budget = openBudget(runDirectory(), { requests: 4, perMinute: undefined, deadline: soon() });
  await budget.take({ vendor: 'v', effect: 'creates' });
  await budget.take({ vendor: 'v', effect: 'creates' });
  await expect(budget.take({ vendor: 'v' })).rejects.toThrow('REQUEST_BUDGET of 4 requests is used up');
  await budget.take({ vendor: 'v', effect: 'removes' });
  await budget.take({ vendor: 'v', effect: 'removes' });
  await expect(budget.take({ vendor: 'v', effect: 'removes' })).rejects.toThrow(CutOff);
});

test('the probe of the rate limit is exempt from the rate and not from the budget', async () => {
  const budget = openBudget(runDirectory(), { requests: 20, perMinute: 60, deadline: soon() });
  const waits = await waitsOf(async () => {
    for (let n = 0; n < 20; n += 1) await budget.take({ vendor: 'v', unpaced: true });
  });
  expect(waits).toEqual([]);
  await expect(budget.take({ vendor: 'v', unpaced: true })).rejects.toThrow('REQUEST_BUDGET');
});

test('all processes honour Retry-After, up to RUN_TIMEOUT', async () => {
  const folder = runDirectory();
  const limits = { requests: 100, perMinute: undefined, deadline: Date.now() + 600_000 };
  const pause = 120_000;
  openBudget(folder, limits).pause('slow', pause);
  const other = openBudget(folder, limits);
  expect(await waitsOf(() => other.take({ vendor: 'quick' }))).toEqual([]);
  const [wait = 0, ...more] = await waitsOf(() => other.take({ vendor: 'slow' }));
  expect(more).toEqual([]);
  expect(wait).toBeGreaterThan(0);
  expect(wait).toBeLessThanOrEqual(pause);
  expect(() => other.pause('slow', 900_000)).toThrow('RUN_TIMEOUT');
});

test('the lock of a killed process is broken, that of a running one is kept', async () => {
  const file = path.join(runDirectory(), 'lock');
  writeFileSync(file, JSON.stringify({ ...self(), started: '1' }));
  expect(locked(file, () => 'in')).toBe('in');
  expect(readdirSync(path.dirname(file))).toEqual([`lock.${process.pid}`]);
  expect(locked(file, () => 'in again')).toBe('in again');
});

test('the count is right whatever was written before it, and no file is ever shorter', async () => {
  const folder = runDirectory();
  const limits = { requests: 3, perMinute: undefined, deadline: soon() };
  const budget = openBudget(folder, limits);
  for (const vendor of ['a', 'b']) budget.pause(vendor, 1);
  const size = () => statSync(path.join(folder, 'budget.json')).size;
  const before = size();
  await budget.take({ vendor: 'v' });
  await openBudget(folder, limits).take({ vendor: 'v' });
  expect(size()).toBeGreaterThanOrEqual(before);
  await budget.take({ vendor: 'v' });
  await expect(openBudget(folder, limits).take({ vendor: 'v' })).rejects.toThrow('REQUEST_BUDGET of 3');
});

test('a lock is taken again where its folder was removed and made anew meanwhile: an editor runs twice in one process', () => {
  const folder = runDirectory();
  const file = path.join(folder, 'a.lock');
  expect(locked(file, () => 1)).toBe(1);
  rmSync(folder, { recursive: true });
  mkdirSync(folder);
  expect(locked(file, () => 2)).toBe(2);
});
