/** Several attempts of one case as one result: each finding is seen in k of n of them. */
import { newAttempt, signature, signatures, total, type Attempt } from './attempt.ts';
import type { CaseInfo, CaseResult, ClauseOutcome } from './result.ts';

/** The result of a case. The first attempt gives records and outcomes, later ones what only they showed. */
export function mergeAttempts(info: CaseInfo, attempts: readonly Attempt[], durationMs: number): CaseResult {
  const [first = newAttempt(), ...again] = attempts;
  const repeated = again.reduce((calls, each) => calls + total(each.made), 0);
  return {
    ...info,
    outcomes: withoutRepeats([...outcomesOfFirst(first, attempts), ...onlyLater(first, again, attempts)]),
    records: first.records,
    ...(first.notRun === undefined ? {} : { notRun: first.notRun }),
    ...(first.error === undefined ? {} : { error: first.error }),
    observed: first.observed,
    unique: attempts.flatMap(({ unique }) => unique),
    made: sum(attempts.map(({ made }) => made)),
    extra: [
      ...first.extra,
      ...(repeated > 0 ? [{ why: `asked again after a deviation: ${info.id}`, calls: repeated }] : []),
    ],
    answered: sum(attempts.map(({ answered }) => answered)),
    unanswered: attempts.flatMap(({ unanswered }) => unanswered),
    silent: [...new Set(attempts.flatMap(({ silent }) => [...silent]))],
    notices: attempts.flatMap(({ notices }) => notices),
    flipped: [...new Set(attempts.flatMap(({ flipped }) => [...flipped]))],
    durationMs,
  };
}

const seenIn = (attempts: readonly Attempt[], wanted: string): number =>
  attempts.filter((each) => signatures(each).includes(wanted)).length;

const outcomesOfFirst = ({ outcomes }: Attempt, attempts: readonly Attempt[]): ClauseOutcome[] =>
  outcomes.map((outcome) =>
    outcome.kind === 'fail'
      ? { ...outcome, k: seenIn(attempts, signature(outcome.finding)), n: attempts.length }
      : outcome,
  );

/** What only a repetition showed is a finding too: an answer that changes is never hidden. */
function onlyLater(first: Attempt, again: readonly Attempt[], attempts: readonly Attempt[]): ClauseOutcome[] {
  const seen = new Set(signatures(first));
  return again
    .flatMap(({ outcomes }) => outcomes)
    .flatMap((outcome) => {
      if (outcome.kind !== 'fail' || seen.has(signature(outcome.finding))) return [];
      seen.add(signature(outcome.finding));
      // Its record is one of another attempt, which is not kept.
      const { record: _record, ...rest } = outcome;
      return [{ ...rest, k: seenIn(attempts, signature(outcome.finding)), n: attempts.length }];
    });
}

/** One `pass` a clause is enough; every finding stays. */
function withoutRepeats(outcomes: readonly ClauseOutcome[]): ClauseOutcome[] {
  const seen = new Set<string>();
  return outcomes.filter((outcome) => {
    const name = outcome.kind === 'fail' ? `v ${signature(outcome.finding)}` : `${outcome.kind} ${outcome.clause}`;
    if (seen.has(name)) return false;
    seen.add(name);
    return true;
  });
}

function sum(counts: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const result: Record<string, number> = {};
  for (const each of counts)
    for (const [name, count] of Object.entries(each)) result[name] = (result[name] ?? 0) + count;
  return result;
}
