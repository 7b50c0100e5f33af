/** No process of a run inherits what it does not need: least of all credentials. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { command, copyProject, type Project } from '../harness/project.ts';
import { startSandboxProcess, type SandboxProcess } from '../harness/sandbox-process.ts';

let project: Project;
let sandbox: SandboxProcess;
test.beforeAll(async () => {
  project = copyProject();
  sandbox = await startSandboxProcess();
});
test.afterAll(() => {
  project.remove();
  sandbox.close();
});

test('Allure gets no variable of the suite, and no process one that it does not know', async () => {
  test.setTimeout(120_000);
  // Loaded by every Node.js process of the run: writes down what it was started with.
  const seen = path.join(project.folder, 'seen');
  mkdirSync(seen);
  const preload = path.join(project.folder, 'preload.cjs');
  writeFileSync(
    preload,
    `require('node:fs').writeFileSync(${JSON.stringify(seen)} + '/' + process.pid, JSON.stringify(process.env))`,
  );
  const planted = {
    AWS_SECRET_ACCESS_KEY: 'planted',
    GITHUB_TOKEN: 'planted',
    NPM_TOKEN: 'planted',
    SOME_THING: 'planted',
  };
  const env = { ...sandbox.env, ...planted, NODE_OPTIONS: `--require=${preload}`, LANG: 'C.UTF-8' };
  const { code, stderr } = await command('conformance', { args: ['invox-medical'], env, folder: project.folder });
  expect(code, stderr).toBe(0);
  const processes = readdirSync(seen).map(
    (pid) => JSON.parse(readFileSync(path.join(seen, pid), 'utf8')) as Readonly<Record<string, string>>,
  );
  const [allure, none] = processes.filter((own) => own['CONFORMANCE_ALLURE'] !== undefined);
  expect(none).toBeUndefined();
  expect(Object.keys(allure ?? {}).filter((name) => /^(MAX_AI|INVOX)_/.test(name))).toEqual([]);
  expect(allure?.['LANG']).toBe('C.UTF-8');
  const workers = processes.filter((own) => own['CONFORMANCE_RUN'] !== undefined);
  expect(workers.length).toBeGreaterThan(1);
  for (const own of workers) expect(own['INVOX_API_KEY']).toBe(sandbox.env['INVOX_API_KEY']);
  for (const own of [allure ?? {}, ...workers]) expect(Object.keys(planted).filter((name) => name in own)).toEqual([]);
});
