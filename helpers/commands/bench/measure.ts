/** Runs a program to its end and measures it with all that it starts: time, processor time, memory, phases. */
import { spawn, type ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { childEnvironment } from '../../config/environment.ts';
import { projectRoot } from '../../config/project.ts';
import { UserError } from '../../contract/types.ts';

/** What one Node.js process of a program used. */
export interface UsedBy {
  readonly role: 'command' | 'worker' | 'Allure';
  /** User and system time in milliseconds. */
  readonly cpuMs: number;
  /** The most memory it had at a time. */
  readonly megabytes: number;
  /** Ends of phases, in milliseconds since it started, and the processor time until then. */
  readonly marks: readonly (readonly [phase: string, at: number, cpuMs: number])[];
}

export interface Measured {
  readonly wallMs: number;
  /** User and system time of all Node.js processes. */
  readonly cpuMs: number;
  /** The most memory of all processes at a time, what they share counted once (PSS); 0 where the system does not tell. */
  readonly peakMegabytes: number;
  readonly processes: readonly UsedBy[];
  readonly stdout: string;
}

export type Variables = Readonly<Record<string, string>>;

const marks = path.join(projectRoot, 'tests/bench/marks.cjs');
const used = path.join(projectRoot, '.cache/bench.jsonl');
const sampledEveryMs = 100;

/** Runs `node` with these arguments in the project's folder. Throws UserError where it ends with another code than 0 or 1. */
export async function measure(args: readonly string[], variables: Variables = {}): Promise<Measured> {
  rmSync(used, { force: true });
  const started = performance.now();
  const child = spawn(process.execPath, args, {
    cwd: projectRoot,
    env: { ...childEnvironment(), ...variables, NODE_OPTIONS: `--require=${marks}` },
    stdio: ['ignore', 'pipe', 'ignore'],
    detached: true,
  });
  const end = () => {
    process.kill(-(child.pid ?? 0), 'SIGKILL');
    process.exit(130);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, end);
  let [stdout, peak] = ['', 0];
  child.stdout.on('data', (chunk: Buffer) => void (stdout += chunk.toString()));
  const sampling = setInterval(() => void (peak = Math.max(peak, memoryOf(child.pid ?? 0))), sampledEveryMs);
  const code = await new Promise((resolve) => child.on('close', resolve));
  const wallMs = performance.now() - started;
  clearInterval(sampling);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, end);
  if (code !== 0 && code !== 1) throw new UserError(`node ${args.join(' ')} ended with ${String(code)}`);
  const processes = readFileSync(used, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as UsedBy);
  const cpuMs = processes.reduce((sum, each) => sum + each.cpuMs, 0);
  return { wallMs, cpuMs, peakMegabytes: Math.round(peak), processes, stdout };
}

/** Memory of a process group in megabytes: the sum of proportional set sizes (proc(5), smaps_rollup). */
function memoryOf(group: number): number {
  let kilobytes = 0;
  for (const name of attempt(() => readdirSync('/proc')).filter((each) => /^\d+$/.test(each))) {
    const stat = attempt(() => [readFileSync(`/proc/${name}/stat`, 'latin1')])[0] ?? '';
    if (Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[2]) !== group) continue;
    const rollup = attempt(() => [readFileSync(`/proc/${name}/smaps_rollup`, 'latin1')])[0] ?? '';
    kilobytes += Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0);
  }
  return kilobytes / 1_024;
}

function attempt(read: () => string[]): string[] {
  try {
    return read();
  } catch {
    return [];
  }
}

export interface Server {
  /** What it printed first, as JSON. */
  readonly said: Variables;
  /** Ends its input, and waits until it is gone. */
  close(): Promise<void>;
}

/** Starts a TypeScript file that prints one line of JSON and runs until its input ends. */
export async function serve(args: readonly string[]): Promise<Server> {
  const child: ChildProcess = spawn(process.execPath, ['--import', 'tsx', ...args], {
    cwd: projectRoot,
    env: childEnvironment(),
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => child.on('close', resolve));
  const line = await new Promise<string>((resolve, reject) => {
    let text = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes('\n')) resolve(text.slice(0, text.indexOf('\n')));
    });
    child.on('close', () => reject(new UserError(`${args.join(' ')} ended before it was ready`)));
  });
  return {
    said: JSON.parse(line) as Variables,
    async close() {
      child.stdin?.end();
      await ended;
    },
  };
}
