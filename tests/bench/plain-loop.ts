/**
 * The requests of a run, recorded once, sent again by the plainest code there is: one request context, one after another, to the
 * sandbox in the same process. `record FILE`: stands before a sandbox and prints where; `replay FILE`: prints what it took.
 */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFileSync, writeFileSync } from 'node:fs';
import { request } from 'playwright';
import { startSandbox } from '../../sandbox/start.ts';

interface Recorded {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Headers that the client sets by itself. */
const own = new Set(['host', 'connection', 'content-length', 'transfer-encoding']);

async function record(file: string): Promise<void> {
  const sandbox = await startSandbox();
  const { hostname, port } = new URL(sandbox.origin);
  const all: Recorded[] = [];
  const server = http.createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const { method = 'GET', url = '/' } = incoming;
      const headers = Object.fromEntries(
        Object.entries(incoming.headers).flatMap(([name, value]) => (own.has(name) ? [] : [[name, String(value)]])),
      );
      all.push({ method, url, headers, body: Buffer.concat(chunks).toString('base64') });
      const onward = http.request({ hostname, port, method, path: url, headers: incoming.headers }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 500, answer.rawHeaders);
        answer.pipe(outgoing);
      });
      onward.end(Buffer.concat(chunks));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const env = Object.entries(sandbox.env).map(([name, value]) => [name, value.replaceAll(sandbox.origin, origin)]);
  process.stdout.write(`${JSON.stringify(Object.fromEntries(env))}\n`);
  process.stdin.on('end', () => {
    writeFileSync(file, JSON.stringify(all));
    process.exit(0);
  });
  process.stdin.resume();
}

async function replay(file: string): Promise<void> {
  const all = JSON.parse(readFileSync(file, 'utf8')) as Recorded[];
  const sandbox = await startSandbox();
  const context = await request.newContext();
  const before = process.cpuUsage();
  const started = performance.now();
  for (const { method, url, headers, body } of all) {
    const data = body === '' ? {} : { data: Buffer.from(body, 'base64') };
    const answer = await context.fetch(`${sandbox.origin}${url}`, { method, headers, maxRedirects: 0, ...data });
    await answer.body();
    await answer.dispose();
  }
  const { user, system } = process.cpuUsage(before);
  const [wallMs, cpuMs] = [performance.now() - started, (user + system) / 1_000];
  process.stdout.write(`${JSON.stringify({ requests: all.length, wallMs, cpuMs })}\n`);
  process.exit(0);
}

const [mode, file = ''] = process.argv.slice(2);
await (mode === 'record' ? record(file) : replay(file));
