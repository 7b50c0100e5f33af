/** Runs against a live vendor: the same verdict as embedded, every deviation named, no secret anywhere, no slower for failing. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { startSandbox, type Sandbox } from '../../../sandbox/start.ts';
import { conformance, copyProject, type Conformance } from '../harness/project.ts';
import { inFront, without, type Front } from '../harness/proxy.ts';
import { leaks, textsBelow } from '../harness/unpack.ts';

test.describe.configure({ mode: 'serial', timeout: 240_000 });

/** All of the sandbox's environment but for the key of the probe, whose 1,000 calls prove nothing here. */
const { sandbox, env } = await started();
async function started() {
  const own = await startSandbox();
  const { MAX_AI_RATE_LIMIT_API_KEY: _probe, ...rest } = own.env;
  return { sandbox: own, env: rest };
}
/** A journal of its own: what other runs left behind is not this one's to sweep. */
const project = copyProject();
test.afterAll(async () => {
  project.remove();
  await sandbox.close();
});

interface Ran extends Conformance {
  readonly front: Front;
}

async function through(
  options: Parameters<typeof inFront>[1] = {},
  behaviour: Parameters<Sandbox['use']>[0] = {},
  args: readonly string[] = [],
): Promise<Ran> {
  sandbox.use(behaviour);
  const front = await inFront(sandbox.origin, options);
  const run = await conformance({ args, env: front.through(env), folder: project.folder });
  await front.close();
  return { ...run, front };
}

const secrets = ({ front }: Ran): Record<string, string> => ({
  ...Object.fromEntries(Object.entries(env).filter(([name]) => /KEY$|APP_ID$/.test(name))),
  ...Object.fromEntries([...front.given].map((value, index) => [`token or signature ${index}`, value])),
});

/** Everything the run wrote or printed. */
const texts = ({ reports, stdout, stderr }: Ran) => [
  ...textsBelow(reports),
  { where: 'stdout', text: stdout },
  { where: 'stderr', text: stderr },
];

let conforming: Ran;

test('given only the environment that a sandbox prints, nothing deviates and nothing is left there', async () => {
  conforming = await through();
  const { report, code } = conforming;
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
  const { requests } = conforming.report;
  const extra = requests.extra.reduce((sum, { calls }) => sum + calls, 0);
  expect(requests.total).toBe(requests.planned + extra);
  expect(requests.extra, 'what lacks its variable is not planned either').toEqual([]);
  expect(sandbox.requests()).toBe(requests.total);
});

test('no key, token or signature is anywhere in what a passing run wrote or printed', () => {
  expect(Object.keys(secrets(conforming)).length).toBeGreaterThan(20);
  expect(leaks(texts(conforming), secrets(conforming))).toEqual([]);
});

test('a search for secrets finds what is planted: in text, in base64, in base64 inside base64', () => {
  const planted = 'planted/secret+0123456789';
  const twice = Buffer.from(
    `padding padding padding ${Buffer.from(`some more padding ${planted}`).toString('base64')}`,
  );
  for (const text of [planted, encodeURIComponent(planted), Buffer.from(`x${planted}`).toString('base64')])
    expect(leaks([{ where: 'here', text }], { KEY: planted })).toEqual(['KEY in here']);
  const page = `<script>d("a","${twice.toString('base64')}")</script>`;
  const folder = mkdtempSync(path.join(conforming.reports, 'planted-'));
  writeFileSync(path.join(folder, 'index.html'), page);
  expect(leaks(textsBelow(folder), { KEY: planted })).not.toEqual([]);
  rmSync(folder, { recursive: true });
});

test('one 404 without trace_id: exit 1; terminal, conformance.json and Allure name operation, status, place and clause', async () => {
  const run = await through({}, { fault: 'delete-image-404-trace-id-absent' }, ['max-ai']);
  const clause = 'max-ai-v2/deleteImage/404/body/trace_id/required';
  expect(run.code).toBe(1);
  expect(run.report.verdict).toBe('nonconformant');
  const deviating = run.report.clauses.filter(({ verdict }) => verdict === 'deviates');
  expect(deviating.map(({ id }) => id)).toEqual([clause]);
  expect(deviating[0]?.findings).toMatchObject([
    { code: 'BODY_REQUIRED', at: '/trace_id', actual: 'absent', reproduced: { k: 3, n: 3 } },
  ]);
  expect(deviating[0]?.findings[0]?.exchange).toMatchObject({
    operation: 'max-ai-v2/deleteImage',
    answer: { status: 404 },
  });
  for (const word of ['NONCONFORMANT', 'max-ai-v2/deleteImage', '404/body/trace_id/required', '/trace_id: absent'])
    expect(run.stdout).toContain(word);
  const failed = allure(run).filter(({ status }) => status === 'failed');
  expect(failed.length).toBeGreaterThan(0);
  for (const each of failed) {
    const all = JSON.stringify(each);
    for (const word of ['deleteImage', '404', '/trace_id', clause]) expect(all).toContain(word);
  }
  expect(leaks(texts(run), secrets(run))).toEqual([]);
  const { requests } = run.report;
  expect(requests.total).toBe(requests.planned + requests.extra.reduce((sum, { calls }) => sum + calls, 0));
  expect(requests.extra.some(({ reason }) => reason === 'asked again after a deviation')).toBe(true);
  run.remove();
});

test('without trace_id in any error the run takes at most three times as long, and every case is its own entry in Allure', async () => {
  const run = await through({
    alter: (passing) =>
      passing.url.startsWith('/max-ai/') && passing.status >= 400 ? without('trace_id', passing) : undefined,
  });
  expect(run.code).toBe(1);
  const cases = run.report.cases.filter(({ verdict }) => verdict === 'deviates');
  expect(cases.length, 'most cases of Max AI deviate').toBeGreaterThan(70);
  expect(run.milliseconds).toBeLessThan(3 * conforming.milliseconds);
  const names = allure(run).map(({ name }) => name);
  expect(names.toSorted()).toEqual(run.report.cases.map(({ title }) => title).toSorted());
  expect(leaks(texts(run), secrets(run))).toEqual([]);
  run.remove();
  conforming.remove();
});

interface AllureResult {
  readonly name: string;
  readonly status: string;
}

const allure = ({ reports }: Conformance): AllureResult[] => {
  const folder = path.join(reports, 'allure-results');
  return readdirSync(folder)
    .filter((name) => name.endsWith('-result.json'))
    .map((name) => JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as AllureResult);
};
