/** RUN_TIMEOUT ends the cases of a run, not the writing of its reports. */
import { setImmediate, setTimeout } from 'node:timers/promises';
import { expect, test } from '@playwright/test';
import { watchRun } from '../../../helpers/commands/playwright/watch.ts';

test('a time that is over while the reports are written ends nothing', async () => {
  const signals: string[] = [];
  const note = () => void signals.push('SIGINT');
  process.on('SIGINT', note);
  try {
    const watch = watchRun({ directory: { path: '/nowhere', remove: () => undefined }, deadline: Date.now() });
    expect(watch.casesOver()).toEqual({});
    // The timer that was stopped would have come before this one.
    await setTimeout(5);
    await setImmediate();
    watch.stop();
    expect(signals).toEqual([]);
  } finally {
    process.off('SIGINT', note);
  }
});
