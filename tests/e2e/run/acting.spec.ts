/** What people act on, from one real run against a sandbox with three faults. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { evidence } from '../../../helpers/report/evidence/files.ts';
import { tally, bySeverity } from '../../../helpers/report/display-status.ts';
import type { Report } from '../../../helpers/verdict/report.ts';
import { startFaulty, type Faulty } from '../harness/faulty.ts';
import { inFront, type Front } from '../harness/proxy.ts';
import { canaries, secretsFound } from '../harness/secrets.ts';
import { openBench } from '../../../helpers/commands/proof/bench.ts';
import { isProbe, prove, type Proved } from '../../../helpers/commands/proof/prove.ts';
import { subjects } from '../../../helpers/commands/proof/subjects.ts';
import { declaredCases } from '../../../helpers/run/declared.ts';
import { loadProject } from '../../../helpers/run/worker.ts';
import {
  command,
  conformance,
  copyProject,
  execute,
  type Conformance,
  type Environment,
  type Project,
} from '../harness/project.ts';

test.describe.configure({ mode: 'default' });
test.setTimeout(180_000);

const names = ['delete-image-404-trace-id-absent', 'delete-image-200-file-name-renamed', 'upload-200-size-kb-retyped'];

let sandbox: Faulty;
let front: Front;
let project: Project;
let run: Conformance;
let summary: string;
const file = (name: string) => readFileSync(path.join(run.reports, name), 'utf8');

test.beforeAll(async () => {
  test.setTimeout(180_000);
  sandbox = await startFaulty(names);
  front = await inFront(new URL(sandbox.env['MAX_AI_BASE_URL'] ?? '').origin);
  project = copyProject();
  summary = path.join(project.folder, 'step-summary.md');
  writeFileSync(summary, 'an earlier step\n');
  const env = { ...front.through(sandbox.env), GITHUB_STEP_SUMMARY: summary };
  run = await conformance({ args: ['max-ai'], env, folder: project.folder });
});
test.afterAll(async () => {
  run.remove();
  project.remove();
  await front.close();
  await sandbox.close();
});

const deviating = (report: Report) =>
  report.clauses.filter(({ verdict, level }) => verdict === 'deviates' && level === 'MUST');

const allureResults = () =>
  readdirSync(path.join(run.reports, 'allure-results'))
    .filter((name) => name.endsWith('-result.json'))
    .map(
      (name) => JSON.parse(file(`allure-results/${name}`)) as { fullName: string; status: string; historyId: string },
    );

test('three faults are three deviations, on one screen, exit 1', () => {
  expect(run.stderr).toContain('100 %');
  expect(run.code, run.report.because).toBe(1);
  expect(run.report.verdict).toBe('nonconformant');
  expect(deviating(run.report).map(({ id }) => id)).toEqual([
    'max-ai-v2/deleteImage/200/body/data/fileName/required',
    'max-ai-v2/deleteImage/404/body/trace_id/required',
    'max-ai-v3/uploadImage/200/body/data/sizeKb/type',
  ]);
  expect(run.stdout.trimEnd().split('\n').length).toBeLessThanOrEqual(40);
  expect(run.stdout).toContain('evidence/README.md');
  for (const { id } of deviating(run.report)) expect(run.stdout).toContain(id.split('/').slice(2).join('/'));
});

test('JSON, JUnit, Markdown, terminal and Allure agree on the counts', () => {
  const { report } = run;
  const counts = tally(report.clauses);
  const cases = (verdict: string, level?: string) =>
    report.cases.filter((each) => each.verdict === verdict && (level === undefined || each.level === level)).length;
  const failed = cases('deviates', 'MUST');
  const skipped = cases('inconclusive') + cases('not-run');
  // One red case for each of the three faults.
  expect(failed).toBe(3);
  expect(skipped).toBeGreaterThan(0);

  const [, tests, failures, errors, skips] = (
    /<testsuites name="conformance" tests="(\d+)" failures="(\d+)" errors="(\d+)" skipped="(\d+)"/.exec(
      file('junit.xml'),
    ) ?? []
  ).map(Number);
  expect([tests, failures, errors, skips]).toEqual([report.cases.length, failed, cases('error'), skipped]);

  const results = allureResults();
  const allure = (status: string) => results.filter((each) => each.status === status).length;
  expect(results.map(({ fullName }) => fullName).toSorted()).toEqual(report.cases.map(({ id }) => id).toSorted());
  expect(new Set(results.map(({ historyId }) => historyId)).size).toBe(results.length);
  expect([allure('failed'), allure('broken'), allure('skipped')]).toEqual([failed, cases('error'), skipped]);

  expect(/^\| All \|(.*)\|$/m.exec(file('conformance.md'))?.[1]?.split('|').map(Number)).toEqual([
    ...bySeverity.map((status) => counts[status]),
    report.clauses.length,
  ]);
  expect(
    bySeverity.map(
      (status) => file('index.html').split(new RegExp(`class="clause"\\s+data-status="${status}"`)).length - 1,
    ),
  ).toEqual(bySeverity.map((status) => counts[status]));
  const rows = run.stdout.split('\n').filter((line) => line.startsWith('max-ai-v'));
  const shown = rows.map((line) => line.trim().split(/ +/).slice(1).map(Number));
  expect(shown[0]?.map((_, column) => shown.reduce((sum, row) => sum + (row[column] ?? 0), 0))).toEqual([
    counts.conforms,
    counts.recorded,
    counts.deviates,
    counts.warns,
    counts.inconclusive,
    counts['not-run'],
    report.counts.total,
  ]);
});

test('every run, an invalid one too, is added to the summary of a CI job and is as its schema says', async () => {
  const schema = JSON.parse(
    readFileSync(new URL('../../../helpers/verdict/conformance.schema.json', import.meta.url), 'utf8'),
  ) as Record<string, unknown>;
  const validate = new Ajv2020({ strict: true, allErrors: true }).compile(schema);
  const check = (report: Report) =>
    expect(validate(report) ? '' : JSON.stringify(validate.errors, undefined, 1)).toBe('');
  check(run.report);
  expect(readFileSync(summary, 'utf8')).toBe(`an earlier step\n${file('conformance.md')}`);
  // Nothing listens there.
  const env = { ...sandbox.env, MAX_AI_BASE_URL: 'http://127.0.0.1:9', GITHUB_STEP_SUMMARY: summary };
  const invalid = await conformance({ args: ['max-ai'], env, folder: project.folder });
  expect([invalid.code, invalid.report.verdict]).toEqual([2, 'invalid']);
  check(invalid.report);
  expect(readFileSync(summary, 'utf8')).toMatch(/^an earlier step\n# Nonconformant[\s\S]*\n# Invalid/);
  invalid.remove();
});

test('a finding names operation, status, place and k of n; Allure shows them in each case that failed', () => {
  const clause = run.report.clauses.find(({ id }) => id === 'max-ai-v2/deleteImage/404/body/trace_id/required');
  expect(clause?.findings).toMatchObject([
    { code: 'BODY_REQUIRED', at: '/trace_id', actual: 'absent', reproduced: { k: 3, n: 3 } },
  ]);
  expect(clause?.findings[0]?.exchange).toMatchObject({
    operation: 'max-ai-v2/deleteImage',
    answer: { status: 404 },
  });
  for (const word of ['NONCONFORMANT', 'max-ai-v2/deleteImage', '404/body/trace_id/required', '404 without trace_id'])
    expect(run.stdout).toContain(word);
  const failed = allureResults().filter(({ status }) => status === 'failed');
  expect(failed.some((each) => JSON.stringify(each).includes('/trace_id'))).toBe(true);
  const { requests } = run.report;
  expect(requests.total).toBe(requests.planned + requests.extra.reduce((sum, { calls }) => sum + calls, 0));
  expect(requests.extra.some(({ reason }) => reason === 'repeated after a deviation')).toBe(true);
});

test('no secret is in what a failing run wrote or printed', () => {
  const given = Object.fromEntries([...front.given].map((value, index) => [`signature ${index}`, value]));
  const secrets = { ...canaries(sandbox.env), ...given };
  expect(secretsFound(secrets, [run.reports, project.journal], [run.stdout, run.stderr])).toEqual([]);
});

test('the proof of each fault finds what the run found for all three', async () => {
  const suite = await loadProject();
  const cases = (await declaredCases(suite)).filter((each) => !isProbe(each));
  const bench = await openBench(suite);
  try {
    const proved: Proved[] = [];
    for (const subject of subjects.filter(({ name }) => names.includes(name)))
      proved.push(await prove(bench, subject, cases));
    expect(proved.flatMap(({ must }) => must).toSorted()).toEqual(deviating(run.report).map(({ id }) => id));
  } finally {
    await bench.close();
  }
});

/** Bash with nothing but what the pack says it needs; exit status 1 while it still deviates. */
async function reproduce(script: string, { MAX_AI_BASE_URL, MAX_AI_API_KEY }: Environment): Promise<string> {
  const { stdout } = await execute('bash', [script], { MAX_AI_BASE_URL, MAX_AI_API_KEY });
  return stdout;
}
const answerOf = (output: string) => output.slice(output.indexOf('The answer now:') + 'The answer now:'.length);
const bodyOf = (output: string) =>
  JSON.parse(/\r?\n\r?\n(\{[\s\S]*\})/.exec(answerOf(output))?.[1] ?? '{}') as {
    [key: string]: unknown;
    data?: { sizeKb?: unknown };
  };

