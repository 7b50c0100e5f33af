/** The page of one deviation: what is promised and where, what was observed, and how to see it again. */
import { curlOf } from '../../client/curl.ts';
import type { FindingReport, Report } from '../../verdict/report.ts';
import { rowOf } from '../display-status.ts';
import { block, cell, code } from '../quote.ts';
import { callsOf, repeatsOf } from '../repeat.ts';
import { unrepeatable } from '../reproduce/script.ts';
import { count, moment } from '../wording.ts';
import type { Exhibit } from './files.ts';
import { answerText, linked, promised, seen, whereOf } from './words.ts';
import { operationNamed } from '../../verdict/operation-named.ts';

/** The text of `deviation.md`. */
export function page(report: Report, { cause, title, shown }: Exhibit): string {
  const { clause } = cause.first;
  const all = [cause.first, ...cause.others];
  const operation = operationNamed(report.operations, rowOf(clause.ref));
  const exchange = shown.finding.exchange;
  return `${[
    `# ${cell(title)}`,
    '',
    `${cause.level}, ${whereOf(report, clause)}, clause ${code(clause.id)}`,
    '',
    '## Promised',
    '',
    ...promised(clause),
    ...(operation?.page === undefined || operation.page === clause.at ? [] : [`- Page: ${linked(operation.page)}`]),
    `- What the document said there has the hash ${code(clause.hash)}`,
    ...(all.some(({ finding }) => finding.fault === 'document')
      ? ['- Your documents contradict themselves here: the passage above is one of two.']
      : []),
    '',
    '## Observed',
    '',
    '| Where | At | Expected | Observed | Seen |',
    '| --- | --- | --- | --- | --- |',
    ...all.map(
      ({ clause: each, finding }) =>
        `| ${whereOf(report, each)} | ${code(finding.at)} | ${code(finding.expected)} | ${code(finding.actual)} | ${seen(finding)} |`,
    ),
    '',
    ...timesOf(all.map(({ finding }) => finding)),
    ...(exchange
      ? [`- The request below: ${moment(exchange.startedAt)}, answered after ${exchange.durationMs} ms`]
      : []),
    '',
    ...again(shown.finding),
    ...repeatLines(report, cause),
  ]
    .join('\n')
    .trimEnd()}\n`;
}

function timesOf(findings: readonly FindingReport[]): string[] {
  const traces = [...new Set(findings.flatMap(({ traceIds = [] }) => traceIds))];
  const first = findings.flatMap(({ firstSeen }) => firstSeen ?? []).toSorted()[0];
  const last = findings
    .flatMap(({ lastSeen }) => lastSeen ?? [])
    .toSorted()
    .at(-1);
  return [
    ...(first === undefined || last === undefined ? [] : [`- First seen ${moment(first)}, last seen ${moment(last)}`]),
    ...(traces.length > 0 ? [`- Trace ids: ${traces.map(code).join(', ')}`] : []),
  ];
}

function again(finding: FindingReport): string[] {
  const { exchange, before = [] } = finding;
  if (!exchange) return [];
  const missing = unrepeatable(finding);
  return [
    '## To reproduce',
    '',
    ...(before.length > 0
      ? [
          `${count(before.length, 'request')} first ${before.length === 1 ? 'creates' : 'create'} what the last one needs. \`bash reproduce.sh\` sends them all; what they create is not removed; it prints "still deviates", "no longer deviates" or "cannot tell".`,
          '',
        ]
      : [
          '`bash reproduce.sh` sends this line and prints "still deviates", "no longer deviates" or "cannot tell":',
          '',
        ]),
    ...(missing === undefined ? [] : [`Before that: ${missing}.`, '']),
    ...block('sh', [...before, exchange].map(({ request }) => curlOf(request)).join('\n')),
    '',
    '## The response',
    '',
    ...(exchange.answer
      ? block('http', answerText(exchange))
      : [`No answer: ${code(exchange.unanswered ?? 'no reason was recorded')}`]),
  ];
}

function repeatLines(report: Report, cause: Exhibit['cause']): string[] {
  const repeat = repeatsOf(report).ofCause(cause);
  if (repeat === undefined) return [];
  const calls = callsOf(repeat);
  return ['', `With this test suite${calls === '' ? '' : ` (${calls})`}:`, '', ...block('sh', repeat.command)];
}
