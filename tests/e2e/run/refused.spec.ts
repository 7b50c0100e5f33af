/** Runs that cannot prove anything: exit 2 and one line that names what is wrong; once a run has begun, its report says the same. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { UserError } from '../../../helpers/contract/types.ts';
import { readConfig } from '../../../helpers/profile/config.ts';
import { selected } from '../../../helpers/profile/suite.ts';
import { openEngine } from '../../../helpers/run/engine.ts';
import { preflight } from '../../../helpers/run/preflight.ts';
import { loadProject } from '../../../helpers/run/worker.ts';
import { startSandbox, type Sandbox } from '../../../sandbox/start.ts';
import { rawServer, silentPort } from '../../unit/client/server.ts';
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

const secrets = (own: Environment) => ['planted-unknown-key-000', own['MAX_AI_API_KEY'] ?? 'planted-unknown-key-000'];

test('exit 2 before anything is written: three things are wrong, a line each', async () => {
  const own = {
    ...sandbox.env,
    STRICT: 'yes',
    REQUEST_TIMEOUT: '10000',
    MAX_AI_BASE_URL: `${sandbox.env['MAX_AI_BASE_URL']}/v2`,
  };
  const reports = mkdtempSync(path.join(tmpdir(), 'reports-'));
  const ended = await command('conformance', { env: { ...own, REPORTS_DIR: reports }, folder });
  expect(ended.stderr).toMatch(/^(?:invalid: [^\n]+\n){3}$/);
  for (const line of [
    'STRICT must be 1 or 0',
    'REQUEST_TIMEOUT is more than 3600',
    'MAX_AI_BASE_URL ends in a version',
  ])
    expect(ended.stderr).toContain(`invalid: ${line}`);
  for (const secret of secrets(own)) expect(ended.stderr).not.toContain(secret);
  expect([ended.code, ended.stdout]).toEqual([2, '']);
  expect(readdirSync(reports)).toEqual([]);
  rmSync(reports, { recursive: true });
});

test('exit 2 once the run has begun: a key that the vendor does not know', async () => {
  const own = { ...sandbox.env, MAX_AI_API_KEY: 'planted-unknown-key-000' };
  const { code, stdout, stderr, report, reports, remove } = await conformance({ args: ['max-ai'], env: own, folder });
  try {
    const because = /^invalid: (.*)$/m.exec(stderr)?.[1];
    expect(because).toMatch(/^MAX_AI_API_KEY: POST \S+ answered 401: the vendor does not accept this credential$/);
    expect(code).toBe(2);
    expect(report).toMatchObject({ verdict: 'invalid', because, clauses: [] });
    for (const secret of secrets(own)) expect(stdout + stderr).not.toContain(secret);
    expect(readdirSync(reports)).toEqual(expect.arrayContaining(['conformance.md', 'index.html', 'junit.xml']));
  } finally {
    remove();
  }
});

test('a vendor that does not accept its key is not verified, and the run invalid; the other vendor is verified', async () => {
  const own = { ...sandbox.env, MAX_AI_API_KEY: 'planted-unknown-key-000' };
  const { code, report, remove } = await conformance({ args: ['--case', 'security/*'], env: own, folder });
  try {
    expect([code, report.verdict]).toEqual([2, 'invalid']);
    expect(report.because).toMatch(/^max-ai was not verified: MAX_AI_API_KEY: POST \S+ answered 401/);
    const verdicts = (vendor: string) =>
      new Set(report.cases.filter(({ id }) => id.startsWith(`${vendor}-`)).map(({ verdict }) => verdict));
    expect(verdicts('max-ai')).toEqual(new Set(['not-run']));
    expect(verdicts('invox-medical')).toEqual(new Set(['conforms']));
  } finally {
    remove();
  }
});

/** What the preflight of an engine of this process says is wrong. */
async function preflightProblem(env: Environment, vendors: readonly string[]): Promise<string> {
  const suite = selected(await loadProject(), vendors);
  const config = readConfig({ ...sandbox.env, ...env }, { profiles: suite.profiles, selection: vendors });
  const engine = await openEngine({ config, suite, repeats: 0 });
  try {
    await preflight(engine);
    return 'nothing';
  } catch (error) {
    return error instanceof UserError ? error.message : String(error);
  } finally {
    await engine.close();
  }
}

const problems: readonly (readonly [what: string, vendor: string, env: () => Environment, says: RegExp])[] = [
  [
    'a note that the vendor does not know',
    'max-ai',
    () => ({ MAX_AI_NOTE_ID: randomUUID() }),
    /^MAX_AI_NOTE_ID: POST \/v3\/notes\/\{noteId\}\/images answered 404: the vendor does not know this id$/,
  ],
  [
    'credentials that the token service does not know',
    'invox-medical',
    () => ({ INVOX_API_KEY: 'planted-unknown-key-000' }),
    /^INVOX_APP_ID, INVOX_API_KEY: the token service answered 401/,
  ],
  [
    'an address where nothing listens',
    'max-ai',
    () => ({ MAX_AI_BASE_URL: `http://127.0.0.1:${silentPort}` }),
    /^MAX_AI_BASE_URL: no call was answered: the connection was refused \(ECONNREFUSED\)$/,
  ],
];
for (const [what, vendor, env, says] of problems)
  test(`the preflight names ${what}`, async () => {
    expect(await preflightProblem(env(), [vendor])).toMatch(says);
  });

test('a plan sends no request', async () => {
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
