/** What a person sees at the end of a run: one screen. */
import type { Report, RunVerdict } from '../verdict/report.ts';
import { reasons } from './causes.ts';
import { clip, clipMiddle } from './fit.ts';
import { causeLines } from './terminal/causes.ts';
import { contractLines } from './terminal/contracts.ts';
import {
  atMost,
  codes,
  labelWidth,
  most,
  noLimits,
  packed,
  rowsOf,
  type Paint,
  type Screen,
  type Style,
} from './terminal/screen.ts';
import { count, duration, headline, oneLine, reasonsOf, verdictWords } from './wording.ts';

export interface SummaryOptions {
  readonly colour: boolean;
  /** Columns of the terminal, at least 80; without it there is none, and nothing is clipped or left out. */
  readonly width?: number;
  /** Rows of the terminal, 24 where unknown: blank lines are left out if only then all fits. */
  readonly height?: number;
  /** Where the reports are, as they should be shown. */
  readonly reports: {
    readonly matrix: string;
    readonly allure?: string;
    readonly json: string;
    /** Where there is something to send to a vendor. */
    readonly evidence?: string;
    /** The one to open first. */
    readonly first: string;
  };
}

const maxLines = 40;
const minWidth = 80;
/** The end of a run on one screen: verdict, causes the worst first, contracts, what stayed open, where the reports are, the calls. */
export function summary(report: Report, options: SummaryOptions): string {
  const paint: Paint = options.colour ? (style, text) => `\u001b[${codes[style]}m${text}\u001b[0m` : (_, text) => text;
  const isTerminal = options.width !== undefined;
  const width = Math.max(options.width ?? Infinity, minWidth);
  const screen: Screen = { width, limits: isTerminal ? most : noLimits, paint };
  const rows = isTerminal ? maxLines : Infinity;
  const verdict = verdictLines(report, screen);
  const below = [
    contractLines(report, screen),
    openLines(report, screen),
    noticeLines(report, screen),
    [...reportLines(options, screen), accountLine(report, screen)],
  ];
  const room = rows - rowsOf([verdict, ...below].flat(), width);
  const sections = [verdict, causeLines(report, room, screen), ...below].filter((lines) => lines.length > 0);
  const tight = sections.flat();
  const spaced = sections.flatMap((lines, index) => (index === 0 ? lines : ['', ...lines]));
  const height = Math.min(options.height ?? 24, maxLines);
  const taken = { tight: rowsOf(tight, width), spaced: rowsOf(spaced, width) };
  const loose = taken.spaced <= height || (taken.tight > height && taken.spaced <= rows);
  return `${(loose ? spaced : tight).join('\n')}\n`;
}

const verdictStyle: Readonly<Record<RunVerdict, Style>> = {
  conformant: 'green',
  partial: 'yellow',
  nonconformant: 'red',
  invalid: 'magenta',
};

function verdictLines(report: Report, { width, limits, paint }: Screen): readonly string[] {
  const word = verdictWords[report.verdict].toUpperCase();
  const first = `${paint('bold', paint(verdictStyle[report.verdict], word))}  ${clip(headline(report), width - word.length - 2)}`;
  // What makes a run nonconformant is listed below in full; the other verdicts need their reason here.
  const why = report.verdict === 'nonconformant' ? [] : reasonsOf(report);
  return [first, ...atMost(why, limits.verdictReasons, 'reasons').map((reason) => `  ${clip(reason, width - 2)}`)];
}

function openLines(report: Report, { width, limits, paint }: Screen): readonly string[] {
  const problems = (report.waivers ?? []).map(({ clause, problem }) => ['Waiver', `${clause}: ${problem}`] as const);
  const kinds = [
    ['error', 'Error'],
    ['inconclusive', 'Inconclusive'],
    ['not-run', 'Not run'],
  ] as const;
  const open = kinds.flatMap(([status, label]) => {
    const all = reasons(report, status);
    const lines = all.map((reason) => `${reason.clauses.length}: ${reason.because}`);
    return atMost(packed(lines, width - labelWidth - 1), limits.reasons, 'lines of reasons').map(
      (text) => [label, text] as const,
    );
  });
  const waivers = atMost(problems, limits.waivers, 'waivers', (text) => ['Waiver', text] as const);
  return [...waivers, ...open].map(
    ([label, text], index, all) =>
      `${paint('dim', (all[index - 1]?.[0] === label ? '' : label).padEnd(labelWidth))} ${clip(text, width - labelWidth - 1)}`,
  );
}

function noticeLines(report: Report, { width, limits, paint }: Screen): readonly string[] {
  const vacuous = report.vacuous?.length ?? 0;
  const notices = [
    ...report.notices,
    ...(vacuous > 0
      ? [`${count(vacuous, 'clause')} conformed, but no response could have failed ${vacuous === 1 ? 'it' : 'them'}`]
      : []),
  ];
  return atMost(notices, limits.notices, 'notices').map(
    (notice) => `${paint('yellow', 'Note'.padEnd(labelWidth))} ${clip(notice, width - labelWidth - 1)}`,
  );
}

function reportLines({ reports }: SummaryOptions, { width, paint }: Screen): readonly string[] {
  const { matrix, allure, json, evidence, first } = reports;
  const paths = [matrix, allure, json, evidence].filter((each) => each !== undefined);
  const folder = matrix.slice(0, matrix.lastIndexOf('/') + 1);
  const shared = folder !== '' && paths.every((path) => path.startsWith(folder));
  const shown = shared ? [`${folder}:`, ...paths.map((path) => path.slice(folder.length))] : paths;
  return [
    `${paint('dim', 'Open first'.padEnd(labelWidth))} ${oneLine(first)}`,
    ...packed(shown, width - 12, '  ').map(
      (line, index) =>
        `${paint('dim', (index === 0 ? 'Reports' : '').padEnd(labelWidth))} ${clipMiddle(line, width - labelWidth - 1)}`,
    ),
  ];
}

function accountLine({ requests, counts, durationMs }: Report, { width, paint }: Screen): string {
  const planned = requests.total === requests.planned ? '' : ` (${requests.planned.toLocaleString('en')} planned)`;
  const text = `${count(requests.total, 'call')}${planned} in ${duration(durationMs)}, ${count(counts.cases, 'case')}`;
  return `${paint('dim', 'Run'.padEnd(labelWidth))} ${clip(text, width - labelWidth - 1)}`;
}
