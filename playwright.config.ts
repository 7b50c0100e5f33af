import path from 'node:path';
import { defineConfig } from '@playwright/test';
import { moduleFile, moduleFolder, projectRoot } from './helpers/config/project.ts';
import { readRunContext, runDirectoryPath } from './helpers/config/run-context.ts';

const directory = runDirectoryPath();
const isCommand = readRunContext()?.startedBy === 'command';
const allure = path.join(directory, 'allure');

/**
 * The conformance run. The global setup starts it where `npm run conformance` has not, so all of Playwright's own ways to run
 * tests work: `-g`, `--ui`, `--debug`, `--last-failed`, `--shard`, any reporter, the editor. `--list` shows what is verified.
 */
export default defineConfig({
  testDir: moduleFolder('tests'),
  testMatch: /contract\.spec\.(?:ts|mjs)$/,
  // Playwright keeps there what failed last.
  outputDir: isCommand ? path.join(directory, 'playwright') : path.join(projectRoot, 'test-results'),
  globalSetup: moduleFile('helpers/commands/playwright/setup'),
  fullyParallel: true,
  workers: 2,
  retries: 0,
  timeout: 180_000,
  preserveOutput: 'never',
  use: { trace: 'off' },
  projects: [{ name: 'conformance' }],
  reporter: [
    ...(isCommand ? [] : [['list'] as const]),
    [moduleFile('helpers/report/reporter'), {}],
    [moduleFile('helpers/report/allure-reporter'), { resultsDir: allure, detail: false, suiteTitle: false }],
  ],
});
