/** Text of others in Markdown that people and GitHub read: as code, where nothing in it has a power. */
import { oneLine } from './wording.ts';

/** Longer than any run of back ticks in it, so that nothing of a vendor's gets out of it. */
const fence = (text: string, least: number): string =>
  '`'.repeat(Math.max(least, ...[...text.matchAll(/`+/g)].map(([run]) => run.length + 1)));

/** Text as code on one line, also in a cell of a table. */
export function code(text: string): string {
  const line = oneLine(text).slice(0, 300);
  const ticks = fence(line, 1);
  return line === ''
    ? '–'
    : `${ticks}${ticks.length > 1 ? ' ' : ''}${line.replaceAll('|', '\\|')}${ticks.length > 1 ? ' ' : ''}${ticks}`;
}

/** Text in a cell or a link, where none of its characters is markup. */
export const cell = (text: string): string => oneLine(text).replaceAll(/[\\`*_[\]<>|]/g, '\\$&');

/** A block of code. */
export function block(language: string, text: string): string[] {
  const ticks = fence(text, 3);
  return [`${ticks}${language}`, text.trimEnd(), ticks];
}
