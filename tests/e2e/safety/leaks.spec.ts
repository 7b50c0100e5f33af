/** Canaries through the real transport and the real writers of a run in which nearly everything fails: in no file, in no spelling, in no process that does not need them. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { startSandbox, type Sandbox } from '../../../sandbox/start.ts';
import { startLeaky, type Leaky } from '../harness/leaky.ts';
import { command, copyProject, reportIn, type Project } from '../harness/project.ts';
import { behind, withoutProbe } from '../harness/sandbox-process.ts';
import { canaries, secretsFound } from '../harness/secrets.ts';

test.describe.configure({ mode: 'default', timeout: 240_000 });

let sandbox: Sandbox;
let leaky: Leaky;
let project: Project;
let env: Readonly<Record<string, string>>;
test.beforeAll(async () => {
  sandbox = await startSandbox();
  leaky = await startLeaky(sandbox.origin);
});
test.beforeEach(() => {
  project = copyProject();
  const temporary = path.join(project.folder, 'tmp');
  mkdirSync(temporary);
  env = { ...behind(withoutProbe(sandbox.env), sandbox.origin, leaky.origin), TMPDIR: temporary };
});
test.afterEach(() => project.remove());
test.afterAll(async () => {
  await leaky.close();
  await sandbox.close();
});

/** What is looked for in all that a run wrote and printed. */
const found = (printed: readonly string[]) =>
  secretsFound(canaries(sandbox.env), [project.reports, project.journal, env['TMPDIR'] ?? ''], printed);

test('nothing secret is written, and no process gets a variable that it does not need', async () => {
  // Loaded by every Node.js process of the run: writes down what it was started with.
  const seen = path.join(project.folder, 'seen');
  mkdirSync(seen);
  const preload = path.join(project.folder, 'preload.cjs');
  writeFileSync(
    preload,
    `require('node:fs').writeFileSync(${JSON.stringify(seen)} + '/' + process.pid, JSON.stringify({ ...process.env, PROGRAM: process.argv[1] }))`,
  );
  const planted = {
    AWS_SECRET_ACCESS_KEY: 'planted',
    GITHUB_TOKEN: 'planted',
    NPM_TOKEN: 'planted',
    SOME_THING: 'planted',
  };
  const { code, stdout, stderr } = await command('conformance', {
    folder: project.folder,
    env: { ...env, ...planted, NODE_OPTIONS: `--require=${preload}`, LANG: 'C.UTF-8' },
    args: ['invox-medical'],
  });
  expect(code, `${stdout}${stderr}`).toBe(1);
  expect(found([stdout, stderr])).toEqual([]);
  const processes = readdirSync(seen).map(
    (pid) => JSON.parse(readFileSync(path.join(seen, pid), 'utf8')) as Readonly<Record<string, string>>,
  );
  const [allure, none] = processes.filter((own) => own['PROGRAM']?.endsWith('allure-generate.mjs'));
  expect(none).toBeUndefined();
  expect(Object.keys(allure ?? {}).filter((name) => /^(MAX_AI|INVOX)_/.test(name))).toEqual([]);
  expect(allure?.['LANG']).toBe('C.UTF-8');
  const workers = processes.filter((own) => own['CONFORMANCE_RUN'] !== undefined);
  expect(workers.length).toBeGreaterThan(1);
  for (const own of workers) expect(own['INVOX_API_KEY']).toBe(sandbox.env['INVOX_API_KEY']);
  for (const own of [allure ?? {}, ...workers]) expect(Object.keys(planted).filter((name) => name in own)).toEqual([]);
});

test('without the redactor, and with raw bodies, the leak gate fires: exit 2, the reason, no report left', async () => {
  project.change(
    'helpers/config/redactor.ts',
    '    text(text) {',
    '    text(text) {\n      if (text.length >= 0) return text;',
  );
  project.change('helpers/run/record.ts', 'shownBody(answer, sent, operation)', 'Buffer.from(answer.body).toString()');
  const options = { folder: project.folder, env, args: ['invox-medical', '--case', 'security/*'] };
  const { code, stdout, stderr } = await command('conformance', options);
  expect(code, `${stdout}${stderr}`).toBe(2);
  const report = reportIn(project.reports);
  expect([report.verdict, report.because]).toEqual(['invalid', expect.stringContaining('the leak gate found')]);
  expect(found([]).filter((each) => !each.includes(`${path.sep}tmp${path.sep}`))).toEqual([]);
});
