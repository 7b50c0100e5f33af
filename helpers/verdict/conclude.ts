/** From the results of all cases to the verdict of the run. Pure: the same results give the same report. */
import { hashOf } from '../contract/clauses.ts';
import type { Clause, Contract, Finding, Level } from '../contract/types.ts';
import type { CaseInfo, CaseResult, ClauseOutcome } from '../run/result.ts';
import {
  worstLast,
  type CaseReport,
  type ClauseReport,
  type ExchangeRecord,
  type Fault,
  type FindingReport,
  type OperationReport,
  type Report,
  type RunVerdict,
  type Target,
  type Verdict,
} from './report.ts';
import { sequences } from '../run/before.ts';
import { applyWaivers, type Beside, type Waivers } from './waivers.ts';

export interface Run {
  readonly contracts: readonly Contract[];
  readonly catalogue: ReadonlyMap<string, Clause>;
  /** Every case of the plan, run or not. */
  readonly declared: readonly CaseInfo[];
  readonly results: readonly CaseResult[];
  readonly targets: readonly Target[];
  readonly startedAt: string;
  readonly durationMs: number;
  /** What the run made beside its cases: the token, the preflight. */
  readonly notices: readonly string[];
  /** Why the run proves nothing, where it does not. */
  readonly invalid?: string;
  readonly waivers: Waivers;
}

/** The report of a run. */
export function conclude(run: Run): Report {
  const evidence = gather(run);
  const judged = [...run.catalogue.values()].map((clause) => judgeClause(clause, evidence));
  const { clauses, problems, notices: ofWaivers } = applyWaivers(judged, run.waivers, run.targets);
  const seen = findingsByCase(clauses);
  const cases = run.declared.map((info) => caseReport(info, evidence.byCase.get(info.id), seen.get(info.id) ?? []));
  const broken = cases.filter(({ verdict }) => verdict === 'error');
  const verdict = verdictOf(run, clauses, broken.length > 0, problems.length > 0);
  const because = reasonFor(verdict, run, clauses, broken, problems);
  const count = (wanted: Verdict) => clauses.filter((each) => each.verdict === wanted).length;
  const notices = [...run.notices, ...ofWaivers, ...run.results.flatMap((result) => result.notices)];
  return {
    version: 1,
    verdict,
    ...(because === undefined ? {} : { because }),
    startedAt: run.startedAt,
    durationMs: run.durationMs,
    targets: run.targets,
    operations: run.contracts.flatMap(operationReports),
    counts: {
      conforms: count('conforms'),
      waived: count('waived'),
      'not-run': count('not-run'),
      inconclusive: count('inconclusive'),
      error: count('error'),
      deviates: count('deviates'),
      warnings: clauses.filter((each) => each.verdict === 'deviates' && each.level === 'SHOULD').length,
      cases: cases.length,
    },
    requests: requestsOf(run),
    clauses,
    cases,
    ...(problems.length > 0 ? { waivers: problems } : {}),
    notices: [...new Set(notices)],
    ...vacuousIn(clauses, run.results),
  };
}

interface Evidence {
  readonly outcomes: ReadonlyMap<string, readonly Seen[]>;
  readonly observed: ReadonlyMap<string, readonly string[]>;
  readonly byCase: ReadonlyMap<string, CaseResult>;
  /** `<operation>/<response key>` that was answered at least once. */
  readonly answered: ReadonlySet<string>;
  /** Cases by the clause or response they set out to prove. */
  readonly provers: ReadonlyMap<string, readonly CaseInfo[]>;
  /** What has to be asked before an exchange. */
  readonly before: (record: ExchangeRecord) => readonly ExchangeRecord[];
}

interface Seen {
  readonly outcome: ClauseOutcome;
  readonly result: CaseResult;
}

function gather(run: Run): Evidence {
  const outcomes = new Map<string, Seen[]>();
  const add = (clause: string, seen: Seen) => void (outcomes.get(clause)?.push(seen) ?? outcomes.set(clause, [seen]));
  const observed = new Map<string, string[]>();
  for (const result of run.results) {
    for (const outcome of result.outcomes) add(outcome.clause, { outcome, result });
    for (const { clause, text } of result.observed)
      void (observed.get(clause)?.push(text) ?? observed.set(clause, [text]));
  }
  for (const seen of [...repeatedValues(run.results), ...silentOperations(run)]) add(seen.outcome.clause, seen);
  const provers = new Map<string, CaseInfo[]>();
  for (const info of run.declared)
    for (const clause of info.clauses) void (provers.get(clause)?.push(info) ?? provers.set(clause, [info]));
  return {
    outcomes,
    observed,
    byCase: new Map(run.results.map((result) => [result.id, result])),
    answered: new Set(
      run.results.flatMap(({ outcomes: list }) => list.flatMap(({ clause }) => responseOf(clause) ?? [])),
    ),
    provers,
    before: sequences(run.results.flatMap(({ records }) => records)),
  };
}

