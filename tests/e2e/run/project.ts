/** A copy of this project in a folder of its own, and its commands run as a person runs them. */
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { projectRoot } from '../../../helpers/run/worker.ts';
import type { Report } from '../../../helpers/verdict/report.ts';

/** What the commands need; packages are linked, not copied. */
const parts = [
  'helpers',
  'sandbox',
  'specs',
  'tests/contract.spec.ts',
  'tests/max-ai',
  'tests/invox-medical',
  'package.json',
  'tsconfig.json',
  'playwright.config.ts',
  'CATALOGUE.md',
];

export interface Project {
  readonly folder: string;
  readonly remove: () => void;
}

/** Copies the project as it stands. */
export function copyProject(): Project {
  const folder = mkdtempSync(path.join(tmpdir(), 'project-'));
  const there = new Set([
    ...readdirSync(projectRoot),
    ...readdirSync(path.join(projectRoot, 'tests')).map((name) => `tests/${name}`),
  ]);
  for (const part of parts)
    if (there.has(part)) cpSync(path.join(projectRoot, part), path.join(folder, part), { recursive: true });
  symlinkSync(path.join(projectRoot, 'node_modules'), path.join(folder, 'node_modules'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

export type Environment = Readonly<Record<string, string | undefined>>;

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly milliseconds: number;
}

/** Runs a command of `helpers/commands/`. No variable of the suite comes from the surroundings. */
export function command(
  name: 'conformance' | 'plan' | 'catalogue',
  { args = [], env = {}, folder = projectRoot }: { args?: readonly string[]; env?: Environment; folder?: string } = {},
): Promise<Ended> {
  return execute(process.execPath, ['--import', 'tsx', `helpers/commands/${name}.ts`, ...args], env, folder);
}

/** Runs anything in the project's folder. */
export async function execute(
  file: string,
  args: readonly string[],
  env: Environment,
  folder: string = projectRoot,
): Promise<Ended> {
  const started = performance.now();
  const own = Object.entries(process.env).filter(
    ([key]) =>
      !/^(MAX_AI_|INVOX_|TEST_|PW_|PLAYWRIGHT_|GITHUB_|CI$|STRICT$|TARGET_|REQUEST_|FORCE_COLOR|NODE_OPTIONS)/.test(
        key,
      ),
  );
  const child = spawn(file, args, {
    cwd: folder,
    env: { ...Object.fromEntries(own), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => void (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => void (stderr += chunk.toString()));
  const code = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  return { code, stdout, stderr, milliseconds: performance.now() - started };
}

export interface Conformance extends Ended {
  readonly report: Report;
  /** The folder of the reports; `remove()` when done. */
  readonly reports: string;
  readonly remove: () => void;
}

/** A whole run with its reports in a folder of their own. */
export async function conformance(
  options: { args?: readonly string[]; env?: Environment; folder?: string } = {},
): Promise<Conformance> {
  const reports = mkdtempSync(path.join(tmpdir(), 'reports-'));
  const ended = await command('conformance', { ...options, env: { ...options.env, REPORTS_DIR: reports } });
  const report = JSON.parse(readFileSync(path.join(reports, 'conformance.json'), 'utf8')) as Report;
  return { ...ended, report, reports, remove: () => rmSync(reports, { recursive: true, force: true }) };
}
