/** The run as a short Markdown page for the summary of a CI job. */
import type { Report } from '../verdict/report.ts';
import { causes, othersOf, reasons } from './causes.ts';
import type { Cause } from './causes.ts';
import { openFirst } from './open-first.ts';
import { callsOf, repeatsOf } from './repeat.ts';
import { titleOf } from '../verdict/causes.ts';
import { contractsOf, displayStatuses, tally, bySeverity } from './display-status.ts';
import type { Tally } from './display-status.ts';
import {
  count,
  duration,
  extraCalls,
  faultWords,
  headline,
  kindWords,
  moment,
  oneLine,
  provenanceLines,
  reasonsOf,
  verdictWords,
} from './wording.ts';

const maxRows = 50;
const maxLength = 300;

/** The whole page. Every text from outside stands in code, where Markdown, HTML, mentions and links have no power. */
export function markdown(report: Report): string {
  const first = openFirst(report);
  const blocks = [
    `# ${verdictWords[report.verdict]}: ${headline(report)}`,
    list(reasonsOf(report), maxRows),
    first === undefined ? '' : `Open first: ${code(first)}`,
    causesTable(report, 'Causes', causes(report)),
    causesTable(report, 'Waived', causes(report, 'waived')),
    countsTable(report),
    openTable(report),
    section(
      'Waivers that do not hold',
      (report.waivers ?? []).map(({ clause, problem }) => `${clause}: ${problem}`),
    ),
    section('Notes', report.notices),
    section('Held although nothing could have made them fail', report.vacuous ?? []),
    account(report),
    section('Provenance', provenanceLines(report)),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

/** What was run, on what. */
function account(report: Report): string {
  const { requests, counts } = report;
  const lines = [
    `${moment(plain(report.startedAt))}, ${count(requests.total, 'call')} (${requests.planned.toLocaleString('en')} planned) in ${duration(report.durationMs)}, ${count(counts.cases, 'case')}`,
    ...extraCalls(report).map(plain),
    ...report.targets.map(
      ({ contract, kind, origin, key }) => `${code(contract)} on ${kindWords[kind]} ${code(origin)}, ${plain(key)}`,
    ),
  ];
  return ['## Run', lines.map((line) => `- ${line}`).join('\n')].join('\n\n');
}

function countsTable(report: Report): string {
  if (report.clauses.length === 0) return '';
  const row = (name: string, counts: Tally) => {
    const numbers = bySeverity.map((status) => counts[status]);
    return [name, ...[...numbers, numbers.reduce((sum, each) => sum + each, 0)].map(String)];
  };
  const contracts = contractsOf(report).map((contract) =>
    row(code(contract), tally(report.clauses.filter((clause) => clause.ref.contract === contract))),
  );
  return table(
    ['Contract', ...bySeverity.map((status) => displayStatuses[status].label), 'Total'],
    [...contracts, row('All', tally(report.clauses))],
    bySeverity.length + 1,
  );
}

function causesTable(report: Report, title: string, all: readonly Cause[]): string {
  if (all.length === 0) return '';
  const repeats = repeatsOf(report);
  const rows = all.slice(0, maxRows).map((cause) => {
    const repeat = repeats.ofCause(cause);
    const { clause, finding } = cause.first;
    const others = othersOf(report, cause);
    const more = others.count === 0 ? '' : ` and ${others.count} more: ${code(others.names.join(', '))}`;
    const { k, n } = finding.reproduced;
    const waiver = finding.waiver;
    const accepted = waiver
      ? `; waived by ${code(waiver.owner)} until ${code(waiver.expires)}, ${code(waiver.ticket)}`
      : '';
    return [
      cause.level,
      code(titleOf(cause, report.operations)),
      `${code(clause.id)}${more}`,
      code(finding.expected),
      `${code(finding.actual)} at ${code(finding.at)}`,
      `${k} of ${n}; ${faultWords[finding.fault]}${accepted}; ${code(finding.id)}`,
      code(clause.at),
      repeat === undefined ? '–' : `${code(repeat.command)}${repeat.calls === undefined ? '' : `, ${callsOf(repeat)}`}`,
    ];
  });
  const left = all.length - rows.length;
  return [
    `## ${title}`,
    table(['Level', 'Cause', 'Clause', 'Expected', 'Actual', 'Seen', 'Promised', 'Repeat'], rows, 0),
    ...(left > 0 ? [`And ${left} more in the matrix.`] : []),
  ].join('\n\n');
}

function openTable(report: Report): string {
  const rows = (['error', 'inconclusive', 'not-run'] as const).flatMap((status) =>
    reasons(report, status).map(({ clauses, because }) => [
      displayStatuses[status].label,
      String(clauses.length),
      code(because),
    ]),
  );
  if (rows.length === 0) return '';
  const left = rows.length - maxRows;
  return [
    '## Not decided',
    table(['Verdict', 'Clauses', 'Because'], rows.slice(0, maxRows), 0),
    ...(left > 0 ? [`And ${left} more reasons in the matrix.`] : []),
  ].join('\n\n');
}

function section(title: string, texts: readonly string[]): string {
  return texts.length === 0 ? '' : `## ${title}\n\n${list(texts, maxRows)}`;
}

function list(texts: readonly string[], most: number): string {
  const lines = texts.slice(0, most).map((text) => `- ${code(text)}`);
  return [...lines, ...(texts.length > most ? [`- and ${texts.length - most} more`] : [])].join('\n');
}

function table(head: readonly string[], rows: readonly (readonly string[])[], numbers: number): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const rule = head.map((_, index) => (index < head.length - numbers ? '---' : '---:'));
  return [line(head), line(rule), ...rows.map(line)].join('\n');
}

/** Numeric references cannot take part in Markdown's structure, not even as a cell's end; inside `<code>` GitHub links no mention. */
function code(text: string): string {
  const line = oneLine(text);
  const cut = line.length > maxLength ? `${line.slice(0, maxLength)}…` : line;
  return cut === '' ? '–' : `<code>${plain(cut)}</code>`;
}

function plain(text: string): string {
  return text
    .replace(
      /(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|:(?=\/)|[^\p{L}\p{N} _,.:/(){}"'+?%#=;…-]/gu,
      (character) => `&#${character.codePointAt(0)};`,
    )
    .replace(/www\./gi, (prefix) => prefix.replace('.', '&#46;'));
}
