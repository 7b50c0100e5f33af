/** Three shards on one machine, merged, are the run as a whole; what is missing or there twice is named in one line. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import type { Report } from '../../../helpers/verdict/report.ts';
import { command, copyProject, reportIn, type Project } from '../harness/project.ts';

test.describe.configure({ mode: 'default' });

const vendor = 'invox-medical';
let project: Project;
let folder: string;
const at = (name: string) => path.join(folder, name);

/** A run with its reports in a folder of that name. */
const run = (name: string, ...args: string[]) =>
  command('conformance', { args: [vendor, ...args], env: { REPORTS_DIR: at(name) }, folder: project.folder });
const merge = (...names: string[]) =>
  command('merge', { args: names.map(at), env: { REPORTS_DIR: at('merged') }, folder: project.folder });

test.beforeAll(async () => {
  test.setTimeout(300_000);
  project = copyProject();
  folder = mkdtempSync(path.join(tmpdir(), 'shards-'));
  for (const shard of ['1/3', '2/3', '3/3']) expect((await run(`shard-${shard[0]}`, '--shard', shard)).code).toBe(0);
});
test.afterAll(() => {
  project.remove();
  rmSync(folder, { recursive: true });
});

/** What must not depend on how a run was divided. */
const judged = ({ verdict, counts, clauses, cases, causes, requests }: Report) => ({
  verdict,
  counts,
  causes,
  clauses: clauses.map(({ example: _example, ...clause }) => clause),
  cases: cases.map(({ durationMs: _duration, ...one }) => one),
  planned: requests.planned,
});

test('a shard alone is partial', () => {
  expect(reportIn(at('shard-1'))).toMatchObject({ verdict: 'partial' });
  expect(reportIn(at('shard-1')).because).toContain('shard 2 of 3 is missing');
});

test('all shards, merged in any order, are the whole run', async () => {
  expect((await run('whole')).code).toBe(0);
  expect((await merge('shard-3', 'shard-1', 'shard-2')).code).toBe(0);
  expect(judged(reportIn(at('merged')))).toEqual(judged(reportIn(at('whole'))));
});

test('a missing shard makes the verdict partial, by name', async () => {
  const { code, stdout } = await merge('shard-1', 'shard-3');
  expect(code).toBe(0);
  expect(stdout).toContain('shard 2 of 3 is missing');
});

test('a shard that was killed is one line, and partial', async () => {
  mkdirSync(at('killed'));
  const { code, stderr, stdout } = await merge('shard-1', 'killed', 'shard-3');
  expect(code).toBe(0);
  expect(stderr).toBe(`${at('killed')} holds no shard: its run was killed, or never began\n`);
  expect(stdout).toContain('shard 2 of 3 is missing');
});

for (const [what, names, line] of [
  ['twice', ['shard-1', 'shard-2', 'shard-1'], /^shard 1\/3 is duplicated: \S+ and \S+\n$/],
  ['of no shard', ['nothing'], /: no folder of reports of a shard \(.*\)\n$/],
] as const)
  test(`a folder ${what} is one line, exit 2, and nothing is written`, async () => {
    const before = reportIn(at('merged')).startedAt;
    const { code, stderr, stdout } = await merge(...names);
    expect(stderr).toMatch(line);
    expect([code, stdout]).toEqual([2, '']);
    expect(reportIn(at('merged')).startedAt).toBe(before);
  });

// Other invalid values: tests/unit/run/shard.spec.ts.
test('an invalid --shard is rejected before anything is sent', async () => {
  const { code, stderr } = await run('wrong', '--shard', '4/3');
  expect(stderr).toMatch(/^invalid: --shard .* is no shard: 2\/3 is the second of three/);
  expect(code).toBe(2);
});