test('evidence has one folder per deviation, whose script reproduces it, and reports when it is fixed', async () => {
  const home = path.join(run.reports, 'evidence/max-ai');
  const folders = readdirSync(home).filter((name) => !name.includes('.'));
  expect(folders).toHaveLength(run.report.causes?.length ?? 0);
  const script = (part: string) => path.join(home, folders.find((name) => name.startsWith(part)) ?? '', 'reproduce.sh');
  const scripts = {
    remove: script('deleteimage-404'),
    archived: script('deleteimage-200'),
    upload: script('uploadimage-200'),
  };
  const deleted = await reproduce(scripts.remove, sandbox.env);
  expect(answerOf(deleted)).toContain('HTTP/1.1 404');
  expect(bodyOf(deleted)).not.toHaveProperty('trace_id');
  // What was deleted is gone: this one makes an image of its own first.
  const archived = await reproduce(scripts.archived, sandbox.env);
  expect(answerOf(archived)).toContain('HTTP/1.1 200');
  expect(bodyOf(archived).data).toHaveProperty('status', 'archived');
  expect(bodyOf(archived).data).not.toHaveProperty('fileName');
  const uploaded = await reproduce(scripts.upload, sandbox.env);
  expect(answerOf(uploaded)).toContain('HTTP/1.1 200');
  expect(typeof bodyOf(uploaded).data?.sizeKb).toBe('string');
  sandbox.use([]);
  try {
    expect(bodyOf(await reproduce(scripts.remove, sandbox.env))).toHaveProperty('trace_id');
    expect(bodyOf(await reproduce(scripts.archived, sandbox.env)).data).toHaveProperty('fileName');
    expect(typeof bodyOf(await reproduce(scripts.upload, sandbox.env)).data?.sizeKb).toBe('number');
  } finally {
    sandbox.use(names);
  }
});

