/** This project and its commands as a person runs them: in a copy of its own where a test changes something, each in its own process group. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Report } from '../../../helpers/verdict/report.ts';

export const projectRoot = path.resolve(import.meta.dirname, '../../..');

/** Tests of the suite itself: a copy gets them only where they are asked for. */
const ownTests = ['unit', 'e2e', 'browser', 'soak', 'bench', 'playwright.config.ts'];

export interface Project {
  readonly folder: string;
  readonly journal: string;
  readonly reports: string;
  /** Replaces one place in one file of the copy. Throws where it is absent or not the only one. */
  change(file: string, from: string | RegExp, to: string): void;
  readonly remove: () => void;
}

let compiled: string | undefined;

/** Compiles the project where that has not been done yet; gives the folder of what was compiled last. */
function compile(): string {
  const home = '.cache/compiled';
  execFileSync(process.execPath, [path.join(projectRoot, 'helpers/launch.mjs'), 'plan', '--help']);
  const times = readdirSync(path.join(projectRoot, home)).map((name) => {
    const folder = path.join(home, name);
    return { folder, time: statSync(path.join(projectRoot, folder), { throwIfNoEntry: false })?.mtimeMs ?? 0 };
  });
  return times.toSorted((a, b) => b.time - a.time)[0]?.folder ?? home;
}

/** Copies the project, with a journal and reports of its own; packages are linked. */
export function copyProject({ withOwnTests = false } = {}): Project {
  const folder = mkdtempSync(path.join(tmpdir(), 'conformance-copy-'));
  // With its times, so that what is compiled of it already is found; cp takes a tenth of the time of Node's own copy.
  const copy = (names: readonly string[], to: string) => {
    mkdirSync(path.join(folder, to), { recursive: true });
    execFileSync('cp', ['-pR', ...names.map((name) => path.join(projectRoot, name)), path.join(folder, to)]);
  };
  const tests = readdirSync(path.join(projectRoot, 'tests')).filter((name) => withOwnTests || !ownTests.includes(name));
  copy(['helpers', 'sandbox', 'specs', 'package.json', 'tsconfig.json', 'playwright.config.ts', '.env.example'], '');
  copy(
    tests.map((name) => path.join('tests', name)),
    'tests',
  );
  copy([(compiled ??= compile())], '.cache/compiled');
  symlinkSync(path.join(projectRoot, 'node_modules'), path.join(folder, 'node_modules'));
  return {
    folder,
    journal: path.join(folder, '.journal'),
    reports: path.join(folder, 'reports'),
    change(file, from, to) {
      const place = path.join(folder, file);
      const before = readFileSync(place, 'utf8');
      const after = before.replace(from, to);
      if (after === before) throw new Error(`${file} has no ${String(from)}`);
      if (typeof from === 'string' && before.split(from).length > 2)
        throw new Error(`${file} has more than one ${from}`);
      writeFileSync(place, after);
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** Nothing of the host's environment reaches a command but what every process needs. */
const bare = (environment: Environment): NodeJS.ProcessEnv => ({
  PATH: process.env['PATH'],
  HOME: process.env['HOME'],
  TMPDIR: process.env['TMPDIR'],
  ...environment,
});

export interface Ended {
  /** Exit code; null where a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly milliseconds: number;
}

export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** SIGKILL to the whole process group. */
  kill(): void;
}

/** Starts any program in a folder; by default in the project's. */
function launch(file: string, args: readonly string[], env: Environment, folder: string): Running {
  const started = performance.now();
  const child = spawn(file, args, { cwd: folder, env: bare(env), stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => void (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => void (stderr += chunk.toString()));
  const ended = new Promise<Ended>((resolve, reject) =>
    child
      .on('error', reject)
      .on('close', (code) => resolve({ code, stdout, stderr, milliseconds: performance.now() - started })),
  );
  return { child, ended, kill: () => process.kill(-(child.pid ?? 0), 'SIGKILL') };
}

/** Runs any program in a folder; by default in the project's. */
export const execute = (file: string, args: readonly string[], env: Environment, folder: string = projectRoot) =>
  launch(file, args, env, folder).ended;

export interface CommandOptions {
  readonly args?: readonly string[];
  readonly env?: Environment;
  /** Of a copy of the project; by default the project itself. */
  readonly folder?: string;
}

/** What `npm run` starts for each command: flags of Node.js and a file, or a file that tsx runs. */
const { scripts } = JSON.parse(readFileSync(path.join(projectRoot, 'package.json'), 'utf8')) as {
  readonly scripts: Readonly<Record<string, string>>;
};

/** The arguments of Node.js by which `npm run` starts a command, in a folder. */
function startOf(name: string, folder: string): string[] {
  const [program, ...words] = (scripts[name] ?? '').split(' ');
  const args = program === 'tsx' ? ['--import', 'tsx', ...words] : words;
  return args.map((word) => (word.startsWith('helpers/') ? path.join(folder, word) : word));
}

/** Starts a command of `helpers/commands/`. */
export function start(name: string, { args = [], env = {}, folder = projectRoot }: CommandOptions = {}): Running {
  return launch(process.execPath, [...startOf(name, folder), ...args], env, folder);
}

/** Runs a command of `helpers/commands/` to its end. */
export const command = (name: string, options: CommandOptions = {}): Promise<Ended> => start(name, options).ended;

export interface Conformance extends Ended {
  readonly report: Report;
  /** The folder of the reports; `remove()` when done. */
  readonly reports: string;
  readonly remove: () => void;
}

/** A whole run, with its reports in a folder of their own. */
export async function conformance(options: CommandOptions = {}): Promise<Conformance> {
  const reports = mkdtempSync(path.join(tmpdir(), 'reports-'));
  const ended = await command('conformance', { ...options, env: { ...options.env, REPORTS_DIR: reports } });
  return {
    ...ended,
    report: reportIn(reports),
    reports,
    remove: () => rmSync(reports, { recursive: true, force: true }),
  };
}

/** The report in a folder of reports. */
export const reportIn = (reports: string): Report =>
  JSON.parse(readFileSync(path.join(reports, 'conformance.json'), 'utf8')) as Report;
