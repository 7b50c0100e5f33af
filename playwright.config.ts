import path from 'node:path';
import { defineConfig } from '@playwright/test';
import { takeOver } from './helpers/config/environment.ts';
import { moduleFile, moduleFolder, projectRoot } from './helpers/config/project.ts';

const run = takeOver();
const meeting = run?.meeting ?? path.join(projectRoot, 'reports');

/** The conformance run. `npm run conformance` starts it; `npx playwright test --list` shows what is verified. */
export default defineConfig({
  testDir: moduleFolder('tests'),
  testMatch: /contract\.spec\.(?:ts|mjs)$/,
  outputDir: path.join(meeting, 'playwright'),
  fullyParallel: true,
  workers: 2,
  retries: 0,
  timeout: 180_000,
  preserveOutput: 'never',
  use: { trace: 'off' },
  // Ours comes first: it takes the result of a case, and what names it, before allure-playwright writes down how the test
  // went. The command that started the run puts the verdict into those results: only then is it known.
  reporter: run
    ? [
        [moduleFile('helpers/report/reporter')],
        ['allure-playwright', { resultsDir: path.join(meeting, 'allure'), detail: false, suiteTitle: false }],
      ]
    : 'list',
});
