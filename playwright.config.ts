import { readdirSync } from 'node:fs';
import path from 'node:path';
import { defineConfig } from '@playwright/test';
import { takeOver } from './helpers/config/environment.ts';

const run = takeOver();
const meeting = run?.meeting ?? path.join(import.meta.dirname, 'reports');

// A vendor that is not in the run is asked nothing. Whole paths: the project may stand in a folder of any name.
const tests = path.join(import.meta.dirname, 'tests');
const own = ['unit', 'e2e', 'browser', 'soak'];
const ignored = readdirSync(tests, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .filter((name) => own.includes(name) || (run && !run.selection.includes(name)))
  .map((name) => path.join(tests, name, '**'));

/** The conformance run. `npm run conformance` starts it; `npx playwright test --list` shows what is verified. */
export default defineConfig({
  testDir: 'tests',
  testIgnore: ignored,
  outputDir: path.join(meeting, 'playwright'),
  fullyParallel: true,
  workers: 2,
  retries: 0,
  timeout: 180_000,
  preserveOutput: 'never',
  use: { trace: 'off' },
  projects: [
    { name: 'conformance', testIgnore: ['**/rate-limit.spec.ts', ...ignored] },
    // Last and alone: it uses up what a key is allowed in a minute.
    { name: 'rate-limit', testMatch: '**/rate-limit.spec.ts', dependencies: ['conformance'] },
  ],
  // Ours comes first: it takes the result of a case, and what names it, before allure-playwright writes down how the test
  // went. The command that started the run puts the verdict into those results: only then is it known.
  reporter: run
    ? [
        ['./helpers/report/reporter.ts'],
        ['allure-playwright', { resultsDir: path.join(meeting, 'allure'), detail: false, suiteTitle: false }],
      ]
    : 'list',
});
