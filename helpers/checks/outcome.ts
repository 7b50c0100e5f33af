/** The four ways in which a check can end. */
import type { Finding, Outcome } from '../contract/types.ts';

export const holds = (clause: string): Outcome => ({ kind: 'holds', clause });
export const violated = (first: Finding, ...rest: readonly Finding[]): Outcome => ({
  kind: 'violated',
  findings: [first, ...rest],
});
/** Another check owns it, or it does not apply. */
export const moot = (because: string): Outcome => ({ kind: 'moot', because });
/** The contract is silent, or what was seen is only recorded. `clause` gets the record. */
export const undecidable = (because: string, clause?: string): Outcome => ({
  kind: 'undecidable',
  because,
  ...(clause === undefined ? {} : { clause }),
});
