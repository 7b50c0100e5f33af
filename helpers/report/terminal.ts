/** What a person sees at the end of a run: one screen. */
import type { Report, RunVerdict } from '../verdict/report.ts';
import { causes, othersOf, reasons } from './causes.ts';
import type { Cause } from './causes.ts';
import { clip, clipMiddle, columnsIn, pad } from './fit.ts';
import { formatPlace } from '../contract/clause.ts';
import { contractsOf, rowOf, tally } from './display-status.ts';
import type { DisplayStatus, Tally } from './display-status.ts';
import { count, headline, duration, faultWords, oneLine, reasonsOf, verdictWords } from './wording.ts';

export interface SummaryOptions {
  readonly colour: boolean;
  /** Columns of the terminal; with fewer than 80 it wraps. */
  readonly width: number;
  /** Rows of the terminal, 24 where unknown: blank lines are left out if only then all fits. */
  readonly height?: number;
  /** Where the reports are, as they should be shown. */
  readonly reports: {
    readonly matrix: string;
    readonly allure?: string;
    readonly json: string;
    /** Where there is something to send to a vendor. */
    readonly evidence?: string;
  };
}

const maxLines = 40;
const minWidth = 80;
const maxContracts = 6;
const maxReasons = 2;
const maxNotices = 3;
const linesOfCause = 5;
/** The longest label: `Inconclusive`. */
const labelWidth = 12;

type Paint = (style: Style, text: string) => string;
type Style = keyof typeof codes;
const codes = { bold: '1', dim: '2', red: '31', green: '32', yellow: '33', magenta: '35' };

/** The end of a run on one screen: verdict, contracts, deviations the worst first, what stayed open, where the reports are. */
export function summary(report: Report, options: SummaryOptions): string {
  const paint: Paint = options.colour ? (style, text) => `\u001b[${codes[style]}m${text}\u001b[0m` : (_, text) => text;
  const width = Math.max(options.width, minWidth);
  const above = [verdictLines(report, width, paint), contractLines(report, width, paint)];
  const below = [
    openLines(report, width, paint),
    noticeLines(report, width, paint),
    reportLines(options, width, paint),
  ];
  const room = maxLines - [...above, ...below].flat().length;
  const sections = [...above, causeLines(report, room, width, paint), ...below].filter((lines) => lines.length > 0);
  const tight = sections.flat();
  const spaced = sections.flatMap((lines, index) => (index === 0 ? lines : ['', ...lines]));
  const height = Math.min(options.height ?? 24, maxLines);
  const loose = spaced.length <= height || (tight.length > height && spaced.length <= maxLines);
  return `${(loose ? spaced : tight).join('\n')}\n`;
}

const verdictStyle: Readonly<Record<RunVerdict, Style>> = {
  conformant: 'green',
  partial: 'yellow',
  nonconformant: 'red',
  invalid: 'magenta',
};

function verdictLines(report: Report, width: number, paint: Paint): readonly string[] {
  const word = verdictWords[report.verdict].toUpperCase();
  const facts = `${headline(report)} · ${count(report.requests.total, 'call')} in ${duration(report.durationMs)}`;
  const first = `${paint('bold', paint(verdictStyle[report.verdict], word))}  ${clip(facts, width - word.length - 2)}`;
  // What makes a run nonconformant is listed below in full; the other verdicts need their reason here.
  const why = report.verdict === 'nonconformant' ? [] : reasonsOf(report);
  return [first, ...atMost(why, 2, 'reasons').map((reason) => `  ${clip(reason, width - 2)}`)];
}

const columns: readonly {
  readonly title: string;
  readonly status: DisplayStatus;
  readonly always: boolean;
  readonly style: Style;
}[] = [
  { title: 'conforms', status: 'conforms', always: true, style: 'green' },
  { title: 'deviates', status: 'deviates', always: true, style: 'red' },
  { title: 'warns', status: 'warns', always: true, style: 'yellow' },
  { title: 'inconclusive', status: 'inconclusive', always: true, style: 'yellow' },
  { title: 'not run', status: 'not-run', always: true, style: 'dim' },
  { title: 'waived', status: 'waived', always: false, style: 'dim' },
  { title: 'error', status: 'error', always: false, style: 'magenta' },
];

function contractLines(report: Report, width: number, paint: Paint): readonly string[] {
  const rows = contractsOf(report).map((contract) => ({
    contract,
    counts: tally(report.clauses.filter((clause) => clause.ref.contract === contract)),
  }));
  if (rows.length === 0) return [];
  const used = columns.filter(({ always, status }) => always || rows.some(({ counts }) => counts[status] > 0));
  const numbers = used.reduce((sum, { title }) => sum + title.length + 2, 0);
  const name = Math.max(8, Math.min(Math.max(...rows.map(({ contract }) => contract.length)), width - numbers));
  const header = used.map(({ title }) => title.padStart(title.length + 2)).join('');
  const shown = rows
    .slice(0, maxContracts)
    .map(({ contract, counts }) => pad(oneLine(contract), name) + numbersOf(counts, used, paint));
  const left = rows.length - shown.length;
  return [
    paint('dim', `${' '.repeat(name)}${header}`),
    ...shown,
    ...(left > 0 ? [`and ${count(left, 'more contract')} in the matrix`] : []),
  ];
}

