/** A case as the formats of test runners know it: passed, failed, skipped or broken, with one text. */
import { curlOf } from '../client/curl.ts';
import { groupBy } from '../contract/group-by.ts';
import type { CaseReport, ClauseReport, FindingReport, Report } from '../verdict/report.ts';
import { faultWords } from './wording.ts';

export interface JudgedCase {
  readonly of: CaseReport;
  /** A case that violates SHOULD clauses only passes, with the warning in `detail`. */
  readonly kind: 'passed' | 'failure' | 'error' | 'skipped';
  /** One line; empty where it passed without a word. */
  readonly message: string;
  /** Its findings in full. */
  readonly detail: string;
}

/** Every case of a run, in its order. */
export function judgedCases(report: Report): readonly JudgedCase[] {
  const byCase = clausesWithFindings(report);
  return report.cases.map((one) => judge(one, byCase.get(one.id) ?? []));
}

function clausesWithFindings(report: Report): ReadonlyMap<string, readonly ClauseReport[]> {
  const seen = report.clauses.flatMap((clause) =>
    [...new Set(clause.findings.flatMap(({ cases }) => cases))].map((id) => ({ id, clause })),
  );
  return new Map([...groupBy(seen, ({ id }) => id)].map(([id, each]) => [id, each.map(({ clause }) => clause)]));
}

function judge(of: CaseReport, clauses: readonly ClauseReport[]): JudgedCase {
  const detail = clauses
    .flatMap((clause) =>
      clause.findings.filter(({ cases }) => cases.includes(of.id)).map((finding) => findingText(clause, finding)),
    )
    .join('\n\n');
  const message = of.because ?? clauses.map((clause) => clause.id).join(', ');
  switch (of.verdict) {
    case 'conforms':
      return { of, kind: 'passed', message: '', detail: '' };
    case 'waived':
      return { of, kind: 'passed', message, detail };
    case 'deviates':
      return { of, kind: of.level === 'MUST' ? 'failure' : 'passed', message: message || 'deviates', detail };
    case 'error':
      return { of, kind: 'error', message: message || 'error', detail };
    case 'inconclusive':
    case 'not-run':
      return { of, kind: 'skipped', message: `${of.verdict}: ${message}`, detail };
  }
}

function findingText(clause: ClauseReport, finding: FindingReport): string {
  const { k, n } = finding.reproduced;
  const waiver = finding.waiver;
  return [
    `${clause.level} ${clause.sentence}`,
    `clause    ${clause.id}`,
    `finding   ${finding.code} at ${finding.at} (${finding.id})`,
    `expected  ${finding.expected}`,
    `actual    ${finding.actual}`,
    `seen      ${k} of ${n}, ${finding.occurrences} times; ${faultWords[finding.fault]}`,
    `promised  ${clause.at}`,
    ...(waiver ? [`waived    by ${waiver.owner} until ${waiver.expires}: ${waiver.reason} (${waiver.ticket})`] : []),
    ...(finding.exchange ? [`repeat    ${curlOf(finding.exchange.request)}`] : []),
  ].join('\n');
}
