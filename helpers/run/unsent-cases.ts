/** The cases of a large plan that make no call: no worker is asked to run them, their results are known before the run begins. */
import type { PlannedCase } from './as-configured.ts';
import { emptyResult, type CaseInfo, type CaseResult } from './result.ts';

export interface Division<Info> {
  /** What the workers run. */
  readonly sent: readonly Info[];
  /** What the plan itself says why it is not run. */
  readonly unsent: readonly Info[];
}

/** Cases by whether they have to be run; all of them have to be where none would be. */
export function divided<Info extends PlannedCase>(cases: readonly Info[]): Division<Info> {
  const [sent, unsent] = [true, false].map((isSent) => cases.filter(({ notRun }) => (notRun === undefined) === isSent));
  return sent === undefined || unsent === undefined || sent.length === 0
    ? { sent: cases, unsent: [] }
    : { sent, unsent };
}

/** The results of the cases that make no call, without those that have one already. */
export function unsentResults(unsent: readonly PlannedCase[], finished: readonly CaseInfo[]): CaseResult[] {
  const known = new Set(finished.map(({ id }) => id));
  return unsent.flatMap(({ notRun, ...info }) =>
    notRun === undefined || known.has(info.id) ? [] : [{ ...emptyResult(info), notRun }],
  );
}