/** `max-ai-v2/deleteImage/404` of a clause about a response. */
const responseOf = (clause: string): string | undefined =>
  /^[^/]+\/[^/]+\/(?:\d{3}|\dXX|default)(?=\/)/.exec(clause)?.[0];

/** Values that were promised to be unique and came more than once in the whole run. */
function repeatedValues(results: readonly CaseResult[]): Seen[] {
  const byValue = new Map<string, { clause: string; result: CaseResult; record: number }[]>();
  for (const result of results)
    for (const { value, clause, record } of result.unique)
      void (byValue.get(value)?.push({ clause, result, record }) ?? byValue.set(value, [{ clause, result, record }]));
  const clauses = new Map<string, Seen>();
  for (const uses of byValue.values())
    for (const { clause, result, record } of uses) {
      const place = clause.slice(clause.indexOf('/body') + 5).replace(/\/unique$/, '');
      const finding: Finding = {
        code: 'VALUE_REPEATED',
        clause,
        at: place,
        expected: 'a value never used before',
        actual: `the same value in ${uses.length} answers`,
      };
      if (uses.length > 1)
        clauses.set(clause, { result, outcome: { kind: 'fail', clause, finding, record, k: 1, n: 1 } });
      else if (!clauses.has(clause)) clauses.set(clause, { result, outcome: { kind: 'pass', clause, record } });
    }
  return [...clauses.values()];
}

/** An operation that stays silent in three tries, while others of its vendor answer, breaks its contract. */
function silentOperations({ contracts, results }: Run): Seen[] {
  const vendorOf = (operation: string) => contracts.find(({ id }) => operation.startsWith(`${id}/`))?.vendor;
  const answering = new Set(results.flatMap(({ answered }) => Object.keys(answered).map(vendorOf)));
  return results.flatMap((result) =>
    result.silent
      .filter((operation) => answering.has(vendorOf(operation)))
      .map((operation): Seen => {
        const clause = `${operation}/transport`;
        const why =
          results.flatMap(({ unanswered }) => unanswered).find((each) => each.operation === operation)?.because ??
          'no answer';
        const finding: Finding = {
          code: 'NO_ANSWER',
          clause,
          at: 'transport',
          expected: 'an answer',
          actual: `none in three tries: ${why}`,
        };
        return { result, outcome: { kind: 'fail', clause, finding, k: 3, n: 3 } };
      }),
  );
}

/** A clause as judged, and how it would stand without its findings. */
function judgeClause(clause: Clause, evidence: Evidence): { clause: ClauseReport; beside: Beside } {
  const seen = evidence.outcomes.get(clause.id) ?? [];
  const observed = [...(evidence.observed.get(clause.id) ?? [])];
  const violations = seen.filter(({ outcome }) => outcome.kind === 'fail');
  const findings = clause.level === 'INFO' ? [] : findingsOf(violations, evidence.before);
  if (clause.level === 'INFO')
    observed.push(
      ...violations.flatMap(({ outcome }) =>
        outcome.kind === 'fail' ? [`${outcome.finding.actual} (${outcome.finding.code})`] : [],
      ),
    );
  const own = evidence.provers.get(clause.id) ?? [];
  const others: { verdict: Verdict; because?: string }[] = [
    ...(seen.some(({ outcome }) => outcome.kind === 'pass') || (clause.level === 'INFO' && observed.length > 0)
      ? [{ verdict: 'conforms' as const }]
      : []),
    ...seen.flatMap(({ outcome }) =>
      outcome.kind === 'inconclusive' ? [{ verdict: 'inconclusive' as const, because: outcome.because }] : [],
    ),
    ...own.flatMap((info) => ofCase(evidence.byCase.get(info.id))),
  ];
  const beside = others.toSorted((a, b) => worstLast.indexOf(b.verdict) - worstLast.indexOf(a.verdict))[0];
  const worst =
    findings.length > 0
      ? { verdict: 'deviates' as const }
      : (beside ??
        // What was only noted could not be judged here: no fault of anybody's.
        (observed.length > 0
          ? { verdict: 'not-run' as const, because: tally(observed), conditional: true as const }
          : unseen(clause, evidence)));
  const example = seen.find(({ outcome }) => outcome.kind === 'pass' && outcome.record !== undefined);
  const record = example && recordOf(example);
  const cases = [...new Set([...own.map(({ id }) => id), ...seen.map(({ result }) => result.id)])].slice(0, 12);
  const report: ClauseReport = {
    id: clause.id,
    level: clause.level,
    verdict: worst.verdict,
    sentence: clause.sentence,
    at: clause.at,
    hash: clause.hash,
    ...('because' in worst && worst.because !== undefined ? { because: worst.because } : {}),
    ...(observed.length === 0 ? {} : { observed: tally(observed) }),
    ...('conditional' in worst ? { conditional: true } : {}),
    findings,
    cases,
    ...(record && findings.length === 0 ? { example: record } : {}),
  };
  return { clause: report, beside: beside ?? { verdict: 'conforms' } };
}

