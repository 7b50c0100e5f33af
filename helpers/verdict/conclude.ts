/** From the results of all cases to the verdict of the run. Pure: the same results give the same report. */
import { clauseIdAt, ofOperation, responseKeyOf } from '../contract/clause.ts';
import { groupBy } from '../contract/group-by.ts';
import type { Clause, Contract, Finding, Level } from '../contract/types.ts';
import type { CaseInfo, CaseResult, ClauseOutcome } from '../run/result.ts';
import {
  worstLast,
  type CaseReport,
  type ClauseReport,
  type ExchangeRecord,
  type ExtraCalls,
  type FindingReport,
  type OperationReport,
  type Report,
  type RunVerdict,
  type Target,
  type Verdict,
} from './report.ts';
import { sequences } from '../run/before.ts';
import { findingId } from './finding-id.ts';
import { deviationLevel, lowerOf } from './levels.ts';
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
    version: 2,
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
      warnings: clauses.filter((each) => each.verdict === 'deviates' && deviationLevel(each) !== 'MUST').length,
      cases: cases.length,
    },
    requests: requestsOf(run),
    clauses,
    cases,
    ...(problems.length > 0 ? { waivers: problems } : {}),
    notices: [...new Set(notices)],
    ...vacuousIn(clauses, run),
  };
}

interface Evidence {
  readonly outcomes: ReadonlyMap<string, readonly Seen[]>;
  readonly observed: ReadonlyMap<string, readonly string[]>;
  /** Undeclared places of bodies, by clause. */
  readonly undeclared: ReadonlyMap<string, readonly string[]>;
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
  const seen: Seen[] = [
    ...run.results.flatMap((result) => result.outcomes.map((outcome) => ({ outcome, result }))),
    ...repeatedValues(run),
    ...silentOperations(run),
  ];
  const observed = groupBy(
    run.results.flatMap((result) => result.observed),
    ({ clause }) => clause,
  );
  const provers = groupBy(
    run.declared.flatMap((info) => info.clauses.map((clause) => ({ clause, info }))),
    ({ clause }) => clause,
  );
  return {
    outcomes: groupBy(seen, ({ outcome }) => outcome.clause),
    observed: new Map([...observed].map(([clause, each]) => [clause, each.map(({ text }) => text)])),
    undeclared: new Map(
      [...observed].map(([clause, each]) => [
        clause,
        [...new Set(each.flatMap(({ places = [] }) => places))].toSorted(),
      ]),
    ),
    byCase: new Map(run.results.map((result) => [result.id, result])),
    answered: new Set(
      run.results.flatMap(({ outcomes }) => outcomes.flatMap(({ clause }) => responseOf(run, clause) ?? [])),
    ),
    provers: new Map([...provers].map(([clause, each]) => [clause, each.map(({ info }) => info)])),
    before: sequences(run.results.flatMap(({ records }) => records)),
  };
}

/** Key of the response that a clause is about; undefined where it is about none. */
function responseOf({ catalogue }: Run, clause: string): string | undefined {
  const ref = catalogue.get(clause)?.ref;
  return ref && responseKeyOf(ref);
}

