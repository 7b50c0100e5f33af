/**
 * Lists what differs between a conformance.json of commit 9ca8919 and a new one: `npm run compare:baseline OLD.json NEW.json`.
 * Level ASKS and the verdicts of version 1 are read as today's words. Exit 0: nothing differs, 1: something does.
 */
import { readFileSync } from 'node:fs';

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

if (process.argv[1] === import.meta.filename) {
  const files = process.argv.slice(2);
  const [before, after] = files.map((file) => JSON.parse(readFileSync(file, 'utf8')) as Compared);
  if (!before || !after || files.length > 2) {
    process.stderr.write('usage: npm run compare:baseline -- OLD.json NEW.json\n');
    process.exitCode = 2;
  } else {
    const found = differences(before, after);
    for (const line of found) process.stdout.write(`${line}\n`);
    process.stdout.write(`${found.length} differences in ${after.clauses.length} clauses\n`);
    process.exitCode = found.length > 0 ? 1 : 0;
  }
}
