/** The calls of a run: how many were planned, how many were made, and why the two differ. */
import { addCalls, totalCalls } from '../run/calls.ts';
import type { CaseInfo, CaseResult, ExtraCalls } from '../run/result.ts';
import type { UnplannedCalls } from '../run/events.ts';
import type { Report } from './report.ts';

/** `total` is `planned` plus the extra calls. */
export function requestsOf(
  cases: readonly CaseInfo[],
  results: readonly CaseResult[],
  unplanned: readonly UnplannedCalls[],
): Report['requests'] {
  const perOperation = addCalls([...results.map(({ made }) => made), ...unplanned.map((each) => each.calls)]);
  const byCase = new Map(results.map((result) => [result.id, result]));
  return {
    total: totalCalls(perOperation),
    planned: cases.reduce((total, { calls }) => total + totalCalls(calls), 0),
    extra: [
      ...cases.flatMap((info) => extraOf(info, byCase.get(info.id))),
      ...unplanned.map(({ reason, calls }) => ({ reason, calls: totalCalls(calls) })),
    ],
    perOperation,
  };
}

/** What a case sent beyond its plan or left out of it, with the reason. */
function extraOf({ id: caseId, calls }: CaseInfo, result: CaseResult | undefined): ExtraCalls[] {
  const planned = totalCalls(calls);
  if (!result) return planned > 0 ? [{ reason: 'not reached', caseId, calls: -planned }] : [];
  const given = result.extra.filter((extra) => extra.calls !== 0);
  const rest = totalCalls(result.made) - planned - given.reduce((total, extra) => total + extra.calls, 0);
  return rest === 0 ? given : [...given, { reason: reasonFor(rest, result), caseId, calls: rest }];
}

function reasonFor(calls: number, { notRun }: CaseResult): string {
  if (notRun !== undefined) return 'not run';
  return calls < 0 ? 'less setup or cleanup than planned' : 'more setup or cleanup than planned';
}
