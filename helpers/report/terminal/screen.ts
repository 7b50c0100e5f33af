/** What the lines of the summary are made for, and how they are fitted into it. */
import { columnsIn } from '../fit.ts';

export const most = { contracts: 6, reasons: 2, notices: 3, waivers: 2, verdictReasons: 2 };
export type Limits = Readonly<Record<keyof typeof most, number>>;
export const noLimits: Limits = {
  contracts: Infinity,
  reasons: Infinity,
  notices: Infinity,
  waivers: Infinity,
  verdictReasons: Infinity,
};
/** The longest label: `Inconclusive`. */
export const labelWidth = 12;

export type Paint = (style: Style, text: string) => string;
export type Style = keyof typeof codes;
export const codes = { bold: '1', dim: '2', red: '31', green: '32', yellow: '33', magenta: '35' };

/** What the lines are made for. */
export interface Screen {
  readonly width: number;
  readonly limits: Limits;
  readonly paint: Paint;
}

// oxlint-disable-next-line no-control-regex -- these are the colours
const colourCodes = /\u001b\[\d+m/g;

/** Rows that lines take: a command or a path is never cut, it goes on in the next row. */
export const rowsOf = (lines: readonly string[], width: number): number =>
  lines.reduce((sum, line) => sum + Math.max(1, Math.ceil(columnsIn(line.replaceAll(colourCodes, '')) / width)), 0);

/** Fills lines with the texts, never breaking one. */
export function packed(texts: readonly string[], width: number, between = '; '): readonly string[] {
  const lines: string[] = [];
  for (const text of texts) {
    const longer = `${lines.at(-1)}${between}${text}`;
    if (lines.length > 0 && columnsIn(longer) <= width) lines.splice(-1, 1, longer);
    else lines.push(text);
  }
  return lines;
}

export function atMost(texts: readonly string[], limit: number, noun: string): readonly string[];
export function atMost<T>(entries: readonly T[], limit: number, noun: string, say: (text: string) => T): readonly T[];
export function atMost(
  entries: readonly unknown[],
  limit: number,
  noun: string,
  say: (text: string) => unknown = (text) => text,
) {
  if (entries.length <= limit) return entries;
  return [...entries.slice(0, limit - 1), say(`and ${entries.length - limit + 1} more ${noun} in the matrix`)];
}
