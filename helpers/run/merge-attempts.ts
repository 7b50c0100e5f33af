/** Several attempts of one case as one result: each finding is seen in k of n of them. */
import { addCalls, totalCalls } from './calls.ts';
import { newAttempt, signature, signatures, type Attempt } from './attempt.ts';
import type { CaseInfo, CaseResult, ClauseOutcome } from './result.ts';

/** The result of a case. The first attempt gives records and outcomes, later ones what only they showed. */
export function mergeAttempts(info: CaseInfo, attempts: readonly Attempt[], durationMs: number): CaseResult {
  const [first = newAttempt(), ...again] = attempts;
  const repeated = again.reduce((calls, each) => calls + totalCalls(each.made), 0);
  // What was cut off says nothing about how often a finding comes.
  const judged = attempts.filter((each) => each === first || each.notRun === undefined);
  const passing = passingTrouble(judged);
  const outcomes = [...outcomesOfFirst(first, judged), ...onlyLater(first, judged)];
  return {
    ...info,
    outcomes: withoutRepeats(outcomes.map((outcome) => withoutTrouble(outcome, passing, judged.length))),
    records: first.records,
    ...(first.notRun === undefined ? {} : { notRun: first.notRun }),
    ...(first.error === undefined ? {} : { error: first.error }),
    observed: first.observed,
    unique: attempts.flatMap(({ unique }) => unique),
    made: addCalls(attempts.map(({ made }) => made)),
    extra: [
      ...first.extra,
      ...(repeated > 0 ? [{ reason: 'repeated after a deviation', caseId: info.id, calls: repeated }] : []),
    ],
    answered: addCalls(attempts.map(({ answered }) => answered)),
    plain: [...new Map(attempts.flatMap(({ plain }) => plain).map((each) => [JSON.stringify(each), each])).values()],
    unanswered: attempts.flatMap(({ unanswered }) => unanswered),
    silent: [...new Set(attempts.flatMap(({ silent }) => [...silent]))],
    notices: [
      ...attempts.flatMap(({ notices }) => notices),
      ...new Set([...passing.values()].map((trouble) => `${trouble} of ${judged.length} tries (${info.id})`)),
    ],
    flipped: [...new Set(attempts.flatMap(({ flipped }) => [...flipped]))],
    durationMs,
  };
}

/** Statuses by which a gateway reports that what is behind it cannot be reached at the moment (RFC 9110, 15.6.3 to 15.6.5). */
const troubled = [502, 503, 504];
/** How many tries it takes to call trouble passing. */
const triesToTell = 3;

/**
 * The findings, by signature, that come from a 502, 503 or 504 which only one of at least three attempts was answered with,
 * each with a sentence that says so.
 */
export function passingTrouble(attempts: readonly Attempt[]): ReadonlyMap<string, string> {
  if (attempts.length < triesToTell) return new Map();
  const isTrouble = ({ answer }: Attempt['records'][number]) =>
    answer !== undefined && troubled.includes(answer.status);
  const inTrouble = attempts.map(({ records }) => new Set(records.filter(isTrouble).map(({ operation }) => operation)));
  const passing = new Map<string, string>();
  const lasting = new Set<string>();
  for (const { outcomes, records } of attempts)
    for (const outcome of outcomes) {
      if (outcome.kind !== 'fail') continue;
      const record = outcome.record === undefined ? undefined : records[outcome.record];
      const isPassing =
        record !== undefined &&
        isTrouble(record) &&
        inTrouble.filter((operations) => operations.has(record.operation)).length === 1;
      if (isPassing)
        passing.set(signature(outcome.finding), `${record.operation} answered ${record.answer?.status} in 1`);
      else lasting.add(signature(outcome.finding));
    }
  return new Map([...passing].filter(([name]) => !lasting.has(name)));
}

function withoutTrouble(outcome: ClauseOutcome, passing: ReadonlyMap<string, string>, n: number): ClauseOutcome {
  const trouble = outcome.kind === 'fail' ? passing.get(signature(outcome.finding)) : undefined;
  return trouble === undefined
    ? outcome
    : {
        kind: 'inconclusive',
        clause: outcome.clause,
        cause: 'environment',
        because: `environment: ${trouble} of ${n} tries`,
      };
}

interface Frequency {
  readonly k: number;
  readonly n: number;
}

/** In how many attempts a finding was seen, and in how many it could have been: what an attempt did not send again says nothing. */
function frequencyIn(attempts: readonly Attempt[]): (wanted: string, operation?: string) => Frequency {
  const shown = attempts.map((each) => ({
    found: new Set(signatures(each)),
    sent: new Set(each.records.map(({ operation }) => operation)),
  }));
  return (wanted, operation) => ({
    k: shown.filter(({ found }) => found.has(wanted)).length,
    n: shown.filter(({ found, sent }) => found.has(wanted) || operation === undefined || sent.has(operation)).length,
  });
}

function outcomesOfFirst({ outcomes, records }: Attempt, attempts: readonly Attempt[]): ClauseOutcome[] {
  const frequency = frequencyIn(attempts);
  return outcomes.map((outcome) => {
    if (outcome.kind !== 'fail') return outcome;
    const operation = outcome.record === undefined ? undefined : records[outcome.record]?.operation;
    return { ...outcome, ...frequency(signature(outcome.finding), operation) };
  });
}

/** What only a repetition showed is a finding too: an answer that changes is never hidden. */
function onlyLater(first: Attempt, attempts: readonly Attempt[]): ClauseOutcome[] {
  const seen = new Set(signatures(first));
  const frequency = frequencyIn(attempts);
  return attempts
    .filter((each) => each !== first)
    .flatMap(({ outcomes }) => outcomes)
    .flatMap((outcome) => {
      if (outcome.kind !== 'fail' || seen.has(signature(outcome.finding))) return [];
      seen.add(signature(outcome.finding));
      // Its record is one of another attempt, which is not kept.
      const { record: _record, ...rest } = outcome;
      return [{ ...rest, ...frequency(signature(outcome.finding)) }];
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
