/** That work grows as its input does: measured in CPU time of one process, so that a busy machine makes no difference. */
import { expect } from '@playwright/test';

/** Microseconds of CPU that a call takes. */
function cost(run: () => unknown): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

const factor = 8;
/** Below this a measurement is noise, microseconds. */
const least = 4_000;
/** How often each is measured at most: the least counts. */
const times = 3;

/**
 * Expects that input eight times as large costs at most 24 times as much: what is linear costs 8 times, what is quadratic 64.
 * `work` gets a size and returns what is measured, so that making the input is not.
 */
export function expectLinear(size: number, work: (size: number) => () => unknown, what = ''): void {
  const [small, large] = [size / factor, size].map((each) => work(Math.round(each)));
  if (!small || !large) throw new Error('nothing to measure');
  const base = Math.max(least, Math.min(...Array.from({ length: times }, () => cost(small))));
  let growth = Infinity;
  for (let time = 0; time < times && growth >= 3 * factor; time += 1) growth = Math.min(growth, cost(large) / base);
  expect(growth, `growth of ${what} by a factor of ${factor}`).toBeLessThan(3 * factor);
}
