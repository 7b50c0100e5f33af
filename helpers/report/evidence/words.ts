/** Pieces of text that the pages of evidence share. */
import type { ClauseReport, FindingReport, Report } from '../../verdict/report.ts';
import { rowOf } from '../display-status.ts';
import { block, cell, code } from '../quote.ts';
import { count } from '../wording.ts';
import { operationNamed } from '../../verdict/operation-named.ts';

/** `DELETE /notes/{noteId}/images/{imageId}`, 404. */
export function whereOf(report: Report, { ref }: Pick<ClauseReport, 'ref'>): string {
  const known = operationNamed(report.operations, rowOf(ref));
  const status = ref.status === undefined ? '' : `, ${cell(ref.status)}`;
  return `${code(known ? `${known.method} ${known.path}` : rowOf(ref))}${status}`;
}

/** `3 of 3 requests, 12 responses, in 4 runs in a row`. */
export const seen = ({ reproduced: { k, n }, streak, occurrences }: FindingReport): string =>
  `${k} of ${count(n, 'request')}, ${count(occurrences, 'response')}${streak !== undefined && streak > 1 ? `, in ${streak} runs in a row` : ''}`;

const isAddress = (text: string): boolean => /^https?:\/\/[^\s<>()]+$/.test(text);

/** An address as a link, any other text as code. */
export const linked = (text: string): string => (isAddress(text) ? `<${text}>` : code(text));

/** Where a clause is promised: a place of the document, or a page. */
export function promisedAt({ at }: ClauseReport): string {
  const [file = '', pointer] = at.split('#');
  if (pointer === undefined || isAddress(file)) return linked(at);
  return `${code(`#${pointer}`)} of your document, kept as ${code(file)}`;
}

/** The vendor's own words, quoted; and apart from them what we read in them. */
export const promised = (clause: ClauseReport): string[] => [
  ...(clause.quote === undefined
    ? []
    : [
        'Your words:',
        '',
        ...(clause.quote.includes('\n') ? block('text', clause.quote) : [`> ${cell(clause.quote)}`]),
        '',
      ]),
  `${clause.quote === undefined ? 'As we read it' : 'How we read them'}: ${cell(clause.sentence)}`,
  '',
  `- Where: ${promisedAt(clause)}`,
];

/** An answer as text. */
export const answerText = ({ answer }: NonNullable<FindingReport['exchange']>): string =>
  answer
    ? [String(answer.status), ...answer.headers.map(([name, value]) => `${name}: ${value}`), '', answer.body].join('\n')
    : '';
