/**
 * A run against a live vendor that keeps every promise, and puts canaries wherever nothing is promised: it is found to
 * conform, nothing is left there, and nothing secret is in what the run wrote or printed.
 */
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { startSandbox, type Sandbox } from '../../../sandbox/start.ts';
import { startLeaky, type Leaky } from '../harness/leaky.ts';
import { conformance, copyProject, type Conformance, type Project } from '../harness/project.ts';
import { inFront, type Front } from '../harness/proxy.ts';
import { withoutProbe } from '../harness/sandbox-process.ts';
import { canaries, filesIn, secretsFound } from '../harness/secrets.ts';

test.describe.configure({ mode: 'default', timeout: 240_000 });

let sandbox: Sandbox;
let leaky: Leaky;
let front: Front;
let project: Project;
let run: Conformance;
let temporary: string;

test.beforeAll(async () => {
  test.setTimeout(240_000);
  sandbox = await startSandbox();
  leaky = await startLeaky(sandbox.origin, true);
  front = await inFront(leaky.origin);
  project = copyProject();
  temporary = mkdtempSync(path.join(project.folder, 'tmp-'));
  const env = { ...front.through(through(leaky.origin)), TMPDIR: temporary };
  run = await conformance({ env, folder: project.folder });
});
test.afterAll(async () => {
  run.remove();
  project.remove();
  await front.close();
  await leaky.close();
  await sandbox.close();
});

/** The sandbox's environment, behind another origin. */
const through = (origin: string) =>
  Object.fromEntries(
    Object.entries(withoutProbe(sandbox.env)).map(([name, value]) => [name, value.replace(sandbox.origin, origin)]),
  );

test('nothing deviates, and nothing is left at the vendor', () => {
  const { report, code } = run;
  expect(report.clauses.filter(({ verdict }) => verdict === 'deviates').map(({ id }) => id)).toEqual([]);
  expect(report.counts).toMatchObject({ error: 0, inconclusive: 0 });
  expect(report.because).toMatch(
    /^\d+ MUST clauses are inconclusive or not run: MAX_AI_RATE_LIMIT_API_KEY is not set$/,
  );
  expect([report.verdict, code]).toEqual(['partial', 0]);
  expect(sandbox.remaining()).toEqual({ images: [], documents: [] });
  expect(sandbox.damaged()).toEqual([]);
});

test('the calls made are those of the plan and every extra, and as many as the vendor received', () => {
  const { requests } = run.report;
  const extra = requests.extra.reduce((sum, { calls }) => sum + calls, 0);
  expect(requests.total).toBe(requests.planned + extra);
  expect(requests.extra, 'what lacks its variable is not planned either').toEqual([]);
  expect(sandbox.requests()).toBe(requests.total);
});

test('no key, token, signature or value of an answer is anywhere in what it wrote or printed', () => {
  const given = Object.fromEntries([...front.given].map((value, index) => [`token or signature ${index}`, value]));
  expect(Object.keys(given).length).toBeGreaterThan(10);
  const secrets = { ...canaries(sandbox.env), ...given };
  expect(secretsFound(secrets, [run.reports, project.journal, temporary], [run.stdout, run.stderr])).toEqual([]);
});

test('what it wrote is private, and its run directory is gone', () => {
  for (const file of filesIn(run.reports)) expect((statSync(file).mode & 0o777).toString(8), file).toBe('600');
  expect((statSync(run.reports).mode & 0o777).toString(8)).toBe('700');
  expect(readdirSync(temporary).filter((name) => name.startsWith('vendor-conformance-'))).toEqual([]);
});

test('a search for secrets finds what is planted: in text, in base64, in base64 inside base64', () => {
  const secret = 'planted/secret+0123456789';
  const twice = Buffer.from(`padding padding padding ${Buffer.from(`some more padding ${secret}`).toString('base64')}`);
  for (const text of [secret, encodeURIComponent(secret), Buffer.from(`x${secret}`).toString('base64')])
    expect(secretsFound({ KEY: secret }, [], [text])).toEqual(['KEY in output 0']);
  const folder = mkdtempSync(path.join(project.folder, 'planted-'));
  const file = path.join(folder, 'index.html');
  writeFileSync(file, `<script>d("a","${twice.toString('base64')}")</script>`);
  expect(secretsFound({ KEY: secret }, [folder])).toEqual([`KEY in ${file}`]);
  rmSync(folder, { recursive: true });
});