function numbersOf(counts: Tally, used: typeof columns, paint: Paint): string {
  return used
    .map(({ title, status, style }) => {
      const text = String(counts[status]).padStart(title.length + 2);
      return counts[status] > 0 ? paint(style, text) : paint('dim', text);
    })
    .join('');
}

function causeLines(report: Report, room: number, width: number, paint: Paint): readonly string[] {
  const all = causes(report);
  const shown = all.slice(0, Math.floor((room - 1) / linesOfCause));
  const left = all.length - shown.length;
  return [
    ...shown.flatMap((cause) => fiveLines(report, cause, width, paint)),
    ...(left > 0 ? [paint('bold', `and ${count(left, 'more cause')} in the matrix`)] : []),
  ];
}

function fiveLines(report: Report, cause: Cause, width: number, paint: Paint): readonly string[] {
  const { clause, finding } = cause.first;
  const level = cause.level.padEnd(6);
  const title = clip(`${oneLine(rowOf(clause.ref))}  ${oneLine(formatPlace(clause.ref))}`, width - 8);
  const style = cause.level === 'MUST' ? 'red' : 'yellow';
  const at = finding.at === '' ? '' : `${finding.at}: `;
  const line = (label: string, text: string, cut = clip) =>
    `  ${paint('dim', label.padEnd(9))} ${cut(text, width - 12)}`;
  return [
    `${paint(style, level)}  ${paint('bold', title)}`,
    line('expected', finding.expected),
    line('actual', `${at}${finding.actual}`),
    line('seen', seen(report, cause)),
    line('promised', clause.at, clipMiddle),
  ];
}

function seen(report: Report, cause: Cause): string {
  const { finding } = cause.first;
  const answers = [cause.first, ...cause.others].reduce((sum, deviation) => sum + deviation.finding.occurrences, 0);
  const { k, n } = finding.reproduced;
  const others = othersOf(report, cause);
  const more = cause.others.length === 0 ? '' : `, and ${cause.others.length} more: ${others.join(', ')}`;
  const whose = finding.fault === 'vendor' ? '' : `, ${faultWords[finding.fault]}`;
  const id = finding.id === '' ? '' : `, finding ${finding.id}`;
  return `${k} of ${n}, ${count(answers, 'answer')}${whose}${id}${more}`;
}

function openLines(report: Report, width: number, paint: Paint): readonly string[] {
  const problems = (report.waivers ?? []).map(({ clause, problem }) => ['Waiver', `${clause}: ${problem}`] as const);
  const kinds = [
    ['error', 'Error'],
    ['inconclusive', 'Inconclusive'],
    ['not-run', 'Not run'],
  ] as const;
  const open = kinds.flatMap(([status, label]) => {
    const all = reasons(report, status);
    const lines = all.map((reason) => `${reason.clauses.length}: ${reason.because}`);
    return atMost(packed(lines, width - labelWidth - 1), maxReasons, 'lines of reasons').map(
      (text) => [label, text] as const,
    );
  });
  const waivers = atMost(problems, 2, 'waivers', (text) => ['Waiver', text] as const);
  return [...waivers, ...open].map(
    ([label, text], index, all) =>
      `${paint('dim', (all[index - 1]?.[0] === label ? '' : label).padEnd(labelWidth))} ${clip(text, width - labelWidth - 1)}`,
  );
}

function noticeLines(report: Report, width: number, paint: Paint): readonly string[] {
  const vacuous = report.vacuous?.length ?? 0;
  const notices = [
    ...report.notices,
    ...(vacuous > 0 ? [`${count(vacuous, 'clause')} conformed, but no response could have failed them`] : []),
  ];
  return atMost(notices, maxNotices, 'notices').map(
    (notice) => `${paint('yellow', 'Note'.padEnd(labelWidth))} ${clip(notice, width - labelWidth - 1)}`,
  );
}

function reportLines({ reports }: SummaryOptions, width: number, paint: Paint): readonly string[] {
  const { matrix, allure, json, evidence } = reports;
  const paths = [matrix, allure, json, evidence].filter((each) => each !== undefined);
  const folder = matrix.slice(0, matrix.lastIndexOf('/') + 1);
  const shared = folder !== '' && paths.every((path) => path.startsWith(folder));
  const shown = shared ? [`${folder}:`, ...paths.map((path) => path.slice(folder.length))] : paths;
  return packed(shown, width - 12, '  ').map(
    (line, index) =>
      `${paint('dim', (index === 0 ? 'Reports' : '').padEnd(labelWidth))} ${clipMiddle(line, width - labelWidth - 1)}`,
  );
}

/** Fills lines with the texts, never breaking one. */
function packed(texts: readonly string[], width: number, between = '; '): readonly string[] {
  const lines: string[] = [];
  for (const text of texts) {
    const longer = `${lines.at(-1)}${between}${text}`;
    if (lines.length > 0 && columnsIn(longer) <= width) lines.splice(-1, 1, longer);
    else lines.push(text);
  }
  return lines;
}

function atMost(texts: readonly string[], most: number, noun: string): readonly string[];
function atMost<T>(entries: readonly T[], most: number, noun: string, say: (text: string) => T): readonly T[];
function atMost(
  entries: readonly unknown[],
  most: number,
  noun: string,
  say: (text: string) => unknown = (text) => text,
) {
  if (entries.length <= most) return entries;
  return [...entries.slice(0, most - 1), say(`and ${entries.length - most + 1} more ${noun} in the matrix`)];
}
