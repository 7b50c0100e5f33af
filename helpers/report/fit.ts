/** Text into the columns of a terminal. */
import { oneLine } from './wording.ts';

const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;

/** Columns that a terminal gives the text. */
export function columnsIn(text: string): number {
  let sum = 0;
  for (const character of text) sum += cells(character);
  return sum;
}

function cells(character: string): number {
  if (/\p{M}/u.test(character)) return 0;
  return wide.test(character) ? 2 : 1;
}

function head(text: string, width: number): string {
  let kept = '';
  let used = 0;
  for (const character of text) {
    used += cells(character);
    if (used > width) break;
    kept += character;
  }
  return kept;
}

/** One line of at most so many columns. */
export function clip(text: string, width: number): string {
  const line = oneLine(text);
  return columnsIn(line) <= width ? line : `${head(line, width - 1)}…`;
}

/** The same, cut in the middle: a pointer says most at its beginning and its end. */
export function clipMiddle(text: string, width: number): string {
  const line = oneLine(text);
  if (columnsIn(line) <= width) return line;
  const start = Math.ceil((width - 1) / 2);
  const end = backwards(head(backwards(line), width - 1 - start));
  return `${head(line, start)}…${end}`;
}

function backwards(text: string): string {
  return Array.from(text).reverse().join('');
}

/** One line of exactly so many columns. */
export function pad(text: string, width: number): string {
  const line = clipMiddle(text, width);
  return line + ' '.repeat(Math.max(0, width - columnsIn(line)));
}
