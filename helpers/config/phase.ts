/** Where a run is, for `npm run bench`: marks of `perf_hooks` that nothing else reads. */

/** The phases of a run in their order; a mark ends its phase. */
export const phases = [
  'start',
  'load',
  'start Playwright',
  'preflight',
  'collect',
  'start workers',
  'cases',
  'fold',
  'reports',
  'Allure',
  'leak gate',
] as const;

export type Phase = (typeof phases)[number];

/** In a worker: what the run read of the documents is there, nothing has been sent. */
export const suiteRead = 'suite read';

/** Marks the end of a phase, with the processor time of this process so far in milliseconds; the first end counts. */
export function endPhase(phase: Phase | typeof suiteRead): void {
  if (performance.getEntriesByName(phase, 'mark').length > 0) return;
  const { user, system } = process.cpuUsage();
  performance.mark(phase, { detail: (user + system) / 1_000 });
}