test('evidence names time, trace ids, k of n and where it is promised, and no secret', () => {
  const page = evidence(run.report).find(({ path: name }) => /uploadimage-200.*deviation\.md$/.test(name))?.text ?? '';
  expect(page).toMatch(/First seen 20\d\d-\d\d-\d\d \d\d:\d\d:\d\d UTC/);
  expect(page).toMatch(/\d of 3 requests/);
  expect(page).toContain('specs/max-ai/v3.openapi.yaml');
  expect(page).toContain('https://docs.maxcare.ai/');
  for (const { path: name, text } of evidence(run.report)) {
    expect(text, name).not.toContain(sandbox.env['MAX_AI_API_KEY']);
    expect(file(`evidence/${name}`), name).toBe(text);
  }
});

test('npm run evidence packs it, and shows when a pack was changed', async () => {
  const again = (...args: string[]) =>
    command('evidence', { args, env: { REPORTS_DIR: run.reports }, folder: project.folder });
  const first = await again();
  expect(first.stdout).toMatch(/evidence-max-ai-\d{8}T\d{6}Z\.zip: \d+ deviations?, sha256 [0-9a-f]{64}\n$/);
  const pack = path.join(run.reports, readdirSync(run.reports).find((name) => name.endsWith('.zip')) ?? '');

  const folder = mkdtempSync(path.join(tmpdir(), 'unpacked-'));
  execFileSync('python3', ['-m', 'zipfile', '-e', pack, folder]);
  expect(readFileSync(path.join(folder, 'README.md'), 'utf8')).toBe(file('evidence/max-ai/README.md'));
  writeFileSync(path.join(folder, 'README.md'), 'other');
  writeFileSync(path.join(folder, 'more.txt'), 'more');
  const forged = path.join(folder, 'forged.zip');
  execFileSync(
    'python3',
    ['-m', 'zipfile', '-c', forged, ...readdirSync(folder).filter((name) => name !== 'forged.zip')],
    { cwd: folder },
  );
  const bad = await again('verify', forged);
  expect(bad.code).toBe(1);
  expect(bad.stderr).toContain('README.md was changed');
  expect(bad.stderr).toContain('more.txt is not in the manifest');
  rmSync(folder, { recursive: true });

  writeFileSync(path.join(run.reports, 'evidence/max-ai/README.md'), 'other');
  const refused = await again();
  expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('README.md was changed')]);
});

