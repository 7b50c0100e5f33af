/** `npm run corpus`: reads documents as a run would and prints one line for each: what it costs and what there is to verify. */
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { UserError } from '../contract/types.ts';
import { runCommand } from './command-line.ts';
import type { CorpusLine } from './corpus-worker.ts';
import { commands } from './table.ts';

const worker = fileURLToPath(new URL('corpus-worker.ts', import.meta.url));

/** Longest time for one document, in milliseconds. */
const limit = 120_000;
/** A process reads so many small documents, and a large one alone. */
const together = 25;
const large = 400_000;

/** The documents that a file or folder names, in order. Throws UserError where there is no such file. */
function documentsIn(name: string): string[] {
  const found = statSync(name, { throwIfNoEntry: false });
  if (!found) throw new UserError(`${name}: is not there`);
  if (!found.isDirectory()) return [name];
  return readdirSync(name, { recursive: true, encoding: 'utf8' })
    .filter((each) => /\.(?:ya?ml|json)$/i.test(each))
    .map((each) => path.join(name, each))
    .filter((each) => statSync(each).isFile() && isDocument(readFileSync(each, 'utf8')))
    .toSorted();
}

/** Whether a text names the version of OpenAPI or Swagger that it is written in. */
const isDocument = (text: string): boolean =>
  /^[{\s]*["']?(?:openapi|swagger)["']?\s*:\s*["']?[23]|^\s*[{,]?\s{0,8}"(?:openapi|swagger)"\s*:\s*"[23]/m.test(text);

function groupsOf(files: readonly string[]): string[][] {
  const groups: string[][] = [];
  let small: string[] = [];
  for (const file of files) {
    if (statSync(file).size > large) groups.push([file]);
    else small.push(file);
    if (small.length === together) {
      groups.push(small);
      small = [];
    }
  }
  return small.length > 0 ? [...groups, small] : groups;
}

/** Reads some documents in a process of their own, so that one that ends it takes no other with it. */
async function readGroup(files: readonly string[]): Promise<CorpusLine[]> {
  const output = await new Promise<string>((resolve) => {
    execFile(
      process.execPath,
      ['--expose-gc', '--import', 'tsx', worker, ...files],
      { timeout: limit + files.length * 5_000, maxBuffer: 64_000_000 },
      (_error, stdout) => resolve(stdout),
    );
  });
  const lines = output
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as CorpusLine);
  const [next, ...rest] = files.slice(lines.length);
  if (next === undefined) return lines;
  const failed: CorpusLine = {
    ...nothing,
    file: next,
    error: `its process ended, or took more than ${limit / 1_000} s`,
  };
  return [...lines, failed, ...(rest.length > 0 ? await readGroup(rest) : [])];
}

const nothing = {
  kilobytes: 0,
  milliseconds: 0,
  megabytes: 0,
  operations: 0,
  clauses: 0,
  cases: 0,
  findings: 0,
  rules: {},
};

const columns = ['kB', 'ms', 'MB', 'operations', 'clauses', 'cases', 'findings'] as const;
const header = [...columns.map((name) => name.padStart(Math.max(7, name.length))), ' document'].join(' ');

function rowOf(line: CorpusLine): string {
  const { kilobytes, milliseconds, megabytes, operations, clauses, cases, findings, file, error } = line;
  const numbers = [kilobytes, milliseconds, megabytes, operations, clauses, cases, findings].map((value, index) =>
    String(value).padStart(Math.max(7, columns[index]?.length ?? 0)),
  );
  return `${numbers.join(' ')}  ${file}${error === undefined ? '' : `  ERROR ${error}`}`;
}

function summary(lines: readonly CorpusLine[]): string {
  const errors = lines.filter(({ error }) => error !== undefined).length;
  const empty = lines.filter(({ error, operations }) => error === undefined && operations === 0).length;
  const rules = new Map<string, number>();
  for (const line of lines)
    for (const [rule, count] of Object.entries(line.rules)) rules.set(rule, (rules.get(rule) ?? 0) + count);
  const slowest = lines.toSorted((a, b) => b.milliseconds - a.milliseconds)[0];
  return [
    `${lines.length} documents: ${lines.length - errors - empty} read, ${empty} without an operation, ${errors} not read`,
    `longest: ${slowest?.milliseconds ?? 0} ms (${slowest?.file ?? ''}); largest: ${Math.max(...lines.map(({ megabytes }) => megabytes))} MB`,
    `findings: ${[...rules]
      .toSorted((a, b) => b[1] - a[1])
      .map(([rule, count]) => `${rule} ${count}`)
      .join(', ')}`,
  ].join('\n');
}

await runCommand(commands.corpus, async ({ json }, names) => {
  const files = names.flatMap(documentsIn);
  if (files.length === 0) throw new UserError(`${names.join(', ')}: no OpenAPI or Swagger document`);
  const lines: CorpusLine[] = [];
  if (json !== true) process.stdout.write(`${header}\n`);
  for (const group of groupsOf(files))
    for (const line of await readGroup(group)) {
      lines.push(line);
      if (json !== true) process.stdout.write(`${rowOf(line)}\n`);
    }
  process.stdout.write(json === true ? `${JSON.stringify(lines, null, 2)}\n` : `${summary(lines)}\n`);
  return lines.some(({ error }) => error !== undefined) ? 1 : 0;
});
