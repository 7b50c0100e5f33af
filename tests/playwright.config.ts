import { defineConfig } from '@playwright/test';

/** Tests of the suite itself, without a vendor and without a browser: `unit` starts no process, `e2e` runs the commands. */
export default defineConfig({
  fullyParallel: true,
  // One for each core: Playwright's default is half of them.
  workers: '100%',
  timeout: 120_000,
  forbidOnly: Boolean(process.env['CI']),
  reporter: 'list',
  projects: [
    { name: 'unit', testDir: 'unit' },
    { name: 'e2e', testDir: 'e2e' },
  ],
});
