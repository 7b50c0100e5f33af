import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@playwright/test';
import { openPageReader } from '../../../helpers/client/read-page.ts';

let server: Server;
let origin = '';
const asked: string[] = [];
let failures = 0;

test.beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url} ${request.headers.authorization ?? ''}`);
    const to = (location: string) => response.writeHead(302, { location }).end();
    if (request.url === '/page.md') response.end('# Page');
    else if (request.url === '/moved') to('/page.md');
    else if (request.url === '/circle') to('/circle');
    else if (request.url === '/private') to('https://169.254.169.254/latest/meta-data');
    else if (request.url === '/large') response.end('x'.repeat(3_000_000));
    else if (request.url === '/busy') response.writeHead(failures++ < 2 ? 503 : 200).end('at last');
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
test.afterAll(() => new Promise((resolve) => server.close(resolve)));

async function read(path: string): Promise<string> {
  const reader = await openPageReader({
    timeoutMs: 5_000,
    maxBodyBytes: 1_000_000,
    origins: new Set([origin]),
    pauseMs: 0,
  });
  try {
    return await reader.read(`${origin}${path}`);
  } finally {
    await reader.close();
  }
}

test('a page is read by GET without credentials, redirects are followed', async () => {
  expect(await read('/page.md')).toBe('# Page');
  expect(await read('/moved')).toBe('# Page');
  expect(asked.every((each) => /^GET \S+ $/.test(each))).toBe(true);
});

test('transient failures are retried three times', async () => {
  expect(await read('/busy')).toBe('at last');
  expect(failures).toBe(3);
});

test('a failure to read is reported in one line', async () => {
  await expect(read('/nothing')).rejects.toThrow(`${origin}/nothing: it was answered with 404`);
  await expect(read('/circle')).rejects.toThrow('redirects more than 5 times');
  await expect(read('/large')).rejects.toThrow('MAX_BODY_BYTES');
});

test('a page cannot redirect to a private address that the user did not name', async () => {
  await expect(read('/private')).rejects.toThrow(/private address/);
});