function ofCase(result: CaseResult | undefined): { verdict: Verdict; because?: string }[] {
  if (!result) return [{ verdict: 'not-run', because: 'its case was not reached' }];
  if (result.error !== undefined) return [{ verdict: 'error', because: result.error }];
  return result.notRun === undefined ? [] : [{ verdict: 'not-run', because: result.notRun }];
}

/** Why a clause was decided by nothing. `conditional`: no request has to provoke it. */
function unseen(clause: Clause, evidence: Evidence): { verdict: Verdict; because: string; conditional?: true } {
  const response = responseOf(clause.id);
  if (clause.conditional !== undefined) return { verdict: 'not-run', because: clause.conditional, conditional: true };
  if (response === undefined)
    return {
      verdict: 'not-run',
      because: evidence.provers.has(clause.id) ? 'no answer of its cases had what it is about' : 'no case proves it',
    };
  if (evidence.answered.has(response))
    return { verdict: 'not-run', because: 'no answer had what it is about', conditional: true };
  const provers = evidence.provers.get(response) ?? [];
  const status = response.split('/').at(-1) ?? '';
  if (provers.length === 0)
    return { verdict: 'not-run', because: `no request can be made that must provoke ${status}`, conditional: true };
  const reasons = provers.flatMap((info) =>
    ofCase(evidence.byCase.get(info.id)).flatMap(({ because }) => because ?? []),
  );
  return { verdict: 'not-run', because: reasons[0] ?? `no request was answered with ${status}` };
}

const recordOf = ({ outcome, result }: Seen): ExchangeRecord | undefined =>
  'record' in outcome && outcome.record !== undefined ? result.records[outcome.record] : undefined;

function findingsOf(violations: readonly Seen[], before: Evidence['before']): FindingReport[] {
  const groups = new Map<string, Seen[]>();
  for (const seen of violations) {
    if (seen.outcome.kind !== 'fail') continue;
    const { code, at } = seen.outcome.finding;
    const name = `${code}|${at}`;
    void (groups.get(name)?.push(seen) ?? groups.set(name, [seen]));
  }
  return [...groups.values()].map((group) => findingOf(group, before));
}

