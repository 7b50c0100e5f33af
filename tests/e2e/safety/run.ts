/** The suite as a person runs it: its own process group, in a copy of the project that nobody else touches. */
import { spawn, type ChildProcess } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Report } from '../../../helpers/verdict/report.ts';

export const projectRoot = path.resolve(import.meta.dirname, '../../..');

export interface Project {
  readonly folder: string;
  readonly journal: string;
  readonly reports: string;
  /** Changes one file of the copy: what a protection is worth shows when it is gone. */
  change(file: string, from: string | RegExp, to: string): void;
  close(): void;
}

/** A copy of the project, with a journal and reports of its own; where asked for, with the tests of the suite itself. */
export function copyProject({ withOwnTests = false } = {}): Project {
  const folder = mkdtempSync(path.join(tmpdir(), 'conformance-copy-'));
  for (const name of ['helpers', 'sandbox', 'specs', 'package.json', 'tsconfig.json', 'playwright.config.ts'])
    cpSync(path.join(projectRoot, name), path.join(folder, name), { recursive: true });
  mkdirSync(path.join(folder, 'tests'));
  for (const name of readdirSync(path.join(projectRoot, 'tests')))
    if (withOwnTests || !['unit', 'e2e', 'browser', 'soak', 'playwright.config.ts'].includes(name))
      cpSync(path.join(projectRoot, 'tests', name), path.join(folder, 'tests', name), { recursive: true });
  if (withOwnTests)
    for (const name of ['.env.example', 'CATALOGUE.md']) cpSync(path.join(projectRoot, name), path.join(folder, name));
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
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export interface Ended {
  /** Exit code, or undefined where a signal ended it. */
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
  readonly milliseconds: number;
  /** Most memory that all its processes had together, in MB (sum of resident sets, shared pages counted for each). */
  readonly peakMb: number;
  readonly report: Report | undefined;
}

export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** SIGKILL to the whole process group. */
  kill(): void;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Only what a run needs: no variable of the surroundings reaches it. */
const bare = (environment: Environment): NodeJS.ProcessEnv => ({
  PATH: process.env['PATH'],
  HOME: process.env['HOME'],
  TMPDIR: process.env['TMPDIR'],
  ...environment,
});

/** The flags of Node.js with which `npm run conformance` starts. */
const flags = (
  JSON.parse(readFileSync(path.join(projectRoot, 'package.json'), 'utf8')) as { scripts: { conformance: string } }
).scripts.conformance.match(/--(?!import)\S+/g) as string[];

/** Starts one of the suite's commands in a copy of the project. */
export function start(
  project: Project,
  command: string,
  environment: Environment,
  args: readonly string[] = [],
): Running {
  const started = performance.now();
  const child = spawn(
    process.execPath,
    [...flags, '--import', 'tsx', path.join(project.folder, 'helpers/commands', `${command}.ts`), ...args],
    { cwd: project.folder, env: bare(environment), stdio: ['ignore', 'pipe', 'pipe'], detached: true },
  );
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const group = child.pid ?? 0;
  let peak = 0;
  const timer = setInterval(() => (peak = Math.max(peak, memoryOf(group))), 50);
  const ended = new Promise<Ended>((resolve) =>
    child.on('close', (code) => {
      clearInterval(timer);
      const file = path.join(project.reports, 'conformance.json');
      resolve({
        code: code ?? undefined,
        stdout,
        stderr,
        milliseconds: Math.round(performance.now() - started),
        peakMb: Math.round(peak / 1_048_576),
        report:
          command === 'conformance' && existsSync(file)
            ? (JSON.parse(readFileSync(file, 'utf8')) as Report)
            : undefined,
      });
    }),
  );
  return { child, ended, kill: () => process.kill(-group, 'SIGKILL') };
}

export const run = (project: Project, command: string, environment: Environment, args: readonly string[] = []) =>
  start(project, command, environment, args).ended;

/** Resident memory of a process group, in bytes. */
function memoryOf(group: number): number {
  let bytes = 0;
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'latin1');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      if (Number(fields[2]) === group) bytes += Number(fields[21]) * 4_096;
    } catch {
      // It ended meanwhile.
    }
  }
  return bytes;
}

export interface SandboxProcess {
  readonly env: Readonly<Record<string, string>>;
  readonly origin: string;
  state(): Promise<State>;
  use(choice: { fault?: string; variant?: string }): Promise<void>;
  close(): void;
}
export interface State {
  readonly remaining: {
    readonly images: readonly { id: string; noteId: string; fileName: string }[];
    readonly documents: readonly { id: string; name: string }[];
  };
  readonly damaged: readonly string[];
  readonly requests: number;
}

/** The sandbox as a process of its own, which outlives the runs against it. */
export async function startSandboxProcess(): Promise<SandboxProcess> {
  const child = spawn(process.execPath, ['--import', 'tsx', path.join(projectRoot, 'sandbox/main.ts')], {
    cwd: projectRoot,
    env: bare({}),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => chunk.toString().includes('Stop it') && resolve());
    child.on('exit', (code) => reject(new Error(`the sandbox ended with ${code}`)));
  });
  const env = Object.fromEntries(
    said
      .split('\n')
      .filter((line) => line.includes('='))
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
  const { origin } = new URL(env['MAX_AI_BASE_URL'] ?? '');
  return {
    env,
    origin,
    state: async () => (await (await fetch(`${origin}/_sandbox/state`)).json()) as State,
    use: async (choice) =>
      void (await fetch(`${origin}/_sandbox/use`, { method: 'POST', body: JSON.stringify(choice) })),
    close: () => child.kill('SIGKILL'),
  };
}

/** The sandbox's environment without the probe that sends a thousand requests. */
export const withoutProbe = ({ MAX_AI_RATE_LIMIT_API_KEY: _probe, ...rest }: Readonly<Record<string, string>>) => rest;

/** The same environment, with the vendors behind another origin. */
export const behind = (env: Readonly<Record<string, string>>, sandbox: string, origin: string) =>
  Object.fromEntries(
    Object.entries(env).map(([name, value]) => [
      name,
      value.startsWith(sandbox) ? value.replace(sandbox, origin) : value,
    ]),
  );
