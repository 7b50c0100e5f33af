/** The curl line of an exchange, run by a shell, sends the same request again. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import type { Body, CredentialKind, RequestPlan } from '../../../helpers/contract/types.ts';
import { tinyOperation } from '../../unit/contract/tiny.ts';
import { curlOf } from '../../../helpers/client/curl.ts';
import { execute } from '../harness/project.ts';
import { key, plan, rawServer, wireTo, type Received } from '../../unit/client/server.ts';

test.skip(spawnSync('curl', ['--version']).status !== 0, 'curl is not installed');

const operation = await tinyOperation();
const nasty = `it's "quoted" $HOME \`id\` $(id) \\ back!slash; é診 & <x> | * ? # ~ %41 {a,b} [1-3]`;

/** The request as the suite sent it, and as the shell did. */
async function both(parts: Partial<RequestPlan>): Promise<{ line: string; suite: Received; shell: Received }> {
  const server = await rawServer();
  const wire = await wireTo(server.baseUrl);
  const folder = mkdtempSync(path.join(tmpdir(), 'curl-'));
  try {
    const { request } = await wire.send({ operation, plan: plan(operation, parts) });
    const curl = curlOf(request);
    if (parts.body?.kind === 'multipart')
      for (const { fileName, bytes } of parts.body.parts)
        if (fileName !== undefined) writeFileSync(path.join(folder, fileName), bytes);
    const env = { MAX_AI_BASE_URL: server.baseUrl, MAX_AI_API_KEY: key };
    const ended = await execute('bash', ['-c', curl], env, folder);
    expect(ended.stderr, curl).toBe('');
    const [suite, shell] = server.received;
    if (!suite || !shell) throw new Error(`the shell sent nothing: ${curl}`);
    return { line: curl, suite, shell };
  } finally {
    await wire.close();
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

const text = (value: string, contentType: string): Body => ({ kind: 'raw', bytes: Buffer.from(value), contentType });
const requests: readonly (readonly [what: string, parts: Partial<RequestPlan>])[] = [
  ['a plain GET', {}],
  ['PUT without a body', { method: 'PUT' }],
  ['an encoded path', { path: { thingId: encodeURIComponent(nasty) } }],
  ['a path that climbs', { path: { thingId: '..%2F..%2Fx' } }],
  ['a path with brackets and quotes', { path: { thingId: "a'b(c)[1-3]{x,y}" } }],
  [
    'a nasty query',
    {
      query: [
        ['q', nasty],
        ['empty', ''],
      ],
    },
  ],
  [
    'nasty headers',
    {
      headers: [
        ['X-Nasty', nasty.replaceAll(/[^\x20-\x7e]/g, '')],
        ['X-Empty', ''],
      ],
    },
  ],
  ['a JSON body', { method: 'POST', body: { kind: 'json', value: { [nasty]: nasty, n: [1, null] } } }],
  ['a JSON body that begins with @', { method: 'POST', body: { kind: 'json', value: '@/etc/hostname' } }],
  ['a DELETE with a body', { method: 'DELETE', body: { kind: 'json', value: { documentId: nasty } } }],
  ['a broken body', { method: 'POST', body: text('{"broken": \n', 'application/json') }],
  ['a raw body that begins with @', { method: 'POST', body: text('@/etc/hostname', 'text/plain') }],
  ['an empty body', { method: 'POST', body: text('', 'application/json') }],
  ['a body of another type', { method: 'POST', body: text(nasty, 'application/xml; charset="utf-8"') }],
];
/** Method and address as the URL standard writes them: it escapes braces and quotes that curl leaves alone. */
const address = ({ line }: Received): string => {
  const [method, target = ''] = line.split(' ');
  return `${method} ${new URL(target, 'http://any.invalid').href}`;
};

for (const [what, parts] of requests)
  test(`the curl line repeats ${what}`, async () => {
    const { suite, shell } = await both(parts);
    expect(address(shell)).toBe(address(suite));
    expect(shell.body.toString()).toBe(suite.body.toString());
    for (const name of ['content-type', 'authorization', 'x-nasty', 'x-empty'])
      expect(shell.headers[name], name).toBe(suite.headers[name]);
  });

const kinds: readonly CredentialKind[] = [
  'valid',
  'none',
  'empty',
  'wrong-scheme',
  'no-scheme',
  'unknown',
  'truncated',
  'extended',
  'altered',
  'altered-middle',
  'unsigned-jwt',
  'case-swapped',
];
for (const credentials of kinds)
  test(`the curl line repeats the credential without holding it: ${credentials}`, async () => {
    const { line, suite, shell } = await both({ credentials });
    expect(shell.headers['authorization']).toBe(suite.headers['authorization']);
    expect(line).not.toContain(key.slice(0, -1));
  });

test('the curl line repeats a form with files and fields', async () => {
  const file = { name: 'file', fileName: 'conformance.png', contentType: 'image/png', bytes: Buffer.from([0, 1, 255]) };
  const field = { name: 'note', bytes: Buffer.from(nasty) };
  const { suite, shell } = await both({ method: 'POST', body: { kind: 'multipart', parts: [file, field] } });
  const parts = ({ headers, body }: Received) => {
    const boundary = /boundary=(.*)$/.exec(headers['content-type'] ?? '')?.[1] ?? '';
    return body.toString('latin1').replaceAll(boundary, 'B').replaceAll(/-+B/g, '--B').trim();
  };
  expect(parts(shell)).toBe(parts(suite));
});
