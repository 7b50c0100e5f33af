/** What a scenario about Invox Medical does and judges, in its own words. */
import type { CaseContext } from '../run/context.ts';
import { documentSteps, type Documents } from './invox-medical/documents.ts';
import { expectations, type Expectations } from './invox-medical/expect.ts';

export { aPdf, aTxt } from './invox-medical/documents.ts';
export { errorTextProperty, errorType } from './invox-medical/expect.ts';
export { requestToken } from './invox-medical/tokens.ts';

export interface Invox {
  readonly documents: Documents;
  /** What scenarios judge; each decides clauses of its own. */
  readonly expect: Expectations;
}

/** The steps of a case. */
export const invoxSteps = (ctx: CaseContext): Invox => ({ documents: documentSteps(ctx), expect: expectations(ctx) });
