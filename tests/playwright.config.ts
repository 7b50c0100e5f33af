import { defineConfig } from '@playwright/test';
import { mapOwnFramesOnly } from './unit/stacks.ts';

mapOwnFramesOnly();

/**
 * Tests of the suite itself, without a vendor and without a browser: `unit` starts no process, `e2e` runs the commands. What
 * is marked for `npm run soak` (tests/e2e/harness/soak.ts) is left out.
 */
export default defineConfig({
  fullyParallel: true,
  // One for each core: Playwright's default is half of them.
  workers: '100%',
  timeout: 120_000,
  grepInvert: /@soak/,
  forbidOnly: Boolean(process.env['CI']),
  reporter: 'list',
  projects: [
    // A file in one worker: a group for each test costs more than most tests.
    { name: 'unit', testDir: 'unit', fullyParallel: false },
    { name: 'e2e', testDir: 'e2e' },
  ],
});
