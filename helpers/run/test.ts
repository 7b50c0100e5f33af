/** Playwright's `test` with what a case needs. */
import path from 'node:path';
import { test as playwright, type TestInfo } from '@playwright/test';
import { readRunContext } from '../config/run-context.ts';
import { casesUnder, type DeclaredCase } from './declared.ts';
import type { Engine } from './engine.ts';
import { appendEvent, workerEventsFile, type RunEvent } from './events.ts';
import { removeLeases } from './leases.ts';
import { emptyResult, type CaseResult } from './result.ts';
import { runCase } from './run-case.ts';
import type { CaseGroup } from './run-index.ts';
import { shownTo } from './shown-result.ts';
import { workerEngine } from './worker.ts';

interface CaseFixtures {
  /** Runs a case and writes its result into the run directory. */
  readonly runOne: (group: CaseGroup, id: string) => Promise<void>;
  /** The same for all cases of a group, each as a step. */
  readonly runGroup: (group: CaseGroup) => Promise<void>;
}

/**
 * Playwright makes a step of each request with its address, and where a trace is asked for (`--trace`, its UI, an editor) it writes
 * every header. Both hold credentials, and reporters keep them: neither is made. What was sent is attached to the test, redacted.
 */
const withoutArtifacts: object = {
  // oxlint-disable-next-line no-empty-pattern
  _setupArtifacts: [({}, use: () => Promise<void>) => use(), { auto: 'all-hooks-included', box: true }],
};

export const test = playwright.extend<CaseFixtures, { engine: Engine }>({
  ...withoutArtifacts,
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
  runOne: async ({ engine }, use, testInfo) => {
    await use(async (group, id) => {
      const declared = (await casesUnder(group, engine.suite)).find(({ info }) => info.id === id);
      show([await runDeclared(engine, id, declared, testInfo)], testInfo, engine);
    });
  },
  runGroup: async ({ engine }, use, testInfo) => {
    await use(async (group) => {
      testInfo.setTimeout(testInfo.timeout * group.cases.length);
      const declared = new Map((await casesUnder(group, engine.suite)).map((each) => [each.info.id, each]));
      const results: CaseResult[] = [];
      for (const { id, title } of group.cases)
        await playwright.step(title, async () => {
          const result = await runDeclared(engine, id, declared.get(id), testInfo);
          if (isShown()) results.push(result);
        });
      show(results, testInfo, engine);
    });
  },
});

async function runDeclared(
  engine: Engine,
  id: string,
  declared: DeclaredCase | undefined,
  { repeatEachIndex }: TestInfo,
): Promise<CaseResult> {
  if (!declared) throw new Error(`there is no case ${id}`);
  const blocked = readRunContext()?.blocked ?? {};
  const because = blocked[engine.operations.get(declared.info.operation)?.contract.vendor ?? ''];
  const result =
    because === undefined
      ? await runCase(engine, declared.info, declared.run)
      : { ...emptyResult(declared.info), notRun: because };
  report({ kind: 'case-finished', result, ...(repeatEachIndex > 0 && { repetition: repeatEachIndex }) });
  return result;
}

const isShown = (): boolean => readRunContext()?.startedBy === 'playwright';

/**
 * In a run of `npm run conformance` nothing is thrown: Playwright would throw its worker away. Where Playwright started the
 * run, a test passes, fails or is skipped as its cases did.
 */
function show(results: readonly CaseResult[], testInfo: TestInfo, engine: Engine): void {
  if (isShown()) shownTo(testInfo, results, engine);
}

function report(event: RunEvent): void {
  const directory = readRunContext()?.directory;
  if (directory !== undefined) appendEvent(path.join(directory, workerEventsFile(process.pid)), event);
}
