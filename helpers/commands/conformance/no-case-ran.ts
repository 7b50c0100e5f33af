import { groupBy } from '../../contract/group-by.ts';
import type { CaseResult } from '../../run/result.ts';

/**
 * Why a run proves nothing where none of its cases could run: a run of nothing is never green.
 * @param results those of the cases, without the preflight's
 * @returns the reason that most of them share, with its number; undefined where some case ran
 */
export function noCaseRan(results: readonly Pick<CaseResult, 'notRun'>[]): string | undefined {
  const reasons = results.flatMap(({ notRun }) => notRun ?? []);
  if (reasons.length < results.length) return undefined;
  const [first] = [...groupBy(reasons, (reason) => reason)].sort(([, a], [, b]) => b.length - a.length);
  if (first === undefined) return undefined;
  const [reason, { length }] = first;
  const others = reasons.length - length;
  return `no case could run: ${reason}${others === 0 ? '' : ` (${length} cases; ${others} for other reasons)`}`;
}

/**
 * Why a run proves nothing where requests were sent and not one was answered.
 * @param addresses the base URLs of its vendors, as messages name them
 * @returns the reason of the first request with them; undefined where something answered
 */
export function noAnswer(
  results: readonly Pick<CaseResult, 'answered' | 'unanswered'>[],
  addresses: readonly string[],
): string | undefined {
  if (results.some(({ answered }) => Object.keys(answered).length > 0)) return undefined;
  const [first] = results.flatMap(({ unanswered }) => unanswered);
  return first && `${addresses.join(', ')}: no call was answered: ${first.because}`;
}
