/** `test` of the conformance suite: Playwright's own where Playwright runs it, a collector where a plan or a proof reads the files. */
import { test as playwright, type TestDetails } from '@playwright/test';
import { invoxSteps, type Invox } from '../vendors/invox-medical.steps.ts';
import { maxAiSteps, type MaxAi } from '../vendors/max-ai.steps.ts';
import { collecting } from './collect.ts';
import type { Engine } from './engine.ts';
import type { CaseInfo, CaseResult } from './result.ts';
import { runCase, type Session } from './session.ts';
import { workerEngine } from './worker.ts';

/** What a body can use. */
export interface Steps {
  readonly session: Session;
  readonly maxAi: MaxAi;
  readonly invox: Invox;
}
export type Body = (steps: Steps) => Promise<void>;
type Conformance = (body: Body) => Promise<void>;
type Wrapped = ((fixtures: { conformance: Conformance }) => Promise<void>) & { readonly body: Body };
export type Details = TestDetails & { readonly annotation: { type: string; description: string }[] };

/** Type of the attachment in which a case's result travels from worker to reporter. */
export const resultType = 'application/x-conformance-result+json';
const annotation = 'proves';

/** What a test proves (clause ids), and the calls it makes where nothing deviates (by operation id). */
export const proves = (clauses: string | readonly string[], calls: Readonly<Record<string, number>>, needs: readonly string[] = []): Details => {
  const list = typeof clauses === 'string' ? [clauses] : clauses;
  return detailsOf({ clauses: list, calls, needs, operation: (list[0] ?? '').split('/').slice(0, 2).join('/') });
};

/** The same for a generated case. */
export const detailsOf = (info: Partial<CaseInfo>): Details => ({ annotation: [{ type: annotation, description: JSON.stringify(info) }] });

/** What `proves` said of a test. */
export function infoOf(title: string, annotations: readonly { type: string; description?: string }[]): CaseInfo {
  const said = JSON.parse(annotations.find(({ type }) => type === annotation)?.description ?? '{}') as Partial<CaseInfo>;
  const operation = said.operation ?? '';
  return { id: said.id ?? `${operation}#${slug(title)}`, title, operation, clauses: said.clauses ?? [], calls: said.calls ?? {}, needs: said.needs ?? [] };
}

const slug = (title: string): string => title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-|-$/g, '');

/** Makes a body fit for `test`. Nothing it throws reaches Playwright, which would throw its worker away. */
export function scenario(body: Body): Wrapped {
  return Object.assign(async ({ conformance }: { conformance: Conformance }) => conformance(body), { body });
}

/** Runs a body as a case of an engine. */
export const runBody = (engine: Engine, info: CaseInfo, body: Body): Promise<CaseResult> =>
  runCase(engine, info, (session) => body({ session, maxAi: maxAiSteps(session), invox: invoxSteps(session) }));

const inPlaywright = playwright.extend<{ conformance: Conformance }, { engine: Engine }>({
  engine: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the names of the fixtures from the pattern
    async ({}, use) => {
      const engine = await workerEngine();
      await use(engine);
      await engine.close();
    },
    { scope: 'worker' },
  ],
  conformance: async ({ engine }, use, testInfo) => {
    await use(async (body) => {
      const result = await runBody(engine, infoOf(testInfo.title, testInfo.annotations), body);
      testInfo.attachments.push({ name: 'result', contentType: resultType, body: Buffer.from(JSON.stringify(result)) });
    });
  },
});

export const test = (collecting() ?? inPlaywright) as typeof inPlaywright;
