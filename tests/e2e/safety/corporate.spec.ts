/** A corporate network: a private CA, client certificates, a proxy as the only way out. Each against a real TLS server. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { startSandbox, type Sandbox } from '../../../sandbox/start.ts';
import { createAuthority } from '../../unit/certificates.ts';
import { startProxyServer } from '../../unit/proxy-server.ts';
import { command, copyProject, reportIn, type Ended, type Environment, type Project } from '../harness/project.ts';
import { inSoak } from '../harness/soak.ts';
import { startTlsFront, type TlsFront, type TlsFrontOptions } from '../harness/tls-front.ts';

test.describe.configure({ mode: 'default', timeout: 120_000 });

const authority = createAuthority('Corporate CA');
let project: Project;
let sandbox: Sandbox;
let files: string;
const file = (name: string) => path.join(files, name);

test.beforeAll(async () => {
  project = copyProject();
  sandbox = await startSandbox();
  files = mkdtempSync(path.join(tmpdir(), 'corporate-'));
  const client = authority.issue({ cn: 'conformance client' });
  const other = createAuthority('Other CA').issue({ cn: 'stranger' });
  const texts = {
    'ca.pem': authority.cert,
    'cert.pem': client.cert,
    'key.pem': client.key,
    'other.pem': other.cert,
    'other-key.pem': other.key,
  };
  for (const [name, text] of Object.entries(texts)) writeFileSync(file(name), text);
});
test.afterAll(async () => {
  project.remove();
  await sandbox.close();
  rmSync(files, { recursive: true });
});

/** The sandbox's addresses behind another origin. */
const behind = (origin: string): Environment =>
  Object.fromEntries(
    Object.entries(sandbox.env).map(([name, value]) => [name, value.replace(/^http:\/\/127\.0\.0\.1:\d+/, origin)]),
  );

const args = ['max-ai', '--operation', 'getImageUrl', '--case', 'security/absent'];

/** A run of one case against the sandbox behind a TLS server. */
async function run(
  options: Partial<TlsFrontOptions>,
  env: (front: TlsFront) => Environment,
): Promise<Ended & { front: TlsFront }> {
  const front = await startTlsFront(new URL(sandbox.env['MAX_AI_BASE_URL'] ?? '').origin, { authority, ...options });
  try {
    const ended = await command('conformance', {
      args,
      env: { ...behind(front.origin), ...env(front) },
      folder: project.folder,
    });
    return { ...ended, front };
  } finally {
    front.close();
  }
}
const reason = (): string | undefined => reportIn(project.reports).because;

test('a private CA: without NODE_EXTRA_CA_CERTS the certificate is named as the reason', async () => {
  const without = await run({}, () => ({}));
  expect(without.code).toBe(2);
  expect(reason()).toMatch(/its certificate is not trusted: .*NODE_EXTRA_CA_CERTS names the CA's PEM file/);
});

const alike = inSoak('another reason of the same table as the private CA above');
test('a certificate that has expired, and one for another host, are named', alike, async () => {
  const env = () => ({ NODE_EXTRA_CA_CERTS: file('ca.pem') });
  expect((await run({ until: new Date(Date.now() - 3_600_000) }, env)).code).toBe(2);
  expect(reason()).toContain('its certificate has expired');
  expect((await run({ names: ['elsewhere.example'] }, env)).code).toBe(2);
  expect(reason()).toContain('its certificate is for another host name');
});

test('a private CA and mutual TLS: with NODE_EXTRA_CA_CERTS the run goes on, the client certificate is shown', async () => {
  const own = {
    NODE_EXTRA_CA_CERTS: file('ca.pem'),
    MAX_AI_CLIENT_CERT: file('cert.pem'),
    MAX_AI_CLIENT_KEY: file('key.pem'),
  };
  const shown = await run({ demandsClient: true }, () => own);
  expect(shown.code, shown.stderr).toBe(0);
  expect(reportIn(project.reports).verdict).toBe('partial');
  expect(shown.front.clients.length).toBeGreaterThan(1);
  expect(new Set(shown.front.clients)).toEqual(new Set(['conformance client']));
});

test('mutual TLS: without a client certificate, or with another, the run is invalid', alike, async () => {
  const ca = { NODE_EXTRA_CA_CERTS: file('ca.pem') };
  const other = { ...ca, MAX_AI_CLIENT_CERT: file('other.pem'), MAX_AI_CLIENT_KEY: file('other-key.pem') };
  for (const [env, names] of [
    [ca, 'MAX_AI_CLIENT_CERT and MAX_AI_CLIENT_KEY set one'],
    [other, ''],
  ] as const) {
    const rejected = await run({ demandsClient: true, maxVersion: 'TLSv1.2' }, () => env);
    expect(rejected.code).toBe(2);
    // Node's server closes the connection where others send an alert.
    expect(reason()).toMatch(
      /the connection was reset|it requires a client certificate|it rejects the client certificate/,
    );
    expect(reason()).toContain(names);
    expect(rejected.front.clients).toEqual([]);
  }
});

test('a proxy is the only way out: every connection of the run goes through it', async () => {
  // A name that only the proxy knows; TARGET_ENVIRONMENT because it is not this machine.
  const host = 'api.corporate.example';
  const front = await startTlsFront(new URL(sandbox.env['MAX_AI_BASE_URL'] ?? '').origin, { authority, names: [host] });
  const proxy = await startProxyServer({ credentials: 'user:planted-secret', to: front.port });
  try {
    const env = {
      ...behind(`https://${host}`),
      TARGET_ENVIRONMENT: 'sandbox',
      REQUEST_RATE: '100000',
      NODE_EXTRA_CA_CERTS: file('ca.pem'),
      HTTPS_PROXY: `http://user:planted-secret@127.0.0.1:${proxy.port}`,
    };
    const ended = await command('conformance', { args, env, folder: project.folder });
    expect(ended.code, ended.stderr).toBe(0);
    expect(proxy.asked.length).toBeGreaterThan(1);
    expect(new Set(proxy.asked.map(({ target }) => target))).toEqual(new Set([`${host}:443`]));
    expect(ended.stdout + ended.stderr + JSON.stringify(reportIn(project.reports))).not.toContain('planted-secret');
    const direct = await command('conformance', {
      args,
      env: { ...env, NO_PROXY: '.corporate.example' },
      folder: project.folder,
    });
    expect(direct.code).toBe(2);
    // Every other command that talks to a network goes the same way.
    const github = { GITHUB_API_URL: `https://${host}`, GITHUB_REPOSITORY: 'o/r', GITHUB_TOKEN: 'planted-token' };
    const [before, page] = [proxy.asked.length, `https://${host}/llms.txt`];
    const issues = await command('issues', { env: { ...env, ...github }, folder: project.folder });
    expect(issues.stderr).toMatch(/^GET \/issues: GitHub answered 4\d\d\n$/);
    const imported = await command('import', { args: [page, '--dry-run'], env, folder: project.folder });
    expect(imported.stderr).toMatch(/answered with 4\d\d/);
    expect(proxy.asked.length).toBe(before + 2);
    expect(reason()).toMatch(/the host name is unknown|EAI_AGAIN/);
  } finally {
    front.close();
    await proxy.close();
  }
});
