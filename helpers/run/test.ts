/** `test` of the conformance suite: Playwright's own where Playwright runs it, a collector where a plan or a proof reads the files. */
import { test as playwright } from '@playwright/test';
import { takeOver } from '../config/environment.ts';
import { runBody, type Body } from './body.ts';
import { collecting } from './collect.ts';
import type { Engine } from './engine.ts';
import { infoOf, resultType } from './info.ts';
import { limitOf } from './run-directory.ts';
import { workerEngine } from './worker.ts';

export { detailsOf, proves } from './info.ts';

type Conformance = (body: Body) => Promise<void>;

/** Makes a body fit for `test`. Nothing it throws reaches Playwright, which would throw its worker away. */
export const scenario = (
  body: Body,
): ((fixtures: { conformance: Conformance }) => Promise<void>) & { readonly body: Body } =>
  Object.assign(async ({ conformance }: { conformance: Conformance }) => conformance(body), { body });

/** Why a test of a run that is limited to other cases is skipped. */
export const notSelected = 'not selected';
const limit = limitOf(takeOver()?.meeting ?? '');
const isSelected = (id: string): boolean => limit?.has(id) ?? true;

const inPlaywright = playwright.extend<{ conformance: Conformance }, { engine: Engine }>({
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
  conformance: async ({ engine }, use, testInfo) => {
    await use(async (body) => {
      const info = infoOf(testInfo.title, testInfo.annotations);
      testInfo.skip(!isSelected(info.id), notSelected);
      const result = await runBody(engine, info, body);
      testInfo.attachments.push({ name: 'result', contentType: resultType, body: Buffer.from(JSON.stringify(result)) });
    });
  },
});

export const test = (collecting() ?? inPlaywright) as typeof inPlaywright;
