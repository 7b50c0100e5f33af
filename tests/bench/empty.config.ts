import path from 'node:path';
import { defineConfig } from '@playwright/test';

const out = path.join(import.meta.dirname, '../../.cache/bench-empty');

/** An empty run with the reporters of a conformance run. */
export default defineConfig({
  testDir: '.',
  testMatch: 'empty.spec.ts',
  outputDir: path.join(out, 'playwright'),
  workers: 2,
  reporter: [
    ['line'],
    ['junit', { outputFile: path.join(out, 'junit.xml') }],
    ['allure-playwright', { resultsDir: path.join(out, 'allure'), detail: false, suiteTitle: false }],
  ],
});
