/** How a case ends early. */

import type { InconclusiveCause } from '../contract/types.ts';

/** Ends a case whose clauses cannot be decided any more; the message is the reason. */
export class Stop extends Error {
  readonly why: InconclusiveCause;
  constructor(because: string, why: InconclusiveCause) {
    super(because);
    this.why = why;
  }
}

/** Ends a case that cannot be run here; the message is the reason. */
export class NotRun extends Error {}
