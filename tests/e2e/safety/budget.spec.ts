/** Budget, rate and time: over all processes of a run together, and named where they cut something off. */
import { spawn } from 'node:child_process';
import { statSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { build } from 'esbuild';
import { startHostile } from '../harness/hostile-server.ts';
import { conformance, copyProject, projectRoot } from '../harness/project.ts';
import { behind, startSandboxProcess, withoutProbe } from '../harness/sandbox-process.ts';
import { temporaryFolder } from '../../unit/temporary-folder.ts';

const runDirectory = () => temporaryFolder('budget');
const soon = () => Date.now() + 60_000;

/** The budget as JavaScript, for processes that have to start fast. */
const compiled = path.join(temporaryFolder('budget'), 'budget.mjs');
test.beforeAll(() =>
  build({
    entryPoints: [path.join(projectRoot, 'helpers/client/budget.ts')],
    outfile: compiled,
    bundle: true,
    platform: 'node',
    format: 'esm',
  }),
);

/** Takes as often as it can in a process of its own; gives the times of what it got. */
function takeElsewhere(folder: string, tries: number, limits: object): Promise<number[]> {
  const code = `
    import { openBudget } from ${JSON.stringify(compiled)};
    const budget = openBudget(${JSON.stringify(folder)}, ${JSON.stringify(limits)});
    const times = [];
    for (let i = 0; i < ${tries}; i += 1) try { await budget.take({ vendor: 'v' }); times.push(Date.now()); } catch {}
    process.stdout.write(JSON.stringify(times));`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code]);
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  return new Promise((resolve) => child.on('close', () => resolve(JSON.parse(said || '[]') as number[])));
}

test('the budget is one number for all processes', async () => {
  const folder = runDirectory();
  const limits = { requests: 100, deadline: soon() };
  const got = await Promise.all([1, 2, 3].map(() => takeElsewhere(folder, 60, limits)));
  expect(got.flat()).toHaveLength(100);
  expect(statSync(path.join(folder, 'budget.json')).mode & 0o777).toBe(0o600);
});

test('the rate is one rate for all processes', async () => {
  const folder = runDirectory();
  const got = await Promise.all(
    [1, 2].map(() => takeElsewhere(folder, 15, { requests: 1e6, perMinute: 600, deadline: soon() })),
  );
  const times = got.flat().toSorted((a, b) => a - b);
  expect(times).toHaveLength(30);
  // A request each 100 ms; timers may be late, and what was late comes closer to the next one.
  expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeGreaterThan(2_700);
});

test('a run that exhausts its budget stops sending, reports it, and cleans up', async () => {
  const [project, sandbox] = [copyProject(), await startSandboxProcess()];
  try {
    const env = { ...withoutProbe(sandbox.env), REQUEST_BUDGET: '40' };
    const { code, report, stderr, remove } = await conformance({
      folder: project.folder,
      env,
      args: ['invox-medical'],
    });
    remove();
    const { requests, remaining } = await sandbox.state();
    expect(requests).toBeLessThanOrEqual(40);
    expect(code).toBe(0);
    expect(report.verdict).toBe('partial');
    expect(report.because).toContain('REQUEST_BUDGET');
    expect(stderr).toMatch(/REQUEST_BUDGET of 40 is less than the [\d,]+ calls planned/);
    expect(
      report.cases.some(({ verdict, because }) => verdict === 'not-run' && because?.includes('REQUEST_BUDGET')),
    ).toBe(true);
    expect(report.requests.total).toBe(requests);
    expect(remaining.documents).toEqual([]);
  } finally {
    sandbox.close();
    project.remove();
  }
});

test('a run ends soon after RUN_TIMEOUT, whatever hangs; remaining cases are not-run', async () => {
  const [project, sandbox] = [copyProject(), await startSandboxProcess()];
  const operation = 'invox-medical-2026-03-01/deleteDocument';
  const hostile = await startHostile({ sandbox: sandbox.origin, behaviour: 'never answers', operation });
  try {
    const env = {
      ...behind(withoutProbe(sandbox.env), sandbox.origin, hostile.origin),
      RUN_TIMEOUT: '5',
      // Far beyond what the test waits: only RUN_TIMEOUT can end it.
      REQUEST_TIMEOUT: '3600',
    };
    const { report, remove } = await conformance({
      folder: project.folder,
      env,
      args: ['invox-medical'],
    });
    remove();
    // A busy machine may not reach any case in that time: then the run is invalid.
    const notRun = report.cases.filter(({ verdict }) => verdict === 'not-run');
    if (report.verdict !== 'invalid') expect(notRun.length).toBeGreaterThan(10);
    expect(JSON.stringify([report.because, report.notices])).toContain('RUN_TIMEOUT');
  } finally {
    await hostile.close();
    sandbox.close();
    project.remove();
  }
});
