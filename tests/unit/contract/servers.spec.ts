/** Servers: variables, relative addresses, and which one fits an address. */
import { expect, test } from '@playwright/test';
import { collectFindings } from '../../../helpers/contract/document-finding.ts';
import { fittingServer, readServers } from '../../../helpers/contract/servers.ts';
import { tinyContract, tinyOperation } from './tiny.ts';

const contractWith = (...servers: object[]) => tinyContract({ more: { servers } });

const rows: readonly (readonly [what: string, server: object, origin: string | undefined, path: string])[] = [
  ['an address', { url: 'https://api.example/v1/' }, 'https://api.example', '/v1'],
  [
    'a variable in the host',
    { url: 'https://{region}.example:{port}/v1', variables: { region: { default: 'eu' }, port: { default: '8443' } } },
    'https://eu.example:8443',
    '/v1',
  ],
  [
    'a variable that is the path',
    { url: 'https://api.example{base}', variables: { base: { default: '/sell/v1' } } },
    'https://api.example',
    '/sell/v1',
  ],
  [
    'a variable without default',
    { url: 'https://api.example/{v}', variables: { v: { enum: ['v2', 'v3'] } } },
    'https://api.example',
    '/v2',
  ],
  ['a path', { url: '/api' }, undefined, '/api'],
  ['the root', { url: '/' }, undefined, ''],
  ['a relative path', { url: 'api/v1' }, undefined, '/api/v1'],
  ['a host without scheme', { url: 'api.example.com/v1' }, 'https://api.example.com', '/v1'],
];
for (const [what, server, origin, path] of rows)
  test(`a server is read: ${what}`, async () => {
    const contract = await contractWith(server);
    expect(contract.servers).toMatchObject([{ origin, path }]);
    expect(contract.basePath).toBe(path);
  });

for (const [server, origin, path] of [
  ['./v1', 'https://docs.example', '/api/v1'],
  ['../v2/', 'https://docs.example', '/v2'],
  ['/v3', 'https://docs.example', '/v3'],
  ['//api.example/v4', 'https://api.example', '/v4'],
  ['https://api.example/v5', 'https://api.example', '/v5'],
] as const)
  test(`a server of a document that was read from an address is relative to it: ${server}`, () => {
    const servers = readServers(
      { servers: [{ url: server }] },
      '',
      collectFindings(),
      'https://docs.example/api/openapi.json',
    );
    expect(servers).toEqual([{ url: server, origin, path }]);
  });

test('the server that fits is the one of the same origin and path, else of the same origin, else of the same path', async () => {
  const { servers } = await contractWith(
    { url: 'https://a.example/v1' },
    { url: 'https://b.example/v1' },
    { url: 'https://b.example/v2' },
    { url: 'https://c.example/api/v9' },
  );
  const fit = (url: string) => fittingServer(servers, url)?.url;
  expect(fit('https://b.example/v2/')).toBe('https://b.example/v2');
  expect(fit('https://b.example')).toBe('https://b.example/v1');
  expect(fit('http://127.0.0.1:8080/api/v9')).toBe('https://c.example/api/v9');
  expect(fit('http://127.0.0.1:8080')).toBe('https://a.example/v1');
});

test('an operation has the servers of its own or of its path', async () => {
  const own = await tinyOperation({ operation: { servers: [{ url: 'https://uploads.example/u' }] } });
  expect(own.servers).toMatchObject([{ origin: 'https://uploads.example', path: '/u' }]);
  expect((await tinyOperation()).servers).toEqual([]);
});
