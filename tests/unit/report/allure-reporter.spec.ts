import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Suite, TestCase, TestResult } from '@playwright/test/reporter';
import { expect, test } from '@playwright/test';
import PlainAllureReporter from '../../../helpers/report/allure-reporter.ts';

test('a trace is not copied: it holds credentials, and Playwright removes it while it would be read', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'allure-'));
  const resultsDir = path.join(folder, 'results');
  const { config, project, file } = test.info();
  const suite = { titlePath: () => ['', project.name, 'one.spec.ts'], project: () => project, allTests: () => [] };
  const one = {
    id: 'one',
    title: 'one',
    titlePath: () => [...suite.titlePath(), 'one'],
    parent: suite,
    location: { file, line: 1, column: 1 },
    annotations: [],
    tags: [],
    results: [],
  } as unknown as TestCase;
  const trace = { name: 'trace', contentType: 'application/zip', path: path.join(folder, 'trace.zip') };
  writeFileSync(trace.path, 'a trace');
  const result = {
    status: 'passed',
    parallelIndex: 0,
    retry: 0,
    startTime: new Date(),
    duration: 1,
    steps: [],
    errors: [],
    stdout: [],
    stderr: [],
    attachments: [trace],
    annotations: [],
  } as unknown as TestResult;
  const reporter = new PlainAllureReporter({ resultsDir });
  reporter.onConfigure(config);
  reporter.onBegin(suite as unknown as Suite);
  reporter.onTestBegin(one);
  await reporter.onTestEnd(one, result);
  expect(readdirSync(resultsDir)).toEqual([expect.stringMatching(/-result\.json$/)]);
  rmSync(folder, { recursive: true });
});
