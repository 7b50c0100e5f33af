/** The script of an evidence pack, run by bash and curl against a server that answers what the test says. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createPrivateKey } from 'node:crypto';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { reproduceScript } from '../../../helpers/report/reproduce/script.ts';
import type { ExchangeRecord } from '../../../helpers/run/exchange-record.ts';
import type { ClauseReport, FindingReport } from '../../../helpers/verdict/report.ts';
import { createAuthority } from '../../unit/certificates.ts';
import { requestRecord } from '../../unit/request-record.ts';
import { execute, type Ended, type Environment } from '../harness/project.ts';

let server: http.Server;
let base: string;
let paths: string[];
/** What the server answers: the body of a success, or nothing at all. */
let answer: (method: string) => { status: number; body: string };
test.beforeEach(async () => {
  paths = [];
  answer = () => ({ status: 404, body: '{"code":"not_found"}' });
  server = http.createServer((request, response) => {
    paths.push(`${request.method} ${request.url}`);
    const { status, body } = answer(request.method ?? '');
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
test.afterEach(() => server.close());

const old = '3f2a55d0-1111-4222-8333-444455556666';
const made = 'abababab-abab-abab-abab-abababababab';
const clause = { id: 'shop/getThing/404/body/trace_id/required', level: 'MUST', sentence: 'it is so' } as ClauseReport;

const record = (more: Partial<ExchangeRecord> = {}): ExchangeRecord => ({
  case: 'c',
  operation: 'shop/getThing',
  startedAt: '2026-11-21T13:02:07.120Z',
  durationMs: 5,
  request: requestRecord({
    method: 'GET',
    base: { variable: 'SHOP_URL' },
    path: '/things/{id}',
    pathValues: { id: old },
  }),
  answer: { status: 404, headers: [], body: '{}' },
  uses: [{ kind: 'id', value: old, spelled: old }],
  ...more,
});
/** The request that had made what the other one names. */
const creation = record({
  startedAt: '2026-11-21T13:02:06.000Z',
  request: requestRecord({ method: 'POST', base: { variable: 'SHOP_URL' }, path: '/things', pathValues: {} }),
  answer: { status: 201, headers: [], body: '{}' },
  makes: [{ kind: 'id', value: old, from: ['/data/id'], spelled: old }],
  uses: [],
});
const finding = (more: Partial<FindingReport> = {}): FindingReport => ({
  code: 'BODY_REQUIRED',
  level: 'MUST',
  at: '/trace_id',
  expected: 'property trace_id',
  actual: 'absent',
  values: { expected: { kind: 'present', anyOf: ['trace_id'] } },
  occurrences: 1,
  reproduced: { k: 1, n: 1 },
  fault: 'vendor',
  id: '0123456789',
  cases: ['c'],
  exchange: record(),
  ...more,
});

/** Runs the script of a finding in an empty folder with nothing but what it says it needs. */
const run = (script: string, env: Environment = { SHOP_URL: base }): Promise<Ended> =>
  execute('bash', ['-c', script], env, tmpdir());

test('exit status 1 while it still deviates, 0 when it no longer does, 2 when it cannot tell', async () => {
  const script = reproduceScript(clause, finding());
  const still = await run(script);
  expect([still.code, still.stdout], still.stderr).toEqual([1, expect.stringContaining('still deviates')]);
  answer = () => ({ status: 404, body: '{"code":"not_found","trace_id":"t"}' });
  const fixed = await run(script);
  expect([fixed.code, fixed.stdout]).toEqual([0, expect.stringContaining('no longer deviates')]);
  answer = () => ({ status: 503, body: 'busy' });
  const busy = await run(script);
  expect([busy.code, busy.stdout]).toEqual([2, expect.stringContaining('cannot tell: answered 503')]);
});

test('the resources of the request are created again first, and their ids are filled in', async () => {
  answer = (method) =>
    method === 'POST'
      ? { status: 201, body: `{"id":"org_1","data":{ "id" : "${made}" }}` }
      : { status: 404, body: '{"code":"not_found"}' };
  const ended = await run(reproduceScript(clause, finding({ before: [creation] })));
  expect(ended.code, ended.stdout + ended.stderr).toBe(1);
  expect(paths).toEqual(['POST /things', `GET /things/${made}`]);
  expect(ended.stdout).toContain('Expected: property trace_id');
});

test('it stops when nothing was created, and names an unset variable', async () => {
  const script = reproduceScript(clause, finding({ before: [creation] }));
  answer = () => ({ status: 201, body: '{"data":{}}' });
  const nothing = await run(script);
  expect([nothing.code, nothing.stdout]).toEqual([2, expect.stringContaining('the response has nothing at /data/id')]);
  const unset = await run(script, {});
  expect([unset.code, unset.stdout]).toEqual([2, expect.stringContaining('SHOP_URL is not set')]);
});

test('vendor text is never executed', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'owned-'));
  const owned = path.join(folder, 'owned');
  const nasty = `'; touch ${owned}; $(touch ${owned}) \`touch ${owned}\` \n touch ${owned} #`;
  const script = reproduceScript(
    { ...clause, sentence: nasty },
    finding({ expected: nasty, actual: nasty, at: nasty }),
  );
  await run(script);
  expect(readdirSync(folder)).toEqual([]);
  rmSync(folder, { recursive: true });
});

test('a client certificate is shown: from paths or as text, named and never written', async () => {
  const authority = createAuthority();
  const mine = authority.issue({ cn: 'client' });
  const locked = createPrivateKey(mine.key)
    .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'open sesame' })
    .toString();
  const own = authority.issue({ cn: 'server', names: ['127.0.0.1'] });
  const secured = https.createServer(
    { ...own, ca: authority.cert, requestCert: true, rejectUnauthorized: true },
    (_request, response) => response.writeHead(404, { 'content-type': 'application/json' }).end('{"code":"not_found"}'),
  );
  await new Promise<void>((resolve) => secured.listen(0, '127.0.0.1', resolve));
  const folder = mkdtempSync(path.join(tmpdir(), 'mtls-'));
  try {
    for (const [name, text] of Object.entries({ 'ca.pem': authority.cert, 'cert.pem': mine.cert, 'key.pem': locked }))
      writeFileSync(path.join(folder, name), text);
    const certificate = { cert: 'SHOP_CLIENT_CERT', key: 'SHOP_CLIENT_KEY', passphrase: 'SHOP_CLIENT_KEY_PASSPHRASE' };
    const shown = record();
    const script = reproduceScript(
      clause,
      finding({ exchange: { ...shown, request: { ...shown.request, certificate } } }),
    );
    expect(script).toContain(
      '--cert "$SHOP_CLIENT_CERT" --key "$SHOP_CLIENT_KEY" --pass "$SHOP_CLIENT_KEY_PASSPHRASE"',
    );
    const env = {
      SHOP_URL: `https://127.0.0.1:${(secured.address() as AddressInfo).port}`,
      SHOP_CLIENT_KEY_PASSPHRASE: 'open sesame',
      CURL_CA_BUNDLE: path.join(folder, 'ca.pem'),
    };
    const given = [
      { SHOP_CLIENT_CERT: 'cert.pem', SHOP_CLIENT_KEY: path.join(folder, 'key.pem') },
      { SHOP_CLIENT_CERT: mine.cert, SHOP_CLIENT_KEY: locked },
    ];
    for (const each of given) {
      const ended = await execute('bash', ['-c', script], { ...env, ...each }, folder);
      expect([ended.code, ended.stdout], ended.stderr).toEqual([1, expect.stringContaining('still deviates')]);
    }
    const unset = await execute('bash', ['-c', script], env, folder);
    expect([unset.code, unset.stdout]).toEqual([2, expect.stringContaining('SHOP_CLIENT_CERT is not set')]);
    const wrong = { ...env, ...given[0], SHOP_CLIENT_CERT: path.join(folder, 'ca.pem') };
    expect((await execute('bash', ['-c', script], wrong, folder)).code).toBe(2);
  } finally {
    secured.close();
    rmSync(folder, { recursive: true });
  }
});
