/** Playwright's own ways to run tests start and end a run by themselves, from a fresh copy and without any variable. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { unzipSync } from 'fflate';
import { openEditor } from '../harness/editor.ts';
import { copyProject, execute, reportIn, type Environment, type Project } from '../harness/project.ts';
import { inSoak } from '../harness/soak.ts';
import { startSandboxProcess, type SandboxProcess } from '../harness/sandbox-process.ts';

test.describe.configure({ mode: 'default' });

const cli = createRequire(import.meta.url).resolve('@playwright/test/cli');
let project: Project;
let reports: string;

test.beforeAll(() => {
  project = copyProject();
  reports = mkdtempSync(path.join(tmpdir(), 'reports-'));
});
test.afterAll(() => {
  project.remove();
  rmSync(reports, { recursive: true });
});

/** What Playwright transforms of the copy goes with it. */
const environment = (): Environment => ({
  REPORTS_DIR: reports,
  PLAYWRIGHT_TRANSFORM_CACHE_DIR: path.join(project.folder, '.cache/transform'),
});

/** `npx playwright test` in the copy. */
const playwright = (args: readonly string[], env: Environment = {}) =>
  execute(process.execPath, [cli, 'test', ...args], { ...environment(), ...env }, project.folder);

/** Expects that the run of one case is reported as a part. */
function expectPart(stdout: string): void {
  expect(stdout).toContain('1 passed');
  const report = reportIn(reports);
  expect(report.verdict).toBe('partial');
  expect(report.because).toContain('npx playwright test');
  expect(report.cases.filter(({ verdict }) => verdict === 'conforms').map(({ id }) => id)).toContain(
    'max-ai-v2/deleteImage/security/unknown',
  );
}

const debugged = inSoak('it begins and ends a run by the same setup and teardown as -g');
test('PWDEBUG=console: a part is run and reported as one', debugged, async () => {
  const args = ['-g', 'deleteImage.*unknown API key', '--workers', '1'];
  const { code, stdout } = await playwright(args, { PWDEBUG: 'console' });
  expectPart(stdout);
  expect(code).toBe(0);
});

test('-g, --project, --trace and other reporters: a part is run and reported as one, without traces and addresses of requests', async () => {
  const html = mkdtempSync(path.join(project.folder, 'html-'));
  const { code, stdout, stderr } = await playwright(
    ['-g', 'deleteImage.*unknown API key', '--project', 'conformance', '--trace', 'on', '--reporter', 'list,html'],
    { PLAYWRIGHT_HTML_OPEN: 'never', PLAYWRIGHT_HTML_OUTPUT_DIR: html },
  );
  expectPart(stdout);
  expect(stderr).not.toContain('ENOENT');
  expect(stderr).toContain('no trace is recorded');
  expect(code).toBe(0);
  const files = [reports, project.folder].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => !name.startsWith('node_modules')),
  );
  expect(files.filter((name) => /\.(?:zip|network|trace)$/.test(name))).toEqual([]);
  const page = readFileSync(path.join(html, 'index.html'), 'utf8');
  const packed = unzipSync(Buffer.from(/data:application\/zip;base64,([\w+/=]+)/.exec(page)?.[1] ?? '', 'base64'));
  const texts = Object.values(packed).map((bytes) => Buffer.from(bytes).toString());
  expect(texts.join('')).toContain('deleteImage');
  // A step of a request has its address below its title.
  expect(texts.filter((text) => text.includes('"subtitle":"127.0.0.1'))).toHaveLength(0);
});

test('an editor runs a test, and in a later session again: each session ends with reports', async () => {
  const editor = await openEditor(project.folder, environment());
  try {
    const [test = ''] = await editor.testIds('deleteImage.*reject an unknown API key');
    for (const session of [1, 2]) {
      const before = Date.now();
      expect(await editor.call('runGlobalSetup'), `set-up ${session}`).toMatchObject({ status: 'passed' });
      expect(await editor.call('runTests', { testIds: [test], trace: 'on' })).toMatchObject({ status: 'passed' });
      expect(await editor.call('runGlobalTeardown')).toMatchObject({ status: 'passed' });
      expect(Date.parse(reportIn(reports).startedAt)).toBeGreaterThanOrEqual(before);
    }
  } finally {
    await editor.close();
  }
  expect(readdirSync(path.join(project.folder, 'test-results'), { recursive: true })).toEqual([]);
});

test('a configuration error is one line', async () => {
  const { code, stdout, stderr } = await playwright(['-g', 'unknown API key'], { STRICT: 'yes' });
  expect(code).toBe(1);
  expect(stdout + stderr).toContain('invalid: STRICT must be 1 or 0');
  expect(stdout + stderr).not.toMatch(/^\s+at /m);
});

test.describe('a vendor that deviates', () => {
  /** One case that fails, and others that make something at the vendor. */
  const pattern = 'deleteImage.*(reject an unknown imageId|unknown API key|noteId with)';
  let sandbox: SandboxProcess;
  test.beforeAll(async () => {
    sandbox = await startSandboxProcess();
    await sandbox.use({ fault: 'delete-image-404-trace-id-absent' });
  });
  test.afterAll(() => sandbox.close());

  test('fails the test with the sentence of the clause, and resources of selected cases are removed when their worker ends; --last-failed runs only what failed', async () => {
    const before = await sandbox.state();
    const { code, stdout } = await playwright(['-g', pattern], sandbox.env);
    const [, failed = ''] = /^ +(\d+) failed$/m.exec(stdout) ?? [];
    expect(stdout).toMatch(/^ +\d+ passed/m);
    expect(stdout).toMatch(/REQUIRED at \/trace_id: expected .*, actual /);
    expect(stdout).toContain('max-ai-v2/deleteImage/404/body/trace_id/required');
    expect(code).toBe(1);
    expect(reportIn(reports).verdict).toBe('nonconformant');
    expect((await sandbox.state()).remaining.images.length).toBe(before.remaining.images.length);
    await sandbox.use({});
    const repaired = await playwright(['--last-failed'], sandbox.env);
    expect(repaired.stdout).toMatch(new RegExp(`^ +${failed} passed`, 'm'));
    expect(repaired.stdout).not.toContain('failed');
    expect(repaired.code).toBe(0);
  });
});

const sharded = inSoak('run/shards.spec.ts covers the parts that it leaves; only who starts the run differs');
test('--shard leaves what npm run merge needs', sharded, async () => {
  const { code } = await playwright(['--shard', '1/40'], {});
  expect(code).toBe(0);
  expect(reportIn(reports).because).toContain('shard 2 of 40 is missing');
  const plan = JSON.parse(readFileSync(path.join(reports, 'shard/plan.json'), 'utf8')) as { cases: unknown[] };
  expect(plan.cases.length).toBeGreaterThan(100);
});
