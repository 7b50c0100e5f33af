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
