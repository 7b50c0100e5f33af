/** Runs that end badly or take longer: no secret in what they leave. In `npm run soak`, because each is a whole run for one question. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { startSandbox, type Sandbox } from '../../sandbox/start.ts';
import { startLeaky, type Leaky } from '../e2e/harness/leaky.ts';
import { command, conformance, copyProject, reportIn, start, type Project } from '../e2e/harness/project.ts';
import { inFront, without } from '../e2e/harness/proxy.ts';
import { behind, withoutProbe } from '../e2e/harness/sandbox-process.ts';
import { canaries, secretsFound } from '../e2e/harness/secrets.ts';

test.describe.configure({ mode: 'default', timeout: 600_000 });

let sandbox: Sandbox;
let leaky: Leaky;
let project: Project;
let env: Readonly<Record<string, string>>;
test.beforeEach(async () => {
  sandbox = await startSandbox();
  leaky = await startLeaky(sandbox.origin);
  project = copyProject();
  const temporary = path.join(project.folder, 'tmp');
  mkdirSync(temporary);
  env = { ...behind(withoutProbe(sandbox.env), sandbox.origin, leaky.origin), TMPDIR: temporary };
});
test.afterEach(async () => {
  project.remove();
  await leaky.close();
  await sandbox.close();
});

const found = (printed: readonly string[]) =>
  secretsFound(canaries(sandbox.env), [project.reports, project.journal, env['TMPDIR'] ?? ''], printed);

test('no secret in the output of a run in which both vendors failed, one that was timed out, one that was killed, and one whose key is rejected', async () => {
  const { folder } = project;
  const failed = await command('conformance', { folder, env });
  expect(failed.code, failed.stderr).toBe(1);
  expect(found([failed.stdout, failed.stderr])).toEqual([]);
  const late = await command('conformance', { folder, env: { ...env, RUN_TIMEOUT: '5' } });
  const { because, notices } = reportIn(project.reports);
  expect(JSON.stringify([because, notices])).toContain('RUN_TIMEOUT');
  const before = sandbox.requests();
  const running = start('conformance', { folder, env });
  while (sandbox.requests() < before + 20 && running.child.exitCode === null)
    await new Promise((resolve) => setTimeout(resolve, 20));
  running.kill();
  const dead = await running.ended;
  expect(found([late.stdout, late.stderr, dead.stdout, dead.stderr])).toEqual([]);
  const wrong = { ...env, MAX_AI_API_KEY: `${env['MAX_AI_API_KEY']}-wrong` };
  const rejected = await command('conformance', { folder, env: wrong, args: ['max-ai'] });
  expect([rejected.code, rejected.stderr]).toEqual([2, expect.stringContaining('MAX_AI_API_KEY')]);
  expect(found([rejected.stdout, rejected.stderr])).toEqual([]);
});

test('without trace_id in any error a run takes at most three times as long, and every case is its own entry in Allure', async () => {
  const { folder } = project;
  const own = withoutProbe(sandbox.env);
  const conforming = await conformance({ folder, env: own });
  const front = await inFront(sandbox.origin, {
    alter: (passing) =>
      passing.url.startsWith('/max-ai/') && passing.status >= 400 ? without('trace_id', passing) : undefined,
  });
  const run = await conformance({ folder, env: front.through(own) });
  await front.close();
  expect(run.code).toBe(1);
  const cases = run.report.cases.filter(({ verdict }) => verdict === 'deviates');
  expect(cases.length, 'most cases of Max AI deviate').toBeGreaterThan(70);
  expect(run.milliseconds).toBeLessThan(3 * conforming.milliseconds);
  conforming.remove();
  run.remove();
});
