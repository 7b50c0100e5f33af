/** Runs that cannot prove anything: exit 2 and one line that names what is wrong; once a run has begun, its report says the same. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { startSandbox, type Sandbox } from '../../../sandbox/start.ts';
import { rawServer } from '../../unit/client/server.ts';
import { command, conformance, copyProject, type Environment, type Project } from '../harness/project.ts';

// Each starts processes of its own.
test.describe.configure({ timeout: 120_000 });

/** A journal of its own. Made before the tests and not with the file: a worker may come back to it after `afterAll`. */
let project: Project;
let folder: string;
let sandbox: Sandbox;
test.beforeAll(async () => {
  project = copyProject();
  ({ folder } = project);
  sandbox = await startSandbox();
});
test.afterAll(async () => {
  project.remove();
  await sandbox.close();
});

type Rejection = readonly [what: string, args: readonly string[], env: (own: Environment) => Environment, says: RegExp];
const secrets = (own: Environment) => ['planted-unknown-key-000', own['MAX_AI_API_KEY'] ?? 'planted-unknown-key-000'];

const beforeTheRun: readonly Rejection[] = [
  [
    'a base URL without its key',
    [],
    ({ MAX_AI_API_KEY: _key, ...own }) => own,
    /^invalid: MAX_AI_API_KEY is not set: needed because MAX_AI_BASE_URL is\n$/,
  ],
  [
    'a key without its base URL',
    [],
    ({ MAX_AI_API_KEY }) => ({ MAX_AI_API_KEY }),
    /^invalid: MAX_AI_BASE_URL is not set although MAX_AI_API_KEY is: set it, or unset MAX_AI_API_KEY[^\n]*\n$/,
  ],
  [
    'three things at once, a line each',
    [],
    (own) => ({ ...own, STRICT: 'yes', REQUEST_TIMEOUT: '10000', MAX_AI_BASE_URL: `${own['MAX_AI_BASE_URL']}/v2` }),
    /^(?=[^]*invalid: STRICT must be 1 or 0\n)(?=[^]*invalid: REQUEST_TIMEOUT is more than 3600 )(?=[^]*invalid: MAX_AI_BASE_URL ends in a version)(?:invalid: [^\n]+\n){3}$/,
  ],
  [
    'a vendor that nobody knows',
    ['max'],
    (own) => own,
    /^invalid: unknown vendor "max": known are invox-medical, max-ai\n\n[^]*\n {2}npm run conformance -- \[VENDOR…\]/,
  ],
];
for (const [what, args, env, says] of beforeTheRun)
  test(`exit 2 before anything is written: ${what}`, async () => {
    const own = env(sandbox.env);
    const reports = mkdtempSync(path.join(tmpdir(), 'reports-'));
    const ended = await command('conformance', { args, env: { ...own, REPORTS_DIR: reports }, folder });
    expect(ended.stderr).toMatch(says);
    expect([ended.code, ended.stdout]).toEqual([2, '']);
    for (const secret of secrets(own)) expect(ended.stderr).not.toContain(secret);
    expect(readdirSync(reports)).toEqual([]);
    rmSync(reports, { recursive: true });
  });

const atThePreflight: readonly Rejection[] = [
  [
    'a note that the vendor does not know',
    ['max-ai'],
    (own) => ({ ...own, MAX_AI_NOTE_ID: randomUUID() }),
    /^MAX_AI_NOTE_ID: POST \/v3\/notes\/\{noteId\}\/images answered 404: the vendor does not know this note/,
  ],
  [
    'a key that the vendor does not know',
    ['max-ai'],
    (own) => ({ ...own, MAX_AI_API_KEY: 'planted-unknown-key-000' }),
    /^MAX_AI_API_KEY: POST \S+ answered 401: the vendor does not know this key$/,
  ],
  [
    'credentials that the token service does not know',
    ['invox-medical'],
    (own) => ({ ...own, INVOX_API_KEY: 'planted-unknown-key-000' }),
    /^INVOX_APP_ID, INVOX_API_KEY: the token service answered 401/,
  ],
];
for (const [what, args, env, says] of atThePreflight)
  test(`exit 2: ${what}`, async () => {
    const own = env(sandbox.env);
    const { code, stdout, stderr, report, reports, remove } = await conformance({ args, env: own, folder });
    try {
      const line = stderr.trim().split('\n').at(-1) ?? '';
      expect(line.replace(/^invalid: /, '')).toMatch(says);
      expect(line).toMatch(/^invalid: /);
      expect(code).toBe(2);
      expect(report).toMatchObject({ verdict: 'invalid', because: line.replace(/^invalid: /, ''), clauses: [] });
      for (const secret of secrets(own)) expect(stdout + stderr).not.toContain(secret);
      expect(readdirSync(reports)).toEqual(expect.arrayContaining(['conformance.md', 'index.html', 'junit.xml']));
    } finally {
      remove();
    }
  });

test('exit 2 soon: a port where nothing listens', async () => {
  const closed = await rawServer();
  await closed.close();
  const env = { ...sandbox.env, MAX_AI_BASE_URL: closed.baseUrl, INVOX_BASE_URL: closed.baseUrl };
  const { code, stderr, report, milliseconds, remove } = await conformance({ args: ['max-ai'], env, folder });
  remove();
  expect(stderr).toContain('invalid: MAX_AI_BASE_URL: no call was answered: nothing listens there (ECONNREFUSED)');
  expect(report.because).toBe('MAX_AI_BASE_URL: no call was answered: nothing listens there (ECONNREFUSED)');
  expect(code).toBe(2);
  expect(milliseconds).toBeLessThan(30_000);
});

test('a plan asks nobody anything', async () => {
  const counted = await rawServer();
  const env = {
    ...sandbox.env,
    MAX_AI_BASE_URL: counted.baseUrl,
    INVOX_BASE_URL: counted.baseUrl,
    INVOX_TOKEN_URL: counted.baseUrl,
  };
  const { code } = await command('plan', { env });
  expect(code).toBe(0);
  expect(counted.received).toEqual([]);
  await counted.close();
});
