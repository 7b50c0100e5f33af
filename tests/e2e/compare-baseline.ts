/**
 * Lists what differs between a conformance.json of commit 9ca8919 and a new one: `npm run compare:baseline OLD.json NEW.json`.
 * Level ASKS and the verdicts of version 1 are read as today's words. Exit 0: nothing differs, 1: something does.
 */
import { readFileSync } from 'node:fs';
import { runCommand } from '../../helpers/commands/command-line.ts';
import { commands } from '../../helpers/commands/table.ts';
import { UserError } from '../../helpers/contract/types.ts';

interface Compared {
  readonly verdict: string;
  readonly clauses: readonly {
    readonly id: string;
    readonly level: string;
    readonly verdict: string;
    readonly hash?: string;
    readonly findings: readonly { readonly id?: string; readonly code: string; readonly at: string }[];
  }[];
  readonly cases?: readonly { readonly id: string; readonly verdict: string }[];
  readonly requests: { readonly perOperation?: Readonly<Record<string, number>> };
}

const words: Readonly<Record<string, string>> = { ASKS: 'INFO', undecided: 'inconclusive', broken: 'error' };
const word = (text: string): string => words[text] ?? text;

/** What is compared of a report: a line of text by key. */
function linesOf(report: Compared): Map<string, string> {
  const lines = new Map([['run', report.verdict]]);
  for (const { id, level, verdict, hash, findings } of report.clauses) {
    lines.set(`clause ${id}`, `${word(level)} ${word(verdict)} ${hash ?? ''}`);
    for (const finding of findings) lines.set(`finding ${finding.id} ${id}`, `${finding.code} ${finding.at}`);
  }
  for (const { id, verdict } of report.cases ?? []) lines.set(`case ${id}`, word(verdict));
  for (const [id, calls] of Object.entries(report.requests.perOperation ?? {})) lines.set(`calls ${id}`, String(calls));
  return lines;
}

/** Every difference, one line each, in the order of the old report and then the new. */
export function differences(before: Compared, after: Compared): string[] {
  const [old, now] = [linesOf(before), linesOf(after)];
  return [...new Set([...old.keys(), ...now.keys()])]
    .filter((key) => old.get(key) !== now.get(key))
    .map((key) => `${key}: ${old.get(key) ?? '(absent)'} -> ${now.get(key) ?? '(absent)'}`);
}

function read(file: string): Compared {
  try {
    const value = JSON.parse(readFileSync(file, 'utf8')) as Compared;
    if (Array.isArray(value.clauses)) return value;
  } catch {
    // The same line as for any other file.
  }
  throw new UserError(`${file}: is no conformance.json`);
}

if (process.argv[1] === import.meta.filename)
  await runCommand(commands['compare:baseline'], (_values, [before = '', after = '']) => {
    const [old, now] = [read(before), read(after)];
    const found = differences(old, now);
    for (const line of found) process.stdout.write(`${line}\n`);
    process.stdout.write(`${found.length} differences in ${now.clauses.length} clauses\n`);
    return found.length > 0 ? 1 : 0;
  });
