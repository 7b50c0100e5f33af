/** Budget, rate and pauses of one process; over several processes: tests/e2e/safety/budget.spec.ts. */
import { mkdtempSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { CutOff, locked, openBudget } from '../../../helpers/client/budget.ts';
import { self } from '../../../helpers/config/process.ts';

const runDirectory = () => mkdtempSync(path.join(tmpdir(), 'budget-'));
const soon = () => Date.now() + 60_000;

test('what was made keeps a request back for its removal', async () => {
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
  const started = Date.now();
  for (let n = 0; n < 20; n += 1) await budget.take({ vendor: 'v', unpaced: true });
  expect(Date.now() - started).toBeLessThan(2_000);
  await expect(budget.take({ vendor: 'v', unpaced: true })).rejects.toThrow('REQUEST_BUDGET');
});

test('a vendor that asked to wait is left alone by all, and nobody waits beyond RUN_TIMEOUT', async () => {
  const folder = runDirectory();
  const limits = { requests: 100, perMinute: undefined, deadline: Date.now() + 5_000 };
  openBudget(folder, limits).pause('slow', 600);
  const [started, other] = [Date.now(), openBudget(folder, limits)];
  await other.take({ vendor: 'quick' });
  expect(Date.now() - started).toBeLessThan(400);
  await other.take({ vendor: 'slow' });
  expect(Date.now() - started).toBeGreaterThan(500);
  expect(() => other.pause('slow', 60_000)).toThrow('RUN_TIMEOUT');
});

test('a lock of a process that was killed is broken, that of one that lives is kept', async () => {
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
