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

/** Marks the end of a phase; the first end counts. */
export function endPhase(phase: Phase): void {
  if (performance.getEntriesByName(phase, 'mark').length === 0) performance.mark(phase);
}
