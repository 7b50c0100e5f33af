import { defineConfig } from '@playwright/test';

/** The long proofs of `tests/e2e/safety`: an hour of runs against hostile vendors, killed runs and repeats. */
export default defineConfig({
  testDir: '.',
  workers: 1,
  timeout: 3_600_000,
  reporter: 'list',
  projects: [
    { name: 'soak' },
    { name: 'e2e', testDir: '../e2e', grep: /@soak/ },
    // Properties of which `npm test` tries a fifth.
    {
      name: 'properties',
      testDir: '../unit',
      testMatch: /(?:generate|invalid-values|patterns)\.spec\.ts$/,
    },
  ],
});