/** The answers that showed one finding as one: it speaks of the gravest of them, and of the one that is easiest to show again. */
function findingOf(group: readonly Seen[], before: Evidence['before']): FindingReport {
  const showings = group
    .flatMap((seen) => {
      const record = recordOf(seen);
      if (seen.outcome.kind !== 'fail') return [];
      return [{ ...seen, outcome: seen.outcome, record, first: record ? before(record) : [] }];
    })
    .toSorted(
      (a, b) =>
        Number(isServerError(b.outcome.finding)) - Number(isServerError(a.outcome.finding)) ||
        Number(a.record === undefined) - Number(b.record === undefined) ||
        a.first.length - b.first.length ||
        (a.record?.curl.length ?? 0) - (b.record?.curl.length ?? 0),
    );
  const [shown] = showings;
  if (!shown) throw new Error('a group of findings has at least one');
  // The case that asked most often and saw it most often: others met it in their set-up, which is not always asked again.
  const [asked = shown] = showings.toSorted((a, b) => b.outcome.n - a.outcome.n || b.outcome.k - a.outcome.k);
  const records = showings.flatMap(({ record }) => record ?? []);
  const traces = [...new Set(records.flatMap(({ answer }) => answer?.traceId ?? []))].slice(0, 10);
  const times = records.map(({ startedAt }) => startedAt).toSorted();
  const { clause, code, at, expected, actual } = shown.outcome.finding;
  return {
    code,
    at,
    expected,
    actual,
    occurrences: showings.length,
    reproduced: { k: asked.outcome.k, n: asked.outcome.n },
    fault: faultOf(shown.outcome.finding),
    id: hashOf([clause, code, at]).slice(0, 10),
    cases: [...new Set(group.map(({ result }) => result.id))],
    ...(shown.record ? { exchange: shown.record } : {}),
    ...(shown.first.length > 0 ? { before: shown.first } : {}),
    case: shown.result.title,
    ...(traces.length > 0 ? { traceIds: traces } : {}),
    ...(times[0] === undefined ? {} : { firstSeen: times[0], lastSeen: times.at(-1) ?? times[0] }),
  };
}

const isServerError = ({ status = 0 }: Finding): boolean => status >= 500;

/** Headers that two passages of the vendor's guide promise differently: the document contradicts itself before anybody deviates. */
const faultOf = ({ code, clause }: Finding): Fault =>
  code === 'HEADER_ABSENT' && /\/2\d\d\/headers\/x-ratelimit/.test(clause) ? 'document' : 'vendor';

/** `404 (3x), 400`. */
function tally(texts: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts]
    .map(([text, count]) => (count > 1 ? `${text} (${count}x)` : text))
    .slice(0, 8)
    .join('; ');
}

function verdictOf(run: Run, clauses: readonly ClauseReport[], broken: boolean, waiverProblems: boolean): RunVerdict {
  if (run.invalid !== undefined || broken || run.results.length === 0) return 'invalid';
  const must = clauses.filter(({ level }) => level === 'MUST');
  if (must.some(({ verdict }) => verdict === 'deviates') || waiverProblems) return 'nonconformant';
  return must.some(
    ({ verdict, conditional }) =>
      (verdict === 'inconclusive' || verdict === 'not-run' || verdict === 'error') && !conditional,
  )
    ? 'partial'
    : 'conformant';
}

function reasonFor(
  verdict: RunVerdict,
  run: Run,
  clauses: readonly ClauseReport[],
  broken: readonly CaseReport[],
  problems: readonly { problem: string }[],
): string | undefined {
  if (verdict === 'conformant') return undefined;
  if (verdict === 'invalid')
    return (
      run.invalid ??
      (broken[0]
        ? `the suite failed in ${broken.length} of its cases: ${broken[0].because ?? broken[0].title}`
        : 'no case was run')
    );
  const deviating = clauses.filter((each) => each.level === 'MUST' && each.verdict === 'deviates');
  if (verdict === 'nonconformant')
    return deviating.length > 0
      ? `${deviating.length} MUST ${deviating.length === 1 ? 'clause deviates' : 'clauses deviate'}`
      : problems[0]?.problem;
  const open = clauses.filter(
    ({ level, verdict: each, conditional }) =>
      level === 'MUST' && !conditional && (each === 'inconclusive' || each === 'not-run'),
  );
  const reasons = [...new Set(open.map(({ because }) => because ?? ''))].filter(Boolean);
  return `${open.length} MUST ${open.length === 1 ? 'clause is' : 'clauses are'} inconclusive or not run: ${reasons.slice(0, 3).join('; ')}${reasons.length > 3 ? '; …' : ''}`;
}

/** What each case saw that the clauses' findings say of it. */
function findingsByCase(clauses: readonly ClauseReport[]): ReadonlyMap<string, readonly SeenByCase[]> {
  const byCase = new Map<string, SeenByCase[]>();
  for (const clause of clauses)
    for (const finding of clause.findings)
      for (const id of finding.cases)
        void (byCase.get(id)?.push({ clause, finding }) ?? byCase.set(id, [{ clause, finding }]));
  return byCase;
}

interface SeenByCase {
  readonly clause: ClauseReport;
  readonly finding: FindingReport;
}

