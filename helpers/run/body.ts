/** The body of a test and what it can use. */
import { invoxSteps, type Invox } from '../plugins/invox-medical.steps.ts';
import { maxAiSteps, type MaxAi } from '../plugins/max-ai.steps.ts';
import type { Engine } from './engine.ts';
import type { CaseInfo, CaseResult } from './result.ts';
import { runCase } from './run-case.ts';
import type { CaseContext } from './context.ts';

export interface Steps {
  readonly ctx: CaseContext;
  readonly maxAi: MaxAi;
  readonly invox: Invox;
}
export type Body = (steps: Steps) => Promise<void>;

/** Runs a body as a case of an engine. */
export const runBody = (engine: Engine, info: CaseInfo, body: Body): Promise<CaseResult> =>
  runCase(engine, info, (ctx) => body({ ctx, maxAi: maxAiSteps(ctx), invox: invoxSteps(ctx) }));
