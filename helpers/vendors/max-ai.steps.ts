/** What a scenario about Max AI says, in its own words. */
import type { Session } from '../runner/session.ts';

export interface MaxAi {
  readonly session: Session;
}

export const maxAiSteps = (session: Session): MaxAi => ({ session });
