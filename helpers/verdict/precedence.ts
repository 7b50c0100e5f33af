/** Which verdict speaks for several: the one ordered list of precedence, used by `worst` alone. */
import type { InconclusiveCause } from '../contract/types.ts';
import type { Verdict } from './report.ts';

/** Worst first. */
const precedence: readonly Verdict[] = ['deviates', 'error', 'inconclusive', 'not-run', 'waived', 'conforms'];

/** A verdict with its reason. */
export interface Judgement {
  readonly verdict: Verdict;
  readonly because?: string;
  readonly cause?: InconclusiveCause;
}

/** The judgement that comes first in the list, and of several with one verdict the first given; undefined where there is none. */
export const worst = <T extends Judgement>(judgements: readonly T[]): T | undefined =>
  judgements.toSorted((a, b) => precedence.indexOf(a.verdict) - precedence.indexOf(b.verdict))[0];
