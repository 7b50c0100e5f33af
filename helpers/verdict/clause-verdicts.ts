/** How each clause stands, from all that was seen of it. */
import { responseKeyOf } from '../contract/clause.ts';
import type { Clause } from '../contract/types.ts';
import type { CaseResult } from '../run/result.ts';
import { partOf, recordOf, type Evidence, type Seen } from './evidence.ts';
import { findingsOf } from './findings.ts';
import { worst, type Judgement } from './precedence.ts';
import type { ClauseReport } from './report.ts';

/** A clause as judged, and how it would stand without its findings. */
export interface Judged {
  readonly clause: ClauseReport;
  readonly beside: Judgement;
}

/** Cases that a clause names at most. */
const mostCases = 12;

/** Judges a clause. */
export function judgeClause(clause: Clause, evidence: Evidence): Judged {
  const seen = evidence.outcomes.get(clause.id) ?? [];
  const { findings, recorded } = findingsOf(clause, seen, evidence);
  const noted = evidence.recorded.get(clause.id) ?? [];
  const observed = [...noted.map(({ text }) => text), ...recorded];
  const undeclared = [...new Set(noted.flatMap(({ places = [] }) => places))].toSorted();
  const own = evidence.provers.get(clause.id) ?? [];
  const others: Judgement[] = [
    ...(clause.level === 'INFO' && observed.length > 0 ? [{ verdict: 'conforms' as const }] : []),
    ...seen.flatMap(({ outcome }) => judgementOf(outcome)),
    ...own.flatMap(({ id }) => ofCase(evidence.results.get(id))),
  ];
  const beside = worst(others);
  const judgement: Open =
    worst([...(findings.length > 0 ? [{ verdict: 'deviates' as const }] : []), ...others]) ??
    // What was only recorded could not be judged here: no fault of anybody's.
    (observed.length > 0
      ? { verdict: 'not-run', because: tally(observed), conditional: true }
      : (withoutWitness(clause, seen, evidence) ?? unseen(clause, evidence)));
  const example = seen.find(({ outcome }) => outcome.kind === 'pass' && outcome.record !== undefined);
  const record = example && recordOf(example);
  const cases = [...new Set([...own.map(({ id }) => id), ...seen.map(({ result }) => result.id)])].slice(0, mostCases);
  const report: ClauseReport = {
    id: clause.id,
    ref: clause.ref,
    level: clause.level,
    sentence: clause.sentence,
    at: clause.at,
    hash: clause.hash,
    ...judgement,
    ...(observed.length === 0 ? {} : { observed: tally(observed) }),
    ...(undeclared.length === 0 ? {} : { undeclared }),
    findings,
    cases,
    ...(record && findings.length === 0 ? { example: record } : {}),
  };
  return { clause: report, beside: beside ?? { verdict: 'conforms' } };
}

/** A judgement; `conditional` where no request has to provoke what it is about. */
interface Open extends Judgement {
  readonly conditional?: true;
}

function judgementOf(outcome: Seen['outcome']): Judgement[] {
  if (outcome.kind === 'pass') return [{ verdict: 'conforms' }];
  if (outcome.kind === 'fail' || outcome.kind === 'unwitnessed') return [];
  return [{ verdict: 'inconclusive', because: outcome.because, cause: outcome.cause }];
}

/** A clause about items where the whole run saw none. Where it saw one, it lacked the part that the clause is about. */
function withoutWitness({ ref }: Clause, seen: readonly Seen[], { witnessed }: Evidence): Open | undefined {
  const [because] = seen.flatMap(({ outcome }) => (outcome.kind === 'unwitnessed' ? [outcome.because] : []));
  return because === undefined || witnessed.has(partOf(ref))
    ? undefined
    : { verdict: 'inconclusive', because, cause: 'test-data' };
}

/** What a case says of all that it set out to prove, where it did not get so far. */
export function ofCase(result: CaseResult | undefined): Judgement[] {
  if (!result) return [{ verdict: 'not-run', because: 'its case did not run' }];
  if (result.error !== undefined) return [{ verdict: 'error', because: result.error }];
  return result.notRun === undefined ? [] : [{ verdict: 'not-run', because: result.notRun }];
}

/** Why a clause was decided by nothing. */
function unseen({ id, ref, conditional }: Clause, evidence: Evidence): Open {
  const open = (because: string): Open => ({ verdict: 'not-run', because });
  const response = responseKeyOf(ref);
  if (conditional !== undefined) return { ...open(conditional), conditional: true };
  if (response === undefined)
    return open(
      evidence.provers.has(id) ? 'no response to its cases contained the part it is about' : 'no case proves it',
    );
  if (evidence.answered.has(response))
    return { ...open('no response contained the part it is about'), conditional: true };
  const provers = evidence.provers.get(response) ?? [];
  if (provers.length === 0)
    return { ...open(`no request is certain to provoke ${ref.status ?? ''}`), conditional: true };
  const [reason] = provers.flatMap((info) => ofCase(evidence.results.get(info.id)));
  return open(reason?.because ?? `no request was answered with ${ref.status ?? ''}`);
}

/** Different texts that a tally shows at most. */
const mostTexts = 8;

/** `404 (3x); 400`. */
function tally(texts: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts]
    .map(([text, count]) => (count > 1 ? `${text} (${count}x)` : text))
    .slice(0, mostTexts)
    .join('; ');
}
