/** Drift for a terminal, for a job summary, and as the message of the commit that pins it. */
import type { DriftReport } from '../verdict/drift/report.ts';
import { isBlocking, type MovedThing } from '../verdict/drift/moved.ts';
import { changeWords, clauseWords, tallyWords } from './drift-words.ts';
import { cell, code } from './quote.ts';
import { count } from './wording.ts';

/** What moved, for a terminal: one thing a line, what it means below it. */
export function driftText(report: DriftReport): string {
  const lines = [`${report.vendor}: ${tallyWords(report.things)}`];
  for (const thing of report.things) {
    lines.push(`  ${thing.severity.padEnd(9)}  ${changeWords(thing)}`, `             ${moverWords(thing)}`);
    const clauses = clauseWords(thing);
    if (clauses !== '') lines.push(`             ${clauses}`);
  }
  for (const { operation, from, to, samples } of report.latency)
    lines.push(`  latency    p95 of ${operation}: ${from} ms → ${to} ms (${samples[0]} and ${samples[1]} answers)`);
  for (const id of othersOf(report)) lines.push(`  clause     ${id}: moved, and no change of the document explains it`);
  for (const notice of report.notices) lines.push(`  notice     ${notice}`);
  return `${lines.join('\n')}\n`;
}

/** Who moved, and whether it matters to us. */
function moverWords(thing: MovedThing): string {
  const seen = thing.observed ? `: expected ${thing.observed.expected}, got ${thing.observed.actual}` : '';
  const used = thing.used === false ? '; our product does not use it' : '';
  const who =
    thing.who !== 'document'
      ? thing.who
      : thing.severity === 'editorial'
        ? 'the document'
        : 'the document; no run shows whether the answers moved too';
  return `${who}${seen}${used}`;
}

const othersOf = ({ otherClauses }: DriftReport): string[] => [
  ...otherClauses.vanish,
  ...otherClauses.appear,
  ...otherClauses.tighten,
  ...otherClauses.loosen,
  ...otherClauses.alter,
];

/** The same as Markdown: a table, and the clauses of each thing. */
export function driftMarkdown(report: DriftReport): string {
  const lines = [
    `## Drift of ${cell(report.vendor)}: ${tallyWords(report.things)}`,
    '',
    `Pinned: ${report.compared.map(code).join(', ') || 'nothing was compared'}. Current: ${report.current.map(({ name }) => code(name)).join(', ') || 'no document was named'}. Runs: ${report.runs.map(({ startedAt, environments }) => `${startedAt} on ${environments.join(', ')}`).join('; ') || 'none'}.`,
  ];
  if (report.things.length > 0) {
    lines.push('', '| severity | what moved | who moved | clauses |', '| --- | --- | --- | --- |');
    for (const thing of report.things)
      lines.push(
        `| ${isBlocking(thing) ? '**breaking**' : thing.severity} | ${cell(changeWords(thing))} | ${cell(moverWords(thing))} | ${cell(clauseWords(thing)) || '–'} |`,
      );
  }
  if (report.latency.length > 0) {
    lines.push('', '| operation | p95 before | p95 now | answers |', '| --- | --- | --- | --- |');
    for (const { operation, from, to, samples } of report.latency)
      lines.push(`| ${code(operation)} | ${from} ms | ${to} ms | ${samples.join(' and ')} |`);
  }
  const others = othersOf(report);
  if (others.length > 0) lines.push('', `Clauses that moved without a named change: ${others.map(code).join(', ')}.`);
  for (const notice of report.notices) lines.push('', `- ${cell(notice)}`);
  return `${lines.join('\n')}\n`;
}

/** Subject (at most 72 characters) and body of the commit that pins what is published now. */
export function commitMessage(report: DriftReport, files: readonly string[]): string {
  const moved = report.things.filter(({ who }) => who !== 'behaviour without document');
  const lines = [`Pin ${report.vendor} as published: ${tallyWords(moved)}`.slice(0, 72), ''];
  for (const thing of moved.filter(({ severity }) => severity !== 'editorial')) {
    const clauses = clauseWords(thing);
    lines.push(`- ${thing.severity}: ${changeWords(thing)}${clauses === '' ? '' : `; ${clauses}`}`);
  }
  const editorial = moved.filter(({ severity }) => severity === 'editorial').length;
  if (editorial > 0) lines.push(`- editorial: ${count(editorial, 'text')} reworded`);
  if (moved.length > 0) lines.push('');
  for (const { name, sha256 } of report.current) lines.push(`From ${name} (SHA-256 ${sha256.slice(0, 12)}…)`);
  lines.push(`Files: ${files.join(', ') || 'none'}`);
  return `${lines.join('\n')}\n`;
}
