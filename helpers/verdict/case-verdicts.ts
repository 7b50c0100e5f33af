/**
 * How each case stands. It deviates only where a clause that it sets out to prove deviates, or where it is the one that carries
 * a cause; what it met beside that is told by the causes that it names.
 */
import { totalCalls } from '../run/calls.ts';
import { groupBy } from '../contract/group-by.ts';
import type { Level } from '../contract/types.ts';
import type { CaseInfo, CaseResult } from '../run/result.ts';
import { carrierOf, casesOf, type Cause } from './causes.ts';
import { ofCase } from './clause-verdicts.ts';
import { highestOf } from './levels.ts';
import { worst, type Judgement } from './precedence.ts';
import type { CaseReport, ClauseReport, FindingReport } from './report.ts';

interface Found {
  readonly clause: ClauseReport;
  readonly finding: FindingReport;
}

/** What the cases of a run are judged by. */
export interface Judging {
  readonly results: ReadonlyMap<string, CaseResult>;
  readonly clauses: readonly ClauseReport[];
  readonly causes: readonly Cause[];
}

/** The report of each case of the plan, in its order. */
export function caseReports(cases: readonly CaseInfo[], { results, clauses, causes }: Judging): CaseReport[] {
  const found = clauses.flatMap((clause) =>
    clause.findings.flatMap((finding) => finding.cases.map((id) => ({ id, clause, finding }))),
  );
  const byCase = groupBy(found, ({ id }) => id);
  const met = groupBy(
    causes.flatMap((cause) => casesOf(cause).map((id) => ({ id, cause: cause.id }))),
    ({ id }) => id,
  );
  const carried = groupBy(causes, carrierOf);
  const levels = new Map(clauses.map(({ id, level }) => [id, level]));
  return cases.map((info) => {
    const own = (byCase.get(info.id) ?? []).filter(
      ({ clause }) => clause.id === info.id || info.clauses.includes(clause.id),
    );
    const carries = (carried.get(info.id) ?? []).map(({ first }) => first);
    return {
      ...caseReport(info, results.get(info.id), [...own, ...carries], levels),
      ...(met.has(info.id) && { causes: met.get(info.id)?.map(({ cause }) => cause) ?? [] }),
    };
  });
}

function caseReport(
  info: CaseInfo,
  result: CaseResult | undefined,
  found: readonly Found[],
  levels: ReadonlyMap<string, Level>,
): CaseReport {
  const byLevel = found.toSorted((a, b) => Number(b.finding.level === 'MUST') - Number(a.finding.level === 'MUST'));
  const judgement = worst<Judgement & { level?: Level }>([
    ...byLevel.map(judgementOf),
    ...ofCase(result),
    ...(result?.outcomes ?? []).flatMap((outcome) =>
      outcome.kind === 'inconclusive' ? [{ verdict: 'inconclusive' as const, because: outcome.because }] : [],
    ),
  ]) ?? { verdict: 'conforms' };
  return {
    id: info.id,
    title: info.title,
    operation: info.operation,
    level: judgement.level ?? levelOf(info, levels),
    verdict: judgement.verdict,
    ...(judgement.because === undefined ? {} : { because: judgement.because }),
    calls: totalCalls(info.calls),
    ...(info.preflight && { preflight: true }),
    durationMs: result?.durationMs ?? 0,
  };
}

function judgementOf({ clause, finding }: Found): Judgement & { level: Level } {
  const { level, expected, actual, at } = finding;
  if (finding.waiver !== undefined) return { verdict: 'waived', level };
  return { verdict: 'deviates', level, because: `${clause.id}: expected ${expected}, got ${actual} at ${at}` };
}

/** The highest level of the clauses that it sets out to prove; MUST for what has to succeed before anything is proven. */
function levelOf({ clauses }: CaseInfo, levels: ReadonlyMap<string, Level>): Level {
  const own = clauses.flatMap((id) => levels.get(id) ?? []);
  return own.length === 0 ? 'MUST' : own.reduce(highestOf);
}
