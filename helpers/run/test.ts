/** Playwright's `test` with what a case needs. */
import { test as playwright } from '@playwright/test';
import type { DeclaredCase } from './declared.ts';
import type { Engine } from './engine.ts';
import { resultType } from './info.ts';
import { runCase } from './run-case.ts';
import { workerEngine } from './worker.ts';

interface CaseFixtures {
  /** Runs a case and attaches its result. Nothing that it throws reaches Playwright, which would throw its worker away. */
  readonly runDeclared: (declared: DeclaredCase) => Promise<void>;
}

export const test = playwright.extend<CaseFixtures, { engine: Engine }>({
  engine: [
    // Playwright reads the names of the fixtures from the pattern, so there has to be one.
    // oxlint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const engine = await workerEngine();
      await use(engine);
      await engine.close();
    },
    { scope: 'worker' },
  ],
  runDeclared: async ({ engine }, use, testInfo) => {
    await use(async ({ info, run }) => {
      const result = await runCase(engine, info, run);
      testInfo.attachments.push({ name: 'result', contentType: resultType, body: Buffer.from(JSON.stringify(result)) });
    });
  },
});
