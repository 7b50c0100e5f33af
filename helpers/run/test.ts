/** Playwright's `test` with what a case needs. */
import path from 'node:path';
import { test as playwright, type TestInfo } from '@playwright/test';
import { readRunContext } from '../config/run-context.ts';
import type { DeclaredCase } from './declared.ts';
import type { Engine } from './engine.ts';
import { appendEvent, workerEventsFile, type RunEvent } from './events.ts';
import { removeLeases } from './leases.ts';
import { runCase } from './run-case.ts';
import { shownTo } from './shown-result.ts';
import { workerEngine } from './worker.ts';

interface CaseFixtures {
  /** Runs a case and writes its result into the run directory. */
  readonly runDeclared: (declared: DeclaredCase) => Promise<void>;
}

export const test = playwright.extend<CaseFixtures, { engine: Engine }>({
  engine: [
    // Playwright reads the names of the fixtures from the pattern, so there has to be one.
    // oxlint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const engine = await workerEngine();
      await use(engine);
      (await removeLeases(engine)).forEach(report);
      await engine.close();
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  runDeclared: async ({ engine }, use, testInfo) => {
    await use((declared) => runDeclared(engine, declared, testInfo));
  },
});

/**
 * In a run of `npm run conformance` nothing is thrown: Playwright would throw its worker away. Where Playwright started the
 * run, a test passes, fails or is skipped as its case did.
 */
async function runDeclared(engine: Engine, { info, run }: DeclaredCase, testInfo: TestInfo): Promise<void> {
  const result = await runCase(engine, info, run);
  report({ kind: 'case-finished', result });
  if (readRunContext()?.startedBy === 'playwright') shownTo(testInfo, result, engine);
}

function report(event: RunEvent): void {
  const directory = readRunContext()?.directory;
  if (directory !== undefined) appendEvent(path.join(directory, workerEventsFile(process.pid)), event);
}
