/** Gaps for a terminal, and as Markdown that can be sent to the vendor as it stands. */
import type { Gap } from '../verdict/gaps/gap.ts';
import { cell, code } from './quote.ts';
import { count, oneLine } from './wording.ts';

/** The gaps of one vendor. */
export interface VendorGaps {
  readonly vendor: string;
  readonly gaps: readonly Gap[];
}

/** For a terminal: what is missing, where, what it would add, and the question. */
export function gapsText(all: readonly VendorGaps[]): string {
  return all
    .map(({ vendor, gaps }) => {
      const lines = [
        `${vendor}: ${count(gaps.length, 'gap')}, ${count(total(gaps), 'clause')} more if they were answered`,
      ];
      for (const { code: rule, at, says, question, adds } of gaps)
        lines.push(
          `  +${String(adds).padEnd(4)} ${rule}: ${oneLine(says)}`,
          `        ${placesOf(at)}`,
          `        ? ${oneLine(question)}`,
        );
      return `${lines.join('\n')}\n`;
    })
    .join('\n');
}

/** Places that are shown of one gap. */
const mostPlaces = 3;

const placesOf = (at: readonly string[]): string =>
  `${at[0] ?? ''}${at.length > 1 ? ` and ${count(at.length - 1, 'other place')}` : ''}`;

const total = (gaps: readonly Gap[]): number => gaps.reduce((sum, { adds }) => sum + adds, 0);

/** A letter to the vendor: one numbered question a gap, with its place in the published document. */
export function gapsMarkdown(all: readonly VendorGaps[]): string {
  return all
    .map(({ vendor, gaps }) =>
      [
        `# Questions about the API documents of ${cell(vendor)}`,
        '',
        gaps.length === 0
          ? 'Nothing was found that the documents leave open.'
          : 'We test our integration against your published documents. These points are not in them, so that we can neither rely on them nor test them. Those whose answer helps most come first.',
        '',
        ...gaps.flatMap(({ at, says, question }, index) => [
          `${index + 1}. ${cell(question)}`,
          `   - ${cell(says)}: ${at.slice(0, mostPlaces).map(code).join(', ')}${at.length > mostPlaces ? `, and ${count(at.length - mostPlaces, 'more place')}` : ''}`,
          '',
        ]),
      ].join('\n'),
    )
    .join('\n');
}