/** Values that were promised to be unique and came more than once in the whole run. */
function repeatedValues({ results, catalogue }: Run): Seen[] {
  const byValue = groupBy(
    results.flatMap((result) => result.unique.map((each) => ({ ...each, result }))),
    ({ value }) => value,
  );
  const clauses = new Map<string, Seen>();
  for (const uses of byValue.values())
    for (const { clause, result, record } of uses) {
      const finding: Finding = {
        code: 'VALUE_REPEATED',
        clause,
        at: catalogue.get(clause)?.ref.pointer ?? 'body',
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
  const operations = new Map(contracts.flatMap((contract) => [...contract.operations]));
  const vendorOf = (operation: string) => operations.get(operation)?.contract.vendor;
  const answering = new Set(results.flatMap(({ answered }) => Object.keys(answered).map(vendorOf)));
  return results.flatMap((result) =>
    result.silent
      .filter((operation) => answering.has(vendorOf(operation)))
      .flatMap((operation) => operations.get(operation) ?? [])
      .map((operation): Seen => {
        const clause = clauseIdAt(operation, ofOperation('transport'));
        const why =
          results.flatMap(({ unanswered }) => unanswered).find((each) => each.operation === operation.id)?.because ??
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
  const undeclared = evidence.undeclared.get(clause.id) ?? [];
  const failed = seen.flatMap(({ outcome, result }) =>
    outcome.kind === 'fail' ? [{ outcome, result, level: lowerOf(clause.level, outcome.finding.level) }] : [],
  );
  const findings = findingsOf(
    clause,
    failed.filter(({ level }) => level !== 'INFO'),
    evidence.before,
  );
  observed.push(
    ...failed
      .filter(({ level }) => level === 'INFO')
      .map(({ outcome: { finding } }) => `${finding.actual} (${finding.code})`),
  );
  const own = evidence.provers.get(clause.id) ?? [];
  const others: Beside[] = [
    ...(seen.some(({ outcome }) => outcome.kind === 'pass') || (clause.level === 'INFO' && observed.length > 0)
      ? [{ verdict: 'conforms' as const }]
      : []),
    ...seen.flatMap(({ outcome }) =>
      outcome.kind === 'inconclusive'
        ? [{ verdict: 'inconclusive' as const, because: outcome.because, cause: outcome.cause }]
        : [],
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
    ref: clause.ref,
    level: clause.level,
    verdict: worst.verdict,
    sentence: clause.sentence,
    at: clause.at,
    hash: clause.hash,
    ...('because' in worst && worst.because !== undefined ? { because: worst.because } : {}),
    ...('cause' in worst && worst.cause !== undefined ? { cause: worst.cause } : {}),
    ...(observed.length === 0 ? {} : { observed: tally(observed) }),
    ...(undeclared.length === 0 ? {} : { undeclared }),
    ...('conditional' in worst ? { conditional: true } : {}),
    findings,
    cases,
    ...(record && findings.length === 0 ? { example: record } : {}),
  };
  return { clause: report, beside: beside ?? { verdict: 'conforms' } };
}

function ofCase(result: CaseResult | undefined): Beside[] {
  if (!result) return [{ verdict: 'not-run', because: 'its case was not reached' }];
  if (result.error !== undefined) return [{ verdict: 'error', because: result.error }];
  return result.notRun === undefined ? [] : [{ verdict: 'not-run', because: result.notRun }];
}

/** Why a clause was decided by nothing. `conditional`: no request has to provoke it. */
function unseen(clause: Clause, evidence: Evidence): { verdict: Verdict; because: string; conditional?: true } {
  const response = responseKeyOf(clause.ref);
  if (clause.conditional !== undefined) return { verdict: 'not-run', because: clause.conditional, conditional: true };
  if (response === undefined)
    return {
      verdict: 'not-run',
      because: evidence.provers.has(clause.id) ? 'no answer of its cases had what it is about' : 'no case proves it',
    };
  if (evidence.answered.has(response))
    return { verdict: 'not-run', because: 'no answer had what it is about', conditional: true };
  const provers = evidence.provers.get(response) ?? [];
  const status = clause.ref.status ?? '';
  if (provers.length === 0)
    return { verdict: 'not-run', because: `no request can be made that must provoke ${status}`, conditional: true };
  const reasons = provers.flatMap((info) =>
    ofCase(evidence.byCase.get(info.id)).flatMap(({ because }) => because ?? []),
  );
  return { verdict: 'not-run', because: reasons[0] ?? `no request was answered with ${status}` };
}

const recordOf = ({ outcome, result }: Seen): ExchangeRecord | undefined =>
  'record' in outcome && outcome.record !== undefined ? result.records[outcome.record] : undefined;

/** An outcome that failed, with the level at which it counts. */
interface Failed extends Seen {
  readonly outcome: Extract<ClauseOutcome, { kind: 'fail' }>;
  readonly level: Level;
}

function findingsOf(clause: Clause, failed: readonly Failed[], before: Evidence['before']): FindingReport[] {
  const groups = groupBy(failed, ({ outcome: { finding } }) => `${finding.code} ${finding.at}`);
  return [...groups.values()].map((group) => findingOf(clause, group, before));
}

/** The answers that showed one finding as one: it speaks of the gravest of them, and of the one that is easiest to show again. */
function findingOf(of: Clause, group: readonly Failed[], before: Evidence['before']): FindingReport {
  const showings = group
    .map((seen) => {
      const record = recordOf(seen);
      return { ...seen, record, first: record ? before(record) : [] };
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
  const { clause, code, at, expected, actual, status, values } = shown.outcome.finding;
  return {
    code,
    level: group.map(({ level }) => level).reduce((a, b) => (lowerOf(a, b) === a ? b : a)),
    at,
    expected,
    actual,
    ...(status === undefined ? {} : { status }),
    ...(values === undefined ? {} : { values }),
    occurrences: showings.length,
    reproduced: { k: asked.outcome.k, n: asked.outcome.n },
    fault: of.contradicted ? 'document' : 'vendor',
    id: findingId(clause, code, at),
    cases: [...new Set(group.map(({ result }) => result.id))],
    ...(shown.record ? { exchange: shown.record } : {}),
    ...(shown.first.length > 0 ? { before: shown.first } : {}),
    case: shown.result.title,
    ...(traces.length > 0 ? { traceIds: traces } : {}),
    ...(times[0] === undefined ? {} : { firstSeen: times[0], lastSeen: times.at(-1) ?? times[0] }),
  };
}

const isServerError = ({ status = 0 }: Finding): boolean => status >= 500;

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
  if (clauses.some(isViolated) || waiverProblems) return 'nonconformant';
  return clauses.some(
    ({ level, verdict, conditional }) =>
      level === 'MUST' && (verdict === 'inconclusive' || verdict === 'not-run' || verdict === 'error') && !conditional,
  )
    ? 'partial'
    : 'conformant';
}

/** True where a MUST does not hold. */
const isViolated = (clause: ClauseReport): boolean =>
  clause.verdict === 'deviates' && deviationLevel(clause) === 'MUST';

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
  const deviating = clauses.filter(isViolated);
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
  const seen = clauses.flatMap((clause) =>
    clause.findings.flatMap((finding) => finding.cases.map((id) => ({ id, clause, finding }))),
  );
  return groupBy(seen, ({ id }) => id);
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
  const worstFirst = seen.toSorted((a, b) => Number(b.finding.level === 'MUST') - Number(a.finding.level === 'MUST'));
  const open = worstFirst.find(({ finding }) => finding.waiver === undefined);
  if (open) {
    const { clause, finding } = open;
    const because = `${clause.id}: expected ${finding.expected}, got ${finding.actual} at ${finding.at}`;
    return as('deviates', finding.level, because);
  }
  const [early] = ofCase(result);
  if (early) return as(early.verdict, undefined, early.because);
  const inconclusive = result?.outcomes.find((outcome) => outcome.kind === 'inconclusive');
  if (inconclusive?.kind === 'inconclusive') return as('inconclusive', undefined, inconclusive.because);
  return worstFirst[0] ? as('waived', worstFirst[0].finding.level) : as('conforms');
}

function operationReports(contract: Contract): OperationReport[] {
  return [...contract.operations.values()].map((operation) => ({
    id: operation.id,
    name: operation.name,
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
function extrasOf(run: Run): ExtraCalls[] {
  const sum = (calls: Readonly<Record<string, number>>) => Object.values(calls).reduce((a, b) => a + b, 0);
  const byCase = new Map(run.results.map((result) => [result.id, result]));
  return run.declared.flatMap((info) => {
    const result = byCase.get(info.id);
    const planned = sum(info.calls);
    if (!result) return planned > 0 ? [{ reason: 'not reached', caseId: info.id, calls: -planned }] : [];
    const said = result.extra.filter(({ calls }) => calls !== 0);
    const rest = sum(result.made) - planned - said.reduce((total, { calls }) => total + calls, 0);
    if (rest === 0) return said;
    const reason =
      result.notRun !== undefined
        ? 'not run'
        : rest < 0
          ? 'less to set up or clean up than planned'
          : 'more to set up or clean up than planned';
    return [...said, { reason, caseId: info.id, calls: rest }];
  });
}

/**
 * MUST clauses that held and that no altered answer could make fail. An answer that deviates is no example to alter, and
 * that a clause over several answers can fail is shown by the proof's faults.
 */
function vacuousIn(clauses: readonly ClauseReport[], { results, catalogue }: Run): { vacuous: string[] } {
  const flipped = new Set(results.flatMap((result) => result.flipped));
  const deviating = new Set(
    clauses.flatMap(({ ref, verdict }) => (verdict === 'deviates' ? (responseKeyOf(ref) ?? []) : [])),
  );
  return {
    vacuous: clauses
      .filter(
        ({ level, verdict, id, ref }) =>
          level === 'MUST' &&
          verdict === 'conforms' &&
          catalogue.get(id)?.decidedBy !== 'run' &&
          !flipped.has(id) &&
          !deviating.has(responseKeyOf(ref) ?? ''),
      )
      .map(({ id }) => id),
  };
}
