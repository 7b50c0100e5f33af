/** The run as JUnit XML: a suite for each operation, a test case for each case. */
import type { ClauseReport, Report } from '../verdict/report.ts';
import { groupBy } from '../contract/group-by.ts';
import { bySeverity, displayStatuses, rowOf, tally } from './display-status.ts';
import { judgedCases, type JudgedCase } from './judged-case.ts';
import { provenanceLines } from './wording.ts';

/** The whole file. A case that violates SHOULD clauses only passes, with the warning in its output. */
export function junit(report: Report): string {
  const judged = judgedCases(report);
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

function suite(
  name: string,
  judged: readonly JudgedCase[],
  startedAt: string,
  clauses: readonly ClauseReport[],
): string {
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

function testcase({ of, kind, message, detail }: JudgedCase): string {
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

function totals(judged: readonly JudgedCase[]): string {
  const of = (kind: JudgedCase['kind']) => judged.filter((one) => one.kind === kind).length;
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
