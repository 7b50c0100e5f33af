import { defineConfig } from '@playwright/test';

/** Tests of the suite itself: no vendor, no browser. */
export default defineConfig({
  testDir: '.',
  fullyParallel: true,
  // One for each core: Playwright's default is half of them.
  workers: '100%',
  timeout: 120_000,
  forbidOnly: Boolean(process.env['CI']),
  reporter: 'list',
});
