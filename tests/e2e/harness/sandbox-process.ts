/** The sandbox as a process of its own, which outlives the runs against it. */
import path from 'node:path';
import { spawn } from 'node:child_process';
import { projectRoot } from './project.ts';

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

/** Starts it on a free port. */
export async function startSandboxProcess(): Promise<SandboxProcess> {
  const child = spawn(process.execPath, [path.join(projectRoot, 'helpers/launch.mjs'), 'sandbox'], {
    cwd: projectRoot,
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], TMPDIR: process.env['TMPDIR'] },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => chunk.toString().includes('Stop it') && resolve());
    child.on('exit', (code) => reject(new Error(`the sandbox ended with ${code}`)));
  });
  const env = Object.fromEntries(
    printed
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