/** A case's own verdict: the worst of what it found, by the clauses' levels and waivers. */
function caseReport(info: CaseInfo, result: CaseResult | undefined, seen: readonly SeenByCase[]): CaseReport {
  const title = /^(MUST|SHOULD|INFO)\b/.exec(info.title)?.[1] as Level | undefined;
  const as = (verdict: Verdict, level: Level = title ?? 'MUST', because?: string): CaseReport => ({
    id: info.id,
    title: info.title,
    operation: info.operation,
    level,
    verdict,
    ...(because === undefined ? {} : { because }),
    durationMs: result?.durationMs ?? 0,
  });
  const worstFirst = seen.toSorted((a, b) => Number(b.clause.level === 'MUST') - Number(a.clause.level === 'MUST'));
  const open = worstFirst.find(({ finding }) => finding.waiver === undefined);
  if (open) {
    const { clause, finding } = open;
    const because = `${clause.id}: expected ${finding.expected}, got ${finding.actual} at ${finding.at}`;
    return as('deviates', clause.level, because);
  }
  const [early] = ofCase(result);
  if (early) return as(early.verdict, undefined, early.because);
  const inconclusive = result?.outcomes.find((outcome) => outcome.kind === 'inconclusive');
  if (inconclusive?.kind === 'inconclusive') return as('inconclusive', undefined, inconclusive.because);
  return worstFirst[0] ? as('waived', worstFirst[0].clause.level) : as('conforms');
}

function operationReports(contract: Contract): OperationReport[] {
  return [...contract.operations.values()].map((operation) => ({
    id: operation.id,
    contract: contract.id,
    vendor: contract.vendor,
    method: operation.method,
    path: operation.path,
    responses: [...operation.responses.keys()],
    ...(operation.promises[0] ? { page: operation.promises[0].page } : {}),
  }));
}

function requestsOf(run: Run): Report['requests'] {
  const perOperation: Record<string, number> = {};
  for (const { made } of run.results)
    for (const [name, calls] of Object.entries(made)) perOperation[name] = (perOperation[name] ?? 0) + calls;
  const sum = (calls: Readonly<Record<string, number>>) => Object.values(calls).reduce((a, b) => a + b, 0);
  const planned = run.declared.reduce((total, { calls }) => total + sum(calls), 0);
  return { total: sum(perOperation), planned, extra: extrasOf(run), perOperation };
}

/** What was sent beyond the plan or left out of it, with reasons: `total` is `planned` plus these. */
function extrasOf(run: Run): { why: string; calls: number }[] {
  const sum = (calls: Readonly<Record<string, number>>) => Object.values(calls).reduce((a, b) => a + b, 0);
  const byCase = new Map(run.results.map((result) => [result.id, result]));
  return run.declared.flatMap((info) => {
    const result = byCase.get(info.id);
    const planned = sum(info.calls);
    if (!result) return planned > 0 ? [{ why: `not reached: ${info.id}`, calls: -planned }] : [];
    const said = result.extra.filter(({ calls }) => calls !== 0);
    const rest = sum(result.made) - planned - said.reduce((total, { calls }) => total + calls, 0);
    if (rest === 0) return said;
    const why =
      result.notRun !== undefined
        ? 'not run'
        : rest < 0
          ? 'less to set up or clean up than planned'
          : 'more to set up or clean up than planned';
    return [...said, { why: `${why}: ${info.id}`, calls: rest }];
  });
}

/** Clauses proven by a claim over several answers: that they can fail is shown by the proof's faults, not by altering one answer. */
const claimed = /\/(?:lifecycle|tenancy|rate-limit|token|version)\/|\/unique$/;

/** MUST clauses that held and that no altered answer could make fail. An answer that deviates is no example to alter. */
function vacuousIn(clauses: readonly ClauseReport[], results: readonly CaseResult[]): { vacuous: string[] } {
  const flipped = new Set(results.flatMap((result) => result.flipped));
  const deviating = new Set(
    clauses.flatMap(({ id, verdict }) => (verdict === 'deviates' ? (responseOf(id) ?? []) : [])),
  );
  return {
    vacuous: clauses
      .filter(
        ({ level, verdict, id }) =>
          level === 'MUST' &&
          verdict === 'conforms' &&
          !claimed.test(id) &&
          !flipped.has(id) &&
          !deviating.has(responseOf(id) ?? ''),
      )
      .map(({ id }) => id),
  };
}
