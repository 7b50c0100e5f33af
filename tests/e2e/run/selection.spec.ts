/** A part of the plan: what is selected is run and nothing else, and the verdict is at most partial. */
import { rmSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { startSandbox, type Sandbox } from '../../../sandbox/start.ts';
import type { Plan } from '../../../helpers/run/plan.ts';
import { command, copyProject, reportIn, type Project } from '../harness/project.ts';

test.describe.configure({ mode: 'serial', timeout: 120_000 });

let project: Project;
let sandbox: Sandbox;
test.beforeAll(async () => {
  project = copyProject();
  sandbox = await startSandbox();
});
test.afterAll(async () => {
  project.remove();
  await sandbox.close();
});

const part = ['max-ai', '--operation', 'deleteImage', '--case', 'security/*'];
const run = (args: readonly string[]) => command('conformance', { args, env: sandbox.env, folder: project.folder });

test('a selection exits 0 where nothing deviates, is partial, and says what was selected', async () => {
  const { code, stderr, stdout } = await run(part);
  expect(code, stderr + stdout).toBe(0);
  expect(stderr).toMatch(/^\d+ of \d+ cases are selected: --operation deleteImage --case 'security\/\*'$/m);
  expect(stderr).toMatch(/^100 % +(\d+) of \1 /m);
  const report = reportIn(project.reports);
  expect(report.verdict).toBe('partial');
  expect(report.selection).toBe("--operation deleteImage --case 'security/*'");
  const [because = ''] = report.because?.split('\n') ?? [];
  expect(because).toMatch(
    /^only a selection was run: \d+ of \d+ cases, --operation deleteImage --case 'security\/\*'$/,
  );
  expect(stdout).toContain(because);
  const ids = report.cases.map(({ id }) => id).filter((id) => !id.includes('preflight'));
  expect(ids.length).toBeGreaterThan(5);
  for (const id of ids) expect(id).toMatch(/^max-ai-v2\/deleteImage\/security\//);
  expect(new Set(report.cases.map(({ verdict }) => verdict))).toEqual(new Set(['conforms']));
  expect(report.clauses.find(({ id }) => id === 'max-ai-v2/deleteImage/methods/put')).toMatchObject({
    verdict: 'not-run',
    because: 'not selected',
  });
});

test('plan shows the same part', async () => {
  const { code, stdout } = await command('plan', {
    args: [...part, '--json'],
    env: sandbox.env,
    folder: project.folder,
  });
  expect(code).toBe(0);
  const plan = JSON.parse(stdout) as Plan;
  expect(plan.cases.map(({ id }) => id).toSorted()).toEqual(
    reportIn(project.reports)
      .cases.map(({ id }) => id)
      .toSorted(),
  );
});

// What it runs where something did fail: acting.spec.ts.
test('--failed: where nothing deviated there is nothing to run', async () => {
  const none = await run(['max-ai', '--failed']);
  expect([none.code, none.stderr]).toEqual([
    2,
    'invalid: --failed: no case failed in the last run (reports/conformance.json)\n',
  ]);
  rmSync(path.join(project.folder, 'reports'), { recursive: true });
  const never = await run(['--failed']);
  expect([never.code, never.stderr]).toEqual([
    2,
    'invalid: --failed: there is no report of an earlier run in reports\n',
  ]);
});

test('a glob that matches nothing exits 2 before anything is written', async () => {
  const { code, stderr } = await run(['max-ai', '--case', 'Security/*']);
  expect([code, stderr]).toEqual([
    2,
    "invalid: --case 'Security/*' matches no case of the plan: npm run plan lists them\n",
  ]);
});
