/** What an import did, for a terminal. */
import type { Collected } from '../contract/import/collect.ts';
import type { Conflict } from '../contract/import/published.ts';
import type { ImportPlan, PlannedDocument } from '../verdict/drift/import-plan.ts';
import { changeWords, tallyWords, valueWords } from './drift-words.ts';
import { count } from './wording.ts';

const saysWhat: Readonly<Record<PlannedDocument['what'], string>> = {
  new: 'new',
  skeleton: 'new, a skeleton generated from prose: needs manual completion',
  unchanged: 'as published',
  updated: 'updated',
  kept: 'unchanged: its page is prose and needs manual work',
};

/** Each document with what changed in it, then conflicts, contradictions of prose, and texts that gave nothing. */
export function importText(vendor: string, plan: ImportPlan, collected: Collected, isDry: boolean): string {
  const lines = [
    `specs/${vendor}: ${count(collected.texts.length, 'text')} read${isDry ? ', nothing written (--dry-run)' : ''}`,
  ];
  for (const each of plan.documents) lines.push(...documentLines(each));
  for (const { file } of plan.alone) lines.push(`  ${file}: not found in these texts; unchanged`);
  for (const { name, because } of collected.unread) lines.push(`  not read: ${name}: ${because}`);
  if (collected.without.length > 0)
    lines.push(`  ${count(collected.without.length, 'text')} without anything to import${firstOf(collected.without)}`);
  lines.push(`  ${isDry ? 'would write' : 'wrote'}: ${[...plan.writes.keys()].join(', ') || 'nothing, no change'}`);
  return `${lines.join('\n')}\n`;
}

const firstOf = ([first]: Collected['without']): string => (first ? `, such as ${first.name}: ${first.because}` : '');

function documentLines({ file, what, published, news, explained }: PlannedDocument): string[] {
  const parts = count(published.parts.length, 'page');
  const moved = news.length > 0 ? `: ${tallyWords(news)}` : '';
  const known = explained.length > 0 ? `; ${count(explained.length, 'difference')} known (explained.lock)` : '';
  const notes = published.parts.flatMap((part) => part.notes);
  return [
    `  ${file}: ${saysWhat[what]}${moved}, from ${parts}${known}`,
    ...news.map((change) => `    ${change.severity.padEnd(9)}  ${changeWords(change)}`),
    ...published.conflicts.map(conflictLine),
    ...notes.map(({ code, pointer, sentence }) => `    ${code}  ${sentence}${pointer === '' ? '' : ` (${pointer})`}`),
  ];
}

const conflictLine = ({ pointer, kept, dropped, wording }: Conflict): string =>
  `    conflict${wording ? ' of wording' : ''} at ${pointer}: ${valueWords(kept.value, undefined)} (${kept.from}) was kept, ${valueWords(dropped.value, undefined)} (${dropped.from}) was not`;
