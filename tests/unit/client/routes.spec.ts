/** Connections are kept where a vendor's rate limit is tried; whatever comes back there is bounded and named as elsewhere. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@playwright/test';
import type { RequestPlan } from '../../../helpers/contract/types.ts';
import { tinyOperation } from '../contract/tiny.ts';
import { startProxyServer } from '../proxy-server.ts';
import { bytes, plan, rawServer, wireTo, type Reaction } from './server.ts';

const operation = await tinyOperation();

/** A server that counts its connections, and the callers that it knows by a cookie. */
async function countingServer() {
  let connections = 0;
  let known = 0;
  const server = http.createServer((request, response) => {
    if (request.headers.cookie !== undefined) known += 1;
    response.writeHead(200, { 'Content-Type': 'application/json', 'Set-Cookie': 'session=1' }).end('{}');
  });
  server.on('connection', () => (connections += 1));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    counts: () => ({ connections, known }),
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

for (const [credentials, connections] of [
  ['rate-limit', 1],
  ['valid', 3],
] as const)
  test(`three requests with the credential "${credentials}" take ${connections} connections`, async () => {
    const server = await countingServer();
    const wire = await wireTo(server.baseUrl);
    for (let n = 0; n < 3; n += 1) await wire.send({ operation, plan: plan(operation, { credentials }) });
    expect(server.counts().connections).toBe(connections);
    const before = server.counts().known;
    await wire.renew();
    await wire.send({ operation, plan: plan(operation, { credentials }) });
    expect(server.counts(), 'a new client: no connection and no cookie of the last one').toEqual({
      connections: connections + 1,
      known: before,
    });
    await wire.close();
    server.close();
  });

test('behind a proxy that is the only way out, no connection goes around it', async () => {
  const [server, proxy] = [await countingServer(), await startProxyServer()];
  const wire = await wireTo(server.baseUrl, { proxyFor: () => `http://127.0.0.1:${proxy.port}` });
  for (let n = 0; n < 2; n += 1) await wire.send({ operation, plan: plan(operation, { credentials: 'rate-limit' }) });
  expect(proxy.asked).toHaveLength(2);
  await wire.close();
  await proxy.close();
  server.close();
});

const head = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n';
const endlessly =
  (start: string, chunk: string): Reaction =>
  (socket) => {
    socket.write(start);
    const more = (error?: Error | null) => {
      if (!error && !socket.destroyed) socket.write(chunk, more);
    };
    more();
  };
const troubles: readonly [like: string, react: Reaction, because: RegExp, timeoutMs?: number][] = [
  ['goes on without end', endlessly(`${head}\r\n`, 'x'.repeat(65_536)), /^the answer went on beyond 1000000 bytes/],
  [
    'goes on without end in chunks',
    endlessly(`${head}Transfer-Encoding: chunked\r\n\r\n`, `10000\r\n${'x'.repeat(65_536)}\r\n`),
    /^the answer went on beyond 1000000 bytes/,
  ],
  ['has headers without end', endlessly(head, `X-Filler: ${'a'.repeat(1_000)}\r\n`), /^the answer breaks the rules/],
  ['never begins', () => undefined, /^no complete answer within 300 ms \(REQUEST_TIMEOUT\)$/, 300],
  [
    'is interim answers without end',
    endlessly('', 'HTTP/1.1 103 Early Hints\r\n\r\n'.repeat(500)),
    /^no complete answer/,
    300,
  ],
  ['is a reset', (socket) => void socket.resetAndDestroy(), /^the connection was reset/],
  ['ends in the middle', bytes(`${head}Content-Length: 10\r\n\r\n{`), /^the connection ended in the middle/],
  ['is no HTTP', bytes('SSH-2.0-OpenSSH\r\n'), /^the answer breaks the rules of HTTP/],
];
for (const [like, react, because, timeoutMs = 10_000] of troubles)
  test(`over a kept connection, an answer that ${like} leads to an unanswered exchange with its reason`, async () => {
    const server = await rawServer(react);
    const wire = await wireTo(server.baseUrl, { timeoutMs });
    const credentials: RequestPlan['credentials'] = 'rate-limit';
    const exchange = await wire.send({ operation, plan: plan(operation, { credentials }) });
    await wire.close();
    await server.close();
    if (exchange.kind === 'answered') throw new Error(`answered ${exchange.answer.status}`);
    expect(exchange.because).toMatch(because);
  });
