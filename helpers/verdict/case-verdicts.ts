/** How each case stands: the worst of what it found, by the levels of the findings and their waivers. */
import { groupBy } from '../contract/group-by.ts';
import type { Level } from '../contract/types.ts';
import type { CaseInfo, CaseResult } from '../run/result.ts';
import { ofCase } from './clause-verdicts.ts';
import { highestOf } from './levels.ts';
import { worst, type Judgement } from './precedence.ts';
import type { CaseReport, ClauseReport, FindingReport } from './report.ts';

interface Found {
  readonly clause: ClauseReport;
  readonly finding: FindingReport;
}

/** The report of each case of the plan, in its order. */
export function caseReports(
  cases: readonly CaseInfo[],
  results: ReadonlyMap<string, CaseResult>,
  clauses: readonly ClauseReport[],
): CaseReport[] {
  const found = clauses.flatMap((clause) =>
    clause.findings.flatMap((finding) => finding.cases.map((id) => ({ id, clause, finding }))),
  );
  const byCase = groupBy(found, ({ id }) => id);
  const levels = new Map(clauses.map(({ id, level }) => [id, level]));
  return cases.map((info) => caseReport(info, results.get(info.id), byCase.get(info.id) ?? [], levels));
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
