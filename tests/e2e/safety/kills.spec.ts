/** Runs that are killed: the journal is enough to clean up after them, and nobody goes on sending. */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { readEntries } from '../../../helpers/client/journal-file.ts';
import { lifeOf, self } from '../../../helpers/config/process.ts';
import { killAndSweep } from '../harness/kills.ts';
import { copyProject, start } from '../harness/project.ts';
import { startSandboxProcess, withoutProbe } from '../harness/sandbox-process.ts';

const lifeStart = (pid: number): string => {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
};

test('what was killed and is waited for by nobody is dead', async () => {
  // The first child ends at once; what its parent became never asks after it.
  const parent = spawn('sh', ['-c', 'sleep 0.1 & exec sleep 20'], { stdio: 'ignore' });
  try {
    await new Promise((resolve) => setTimeout(resolve, 600));
    const children = readFileSync(`/proc/${parent.pid}/task/${parent.pid}/children`, 'utf8').trim().split(' ');
    const pid = Number(children[0]);
    expect(readFileSync(`/proc/${pid}/stat`, 'latin1')).toContain(') Z ');
    expect(lifeOf({ ...self(), pid, started: lifeStart(pid) })).toBe('dead');
  } finally {
    parent.kill('SIGKILL');
  }
});

test('runs that are killed leave nothing that one sweep does not remove or list', async () => {
  test.setTimeout(120_000);
  const [project, sandbox] = [copyProject(), await startSandboxProcess()];
  try {
    const { made } = await killAndSweep(project, sandbox, { kills: 3, seed: 5, spread: 4_000 });
    expect(statSync(project.journal).mode & 0o777).toBe(0o700);
    expect(made, 'the kills came while something was there').toBeGreaterThan(0);
  } finally {
    sandbox.close();
    project.remove();
  }
});

test('where only the command is killed, its workers end by themselves', async () => {
  test.setTimeout(60_000);
  const [project, sandbox] = [copyProject(), await startSandboxProcess()];
  try {
    const running = start('conformance', { folder: project.folder, env: withoutProbe(sandbox.env) });
    const atWork = () =>
      existsSync(project.journal) &&
      readdirSync(project.journal).some((name) =>
        readEntries(path.join(project.journal, name)).some(({ by, run }) => by.pid !== run.pid),
      );
    for (let tries = 0; tries < 3_000 && !atWork(); tries += 1) await new Promise((resolve) => setTimeout(resolve, 10));
    running.child.kill('SIGKILL');
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    const { requests } = await sandbox.state();
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect((await sandbox.state()).requests, 'nobody asks any more').toBe(requests);
    running.kill();
  } catch (error) {
    // The group is gone already, which is what was wanted.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  } finally {
    sandbox.close();
    project.remove();
  }
});
