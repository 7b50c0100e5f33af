import { defineConfig } from '@playwright/test';

/** Tests of the suite itself: no vendor, no browser. */
export default defineConfig({
  testDir: '.',
  fullyParallel: true,
  forbidOnly: Boolean(process.env['CI']),
  reporter: 'list',
});
