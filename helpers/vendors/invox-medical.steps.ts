/** What a scenario about Invox Medical says, in its own words. */
import type { Session } from '../runner/session.ts';

export interface Invox {
  readonly session: Session;
}

export const invoxSteps = (session: Session): Invox => ({ session });
