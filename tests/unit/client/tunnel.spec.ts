/** The way out: directly, over IPv6, by a name with several addresses, or through the proxy of a corporate network. */
import net from 'node:net';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@playwright/test';
import type { Exchange } from '../../../helpers/contract/types.ts';
import { dial } from '../../../helpers/client/dial.ts';
import { tinyOperation } from '../contract/tiny.ts';
import { startProxyServer, type ProxyServer } from '../proxy-server.ts';
import { http, plan, rawServer, silentPort, wireTo } from './server.ts';

const operation = await tinyOperation();

/** Sends one request to a base URL through a proxy. */
async function through(proxy: string, baseUrl: string): Promise<Exchange> {
  const wire = await wireTo(baseUrl, { proxyFor: () => proxy });
  try {
    return await wire.send({ operation, plan: plan(operation) });
  } finally {
    await wire.close();
  }
}

const because = (exchange: Exchange): string => (exchange.kind === 'unanswered' ? exchange.because : 'answered');

async function withProxy(options: Parameters<typeof startProxyServer>[0], use: (proxy: ProxyServer) => Promise<void>) {
  const proxy = await startProxyServer(options);
  try {
    await use(proxy);
  } finally {
    await proxy.close();
  }
}

test('a request goes through the proxy, which looks the name up, and its response comes back whole', async () => {
  const text = JSON.stringify({ id: 'x'.repeat(100_000) });
  const server = await rawServer(http(text));
  const port = Number(new URL(server.baseUrl).port);
  await withProxy({ to: port }, async (proxy) => {
    const exchange = await through(`http://127.0.0.1:${proxy.port}`, `http://only-the-proxy-knows.example:${port}`);
    expect(exchange.kind === 'answered' && exchange.answer.body.toString()).toBe(text);
    expect(proxy.asked).toEqual([{ target: `only-the-proxy-knows.example:${port}`, authorization: undefined }]);
    // Nothing of the request is for the proxy.
    expect(server.received[0]?.headers).not.toHaveProperty('proxy-authorization');
  });
  await server.close();
});

test('an IPv6 address keeps its brackets', async () => {
  const server = await rawServer();
  const port = Number(new URL(server.baseUrl).port);
  await withProxy({ to: port }, async (proxy) => {
    await through(`http://127.0.0.1:${proxy.port}`, `http://[2001:db8::1]:${port}`);
    expect(proxy.asked[0]?.target).toBe(`[2001:db8::1]:${port}`);
  });
  await server.close();
});

test('a proxy with credentials gets them; wrong ones are named as the reason', async () => {
  const server = await rawServer();
  const port = Number(new URL(server.baseUrl).port);
  await withProxy({ credentials: 'user:p@ss', to: port }, async (proxy) => {
    const right = await through(`http://user:p%40ss@127.0.0.1:${proxy.port}`, `http://api.example:${port}`);
    expect(right.kind).toBe('answered');
    const wrong = await through(`http://user:other@127.0.0.1:${proxy.port}`, `http://api.example:${port}`);
    expect(because(wrong)).toContain('requires credentials (407)');
  });
  await server.close();
});

test('an unreachable proxy and one that cannot reach the host are reported as such', async () => {
  const exchange = await through(`http://127.0.0.1:${silentPort}`, 'http://api.example:8080');
  expect(because(exchange)).toBe('the proxy in HTTPS_PROXY cannot be reached');
  await withProxy({ to: silentPort }, async (proxy) => {
    const refused = await through(`http://127.0.0.1:${proxy.port}`, 'http://api.example:8080');
    expect(because(refused)).toContain('cannot reach the host: list hosts that need no proxy');
  });
});

test('MAX_BODY_BYTES applies through a proxy too', async () => {
  const server = await rawServer(http('x'.repeat(2_000_000)));
  const port = Number(new URL(server.baseUrl).port);
  await withProxy({ to: port }, async (proxy) => {
    const exchange = await through(`http://127.0.0.1:${proxy.port}`, `http://api.example:${port}`);
    expect(because(exchange)).toContain('MAX_BODY_BYTES');
  });
  await server.close();
});

test('a vendor at an IPv6 address is reached', async () => {
  const server = net.createServer((socket) =>
    socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}')),
  );
  await new Promise<void>((resolve) => server.listen(0, '::1', resolve));
  const wire = await wireTo(`http://[::1]:${(server.address() as AddressInfo).port}`);
  const exchange = await wire.send({ operation, plan: plan(operation) });
  expect(exchange.kind === 'answered' && exchange.answer.status).toBe(200);
  await wire.close();
  server.close();
});

/** Connects to `localhost` where it has these addresses; resolves to the address that was reached, or the code of the error. */
function reached(port: number, addresses: readonly string[], mayReach = (_address: string) => true): Promise<string> {
  return new Promise((resolve) => {
    const socket = dial({
      host: 'localhost',
      port,
      mayReach,
      lookup: (_name, _options, answer) =>
        answer(
          null,
          addresses.map((address) => ({ address, family: net.isIP(address) })),
        ),
      done(error) {
        resolve(error?.code ?? socket.remoteAddress ?? '');
        socket.destroy();
      },
    });
  });
}

test('localhost that is ::1 first, or only, is reached where the server listens', async () => {
  for (const listening of ['::1', '127.0.0.1']) {
    const server = net.createServer();
    await new Promise<void>((resolve) => server.listen(0, listening, resolve));
    const { port } = server.address() as AddressInfo;
    expect(await reached(port, ['::1', '127.0.0.1']), listening).toBe(listening);
    expect(await reached(port, ['127.0.0.1', '::1']), listening).toBe(listening);
    expect(await reached(port, [listening])).toBe(listening);
    await new Promise((resolve) => server.close(resolve));
    expect(await reached(silentPort, [listening])).toBe('ECONNREFUSED');
  }
});

test('a host with only blocked addresses is not connected to', async () => {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  expect(await reached(port, ['127.0.0.1', '::1'], () => false)).toBe('EPRIVATE');
  expect(await reached(port, ['10.0.0.1', '127.0.0.1'], (address) => address === '127.0.0.1')).toBe('127.0.0.1');
  server.close();
});
