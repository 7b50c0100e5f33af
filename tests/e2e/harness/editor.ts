/** Playwright's test server, as an editor's extension talks to it: JSON over a web socket (Playwright's testServerInterface). */
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { projectRoot, type Environment } from './project.ts';

export interface Editor {
  /** Calls a method of the test server; resolves to its result. */
  call(method: string, params?: object): Promise<object>;
  /** Ids of the tests whose title, operation included, matches. */
  testIds(pattern: string): Promise<string[]>;
  /** Closes the connection, and waits until the server has ended. */
  close(): Promise<void>;
}

interface Socket {
  on(event: 'open' | 'message', listener: (data: Buffer) => void): void;
  send(text: string): void;
  close(): void;
}
interface Entry {
  readonly title: string;
  readonly testId?: string;
  readonly entries?: readonly Entry[];
}
interface Listed {
  readonly report: readonly { readonly params?: { readonly project?: { readonly suites: readonly Entry[] } } }[];
}

const packages = path.join(projectRoot, 'node_modules');

/** Starts the server in a copy of the project, and connects to it. */
export async function openEditor(folder: string, env: Environment): Promise<Editor> {
  const cli = path.join(packages, '@playwright/test/cli.js');
  const server = spawn(process.execPath, [cli, 'test-server', '-c', 'playwright.config.ts'], {
    cwd: folder,
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...env },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = new Promise<void>((resolve) => server.on('exit', () => resolve()));
  const address = await new Promise<string>((resolve) => {
    let said = '';
    server.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const found = /ws:\S+/.exec(said)?.[0];
      if (found !== undefined) resolve(found);
    });
  });
  const { ws } = createRequire(import.meta.url)(path.join(packages, 'playwright-core/lib/utilsBundle.js')) as {
    ws: new (address: string) => Socket;
  };
  const socket = new ws(address);
  await new Promise<void>((resolve) => socket.on('open', () => resolve()));
  const waiting = new Map<number, (result: object) => void>();
  socket.on('message', (data) => {
    const { id, result } = JSON.parse(data.toString()) as { id?: number; result?: object };
    waiting.get(id ?? 0)?.(result ?? {});
  });
  let calls = 0;
  const call: Editor['call'] = (method, params = {}) => {
    calls += 1;
    const id = calls;
    const answer = new Promise<object>((resolve) => waiting.set(id, resolve));
    socket.send(JSON.stringify({ id, method, params }));
    return answer;
  };
  await call('initialize', { interceptStdio: true, closeOnDisconnect: true });
  return {
    call,
    async testIds(pattern) {
      const { report } = (await call('listTests')) as Listed;
      return report
        .flatMap(({ params }) => params?.project?.suites ?? [])
        .flatMap((suite) => idsIn(suite, '', new RegExp(pattern)));
    },
    async close() {
      socket.close();
      await ended;
    },
  };
}

function idsIn({ title, testId, entries = [] }: Entry, above: string, pattern: RegExp): string[] {
  const whole = `${above} ${title}`;
  if (testId !== undefined) return pattern.test(whole) ? [testId] : [];
  return entries.flatMap((each) => idsIn(each, whole, pattern));
}
