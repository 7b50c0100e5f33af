/** The run as JUnit XML: a suite for each operation, a test case for each case. */
import type { CaseReport, ClauseReport, FindingReport, Report } from '../verdict/report.ts';
import { groupBy } from '../contract/group-by.ts';
import { bySeverity, displayStatuses, rowOf, tally } from './display-status.ts';
import { curlOf } from '../client/curl.ts';
import { faultWords, provenanceLines } from './wording.ts';

/** The whole file. A case that violates SHOULD clauses only passes, with the warning in its output. */
export function junit(report: Report): string {
  const byCase = clausesWithFindings(report);
  const judged = report.cases.map((one) => judge(one, byCase.get(one.id) ?? []));
  const clauses = groupBy(report.clauses, ({ ref }) => rowOf(ref));
  const suites = [...groupBy(judged, ({ of }) => of.operation)].map(([operation, cases]) =>
    suite(operation, cases, report.startedAt, clauses.get(operation) ?? []),
  );
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="conformance" ${totals(judged)} time="${seconds(report.durationMs)}">`,
    ...propertiesOf(report),
    ...suites,
    '</testsuites>',
    '',
  ].join('\n');
}

/** How the clauses stand in all, and what was run, on what. */
const propertiesOf = (report: Report): string[] => [
  '  <properties>',
  ...countProperties('all clauses', report.clauses).map((line) => `  ${line}`),
  ...provenanceLines(report).map((line) => `    <property name="provenance" value="${attribute(line)}"/>`),
  '  </properties>',
];

/** A property for each verdict and for the sum. */
function countProperties(name: string, clauses: readonly ClauseReport[]): string[] {
  const counts = tally(clauses);
  const property = (label: string, value: number) => `  <property name="${name}: ${label}" value="${value}"/>`;
  return [
    ...bySeverity.map((status) => property(displayStatuses[status].label.toLowerCase(), counts[status])),
    property('total', clauses.length),
  ];
}

interface Judged {
  readonly of: CaseReport;
  readonly kind: 'passed' | 'failure' | 'error' | 'skipped';
  readonly message: string;
  readonly detail: string;
}

function clausesWithFindings(report: Report): ReadonlyMap<string, readonly ClauseReport[]> {
  const seen = report.clauses.flatMap((clause) =>
    [...new Set(clause.findings.flatMap(({ cases }) => cases))].map((id) => ({ id, clause })),
  );
  return new Map([...groupBy(seen, ({ id }) => id)].map(([id, each]) => [id, each.map(({ clause }) => clause)]));
}

function judge(of: CaseReport, clauses: readonly ClauseReport[]): Judged {
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

function suite(name: string, judged: readonly Judged[], startedAt: string, clauses: readonly ClauseReport[]): string {
  const time = judged.reduce((sum, { of }) => sum + of.durationMs, 0);
  return [
    `  <testsuite name="${attribute(name)}" ${totals(judged)} time="${seconds(time)}" timestamp="${attribute(startedAt)}">`,
    '    <properties>',
    ...countProperties('clauses', clauses).map((line) => `    ${line}`),
    '    </properties>',
    ...judged.map(testcase),
    '  </testsuite>',
  ].join('\n');
}

function testcase({ of, kind, message, detail }: Judged): string {
  const open = `    <testcase name="${attribute(`${of.title} [${of.id}]`)}" classname="${attribute(of.operation.replaceAll('/', '.'))}" time="${seconds(of.durationMs)}"`;
  const inner =
    kind === 'passed'
      ? detail === ''
        ? ''
        : `<system-out>${content(detail)}</system-out>`
      : kind === 'skipped'
        ? `<skipped message="${attribute(message)}"/>`
        : `<${kind} type="${kind === 'failure' ? 'deviates' : 'error'}" message="${attribute(message)}">${content(detail)}</${kind}>`;
  return inner === '' ? `${open}/>` : `${open}>${inner}</testcase>`;
}

function totals(judged: readonly Judged[]): string {
  const of = (kind: Judged['kind']) => judged.filter((one) => one.kind === kind).length;
  return `tests="${judged.length}" failures="${of('failure')}" errors="${of('error')}" skipped="${of('skipped')}"`;
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
  '\t': '&#9;',
};
// What XML 1.0 cannot say, not even escaped.
const unspeakable = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

function content(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(unspeakable, '\uFFFD')
    .replace(/[&<>]/g, (character) => entities[character] ?? character);
}

function attribute(text: string): string {
  return content(text).replace(/["\n\t]/g, (character) => entities[character] ?? character);
}
