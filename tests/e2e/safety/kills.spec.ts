/** A run whose command is killed: its workers end by themselves, and the journal is enough to clean up after them. */
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { lifeOf, self } from '../../../helpers/config/process.ts';
import { isAtWork, openIn, sweepAll, until } from '../harness/kills.ts';
import { command, copyProject, start } from '../harness/project.ts';
import { operations } from '../harness/hostile-server.ts';
import { behind, startSandboxProcess, withoutProbe } from '../harness/sandbox-process.ts';
import { startWithholding } from '../harness/withholding.ts';

/** Fields of /proc/<pid>/stat after the name: state, parent, process group, …; undefined where there is no such process. */
function statOf(pid: number): string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}

/** Whether a process of the group is left that still runs. */
const isGroupAlive = (group: number): boolean =>
  readdirSync('/proc').some((name) => {
    const [state, , of] = /^\d+$/.test(name) ? (statOf(Number(name)) ?? []) : [];
    return Number(of) === group && state !== 'Z';
  });

test('a killed process that nobody waits for counts as dead', async () => {
  // The first child ends at once; what its parent became never asks after it.
  const parent = spawn('sh', ['-c', 'sleep 0 & exec sleep 60'], { stdio: 'ignore' });
  try {
    const children = `/proc/${parent.pid}/task/${parent.pid}/children`;
    const child = () => Number(readFileSync(children, 'utf8').trim().split(' ')[0] || Number.NaN);
    await until(() => statOf(child())?.[0] === 'Z');
    expect(lifeOf({ ...self(), pid: child(), started: statOf(child())?.[19] ?? '' })).toBe('dead');
  } finally {
    parent.kill('SIGKILL');
  }
});

test('when the command of a shard is killed, its workers exit; another shard removes what they created', async () => {
  const [project, sandbox] = [copyProject(), await startSandboxProcess()];
  // What a worker made is there while the answer to its use is withheld.
  const vendor = await startWithholding(sandbox.origin, ...operations['max-ai-v2/getImageUrl']);
  const run = { folder: project.folder, env: behind(withoutProbe(sandbox.env), sandbox.origin, vendor.origin) };
  try {
    const running = start('conformance', { ...run, args: ['--shard', '1/2'] });
    await vendor.withheld;
    expect(isAtWork(project)).toBe(true);
    running.child.kill('SIGKILL');
    await running.ended;
    await until(() => !isGroupAlive(running.child.pid ?? 0));
    expect(statSync(project.journal).mode & 0o777).toBe(0o700);
    expect(openIn(project)).not.toEqual([]);
    const other = await command('conformance', { ...run, args: ['--shard', '2/2'] });
    expect(other.code, other.stderr).toBe(0);
    expect(openIn(project)).toEqual([]);
    // What was never answered is listed.
    await sweepAll(project, sandbox, run.env);
  } finally {
    await vendor.close();
    sandbox.close();
    project.remove();
  }
});

test('a creation that was carried out and not answered before the kill is listed, with its parent and file', async () => {
  const [project, sandbox] = [copyProject(), await startSandboxProcess()];
  const vendor = await startWithholding(sandbox.origin, ...operations['max-ai-v3/uploadImage']);
  try {
    const env = behind(withoutProbe(sandbox.env), sandbox.origin, vendor.origin);
    const running = start('conformance', { folder: project.folder, env });
    await vendor.withheld;
    running.child.kill('SIGKILL');
    await running.ended;
    await until(() => !isGroupAlive(running.child.pid ?? 0));
    const { left, lost } = await sweepAll(project, sandbox, env);
    expect(lost).toBeGreaterThanOrEqual(1);
    expect(left).toBeGreaterThanOrEqual(1);
  } finally {
    await vendor.close();
    sandbox.close();
    project.remove();
  }
});