test('npm run compare says what changed between two runs, and whether it got worse', async () => {
  const a = path.join(run.reports, 'a.json');
  const b = path.join(run.reports, 'b.json');
  writeFileSync(a, JSON.stringify(run.report));
  const [first] = deviating(run.report);
  const fixed = run.report.clauses.map((clause) =>
    clause === first ? { ...clause, verdict: 'conforms', findings: [] } : clause,
  );
  writeFileSync(b, JSON.stringify({ ...run.report, clauses: fixed }));
  const worse = await command('compare', { args: [b, a], folder: project.folder });
  expect([worse.code, worse.stdout]).toEqual([1, expect.stringContaining('New deviations (1)')]);
});

test('a waived deviation is waived and nothing else, and the reports know since when the others are there; --failed runs those again', async () => {
  const waivers = path.join(project.folder, 'specs/waivers.yaml');
  const id = 'max-ai-v2/deleteImage/404/body/trace_id/required';
  const waive = await command('waive', { args: [id], env: { REPORTS_DIR: run.reports }, folder: project.folder });
  expect(waive.stdout).toContain('BODY_REQUIRED in max-ai-v2/deleteImage/404/body/trace_id/required on loopback');
  writeFileSync(waivers, readFileSync(waivers, 'utf8').replaceAll(/TODO .*/g, 'MAX-1204'));

  const again = (...args: string[]) =>
    command('conformance', {
      args: ['max-ai', ...args],
      env: { ...front.through(sandbox.env), REPORTS_DIR: run.reports },
      folder: project.folder,
    });
  const second = await again();
  expect(second.code).toBe(1);
  const waived = JSON.parse(file('conformance.json')) as Report;
  const before = new Map(run.report.clauses.map((clause) => [clause.id, clause]));
  expect(
    waived.clauses
      .filter((clause) => before.get(clause.id)?.verdict !== clause.verdict)
      .map((each) => [each.id, each.verdict]),
  ).toEqual([[id, 'waived']]);
  expect(waived.waivers).toBeUndefined();
  const folders = readdirSync(path.join(run.reports, 'evidence/max-ai'));
  expect(folders.filter((name) => name.startsWith('deleteimage-404'))).toEqual([]);
  expect(folders.filter((name) => name.startsWith('uploadimage-200'))).toHaveLength(1);
  // It is the second run: the reports know since when.
  for (const clause of [...deviating(waived), ...waived.clauses.filter(({ verdict }) => verdict === 'waived')]) {
    expect(clause.findings[0]?.streak, clause.id).toBe(2);
    expect(clause.findings[0]?.firstSeen).toBe(before.get(clause.id)?.findings[0]?.firstSeen);
  }
  expect(file('history/loopback.allure.jsonl').trim().split('\n')).toHaveLength(2);
  expect(file('allure-report/index.html')).not.toContain('googletagmanager');

  sandbox.use([]);
  const repaired = await again('--failed');
  expect(repaired.code, repaired.stdout).toBe(0);
  const failed = waived.cases.filter(({ verdict }) => verdict === 'deviates').map((each) => each.id);
  expect(failed.length).toBeGreaterThan(0);
  const ran = (JSON.parse(file('conformance.json')) as Report).cases.map((each) => each.id);
  expect(ran.filter((each) => !each.includes('preflight')).toSorted()).toEqual(failed.toSorted());
});
