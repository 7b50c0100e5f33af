import { defineConfig } from '@playwright/test';

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
    { name: 'unit', testDir: 'unit' },
    { name: 'e2e', testDir: 'e2e' },
  ],
});
