/** The run as a short Markdown page for the summary of a CI job. */
import type { Report } from '../verdict/report.ts';
import { causes, othersOf, reasons } from './causes.ts';
import type { Cause } from './causes.ts';
import { contractsOf, displayStatuses, tally, bySeverity } from './display-status.ts';
import type { Tally } from './display-status.ts';
import {
  count,
  duration,
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
  const blocks = [
    `# ${verdictWords[report.verdict]}: ${headline(report)}`,
    [
      `${moment(plain(report.startedAt))}, ${count(report.requests.total, 'call')} in ${duration(report.durationMs)}`,
      ...report.targets.map(
        ({ contract, kind, origin, key }) => `${code(contract)} on ${kindWords[kind]} ${code(origin)}, ${plain(key)}`,
      ),
    ]
      .map((line) => `- ${line}`)
      .join('\n'),
    list(reasonsOf(report), maxRows),
    countsTable(report),
    causesTable(report, 'Deviations', causes(report)),
    causesTable(report, 'Waived', causes(report, 'waived')),
    openTable(report),
    section(
      'Waivers that do not hold',
      (report.waivers ?? []).map(({ clause, problem }) => `${clause}: ${problem}`),
    ),
    section('Notes', report.notices),
    section('Conforming, but no response could have failed them', report.vacuous ?? []),
    section('Provenance', provenanceLines(report)),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

function countsTable(report: Report): string {
  if (report.clauses.length === 0) return '';
  const row = (name: string, counts: Tally) => [name, ...bySeverity.map((status) => String(counts[status]))];
  const contracts = contractsOf(report).map((contract) =>
    row(code(contract), tally(report.clauses.filter((clause) => clause.ref.contract === contract))),
  );
  return table(
    ['Contract', ...bySeverity.map((status) => displayStatuses[status].label)],
    [...contracts, row('All', tally(report.clauses))],
    bySeverity.length,
  );
}

function causesTable(report: Report, title: string, all: readonly Cause[]): string {
  if (all.length === 0) return '';
  const rows = all.slice(0, maxRows).map((cause) => {
    const { clause, finding } = cause.first;
    const more =
      cause.others.length === 0 ? '' : ` and ${cause.others.length} more: ${code(othersOf(report, cause).join(', '))}`;
    const { k, n } = finding.reproduced;
    const waiver = finding.waiver;
    const accepted = waiver
      ? `; waived by ${code(waiver.owner)} until ${code(waiver.expires)}, ${code(waiver.ticket)}`
      : '';
    return [
      cause.level,
      `${code(clause.id)}${more}`,
      code(finding.expected),
      `${code(finding.actual)} at ${code(finding.at)}`,
      `${k} of ${n}; ${faultWords[finding.fault]}${accepted}; ${code(finding.id)}`,
      code(clause.at),
    ];
  });
  const left = all.length - rows.length;
  return [
    `## ${title}`,
    table(['Level', 'Clause', 'Expected', 'Actual', 'Seen', 'Promised'], rows, 0),
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
