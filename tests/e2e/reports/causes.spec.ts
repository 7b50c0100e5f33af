/** Three faults at once are three causes, in every report; their scripts decide them again, on the faulty vendor and on a right one. */
import { createHash } from 'node:crypto';
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import { startSandbox, type Sandbox } from '../../../sandbox/start.ts';
import { stepsFor } from '../../../helpers/report/issues.ts';
import {
  conformance,
  copyProject,
  execute,
  type Conformance,
  type Environment,
  type Project,
} from '../harness/project.ts';

test.describe.configure({ mode: 'default' });

const faults = ['delete-image-404-wrapped', 'image-url-lasts-a-minute', 'delete-document-204-for-200'];
const titles = [
  'deleteDocument: 204 instead of 200',
  'deleteImage: the body of 404 is inside error',
  'getImageUrl: 60 seconds from now instead of an hour from now (/data/url)',
];

let sandbox: Sandbox;
let project: Project;
let run: Conformance;
let env: Environment;
const file = (name: string) => readFileSync(path.join(run.reports, name), 'utf8');

test.beforeAll(async () => {
  test.setTimeout(240_000);
  sandbox = await startSandbox({ fault: faults });
  project = copyProject();
  const { MAX_AI_RATE_LIMIT_API_KEY: _probe, ...others } = sandbox.env;
  env = others;
  run = await conformance({ env: { ...env, GITHUB_ACTIONS: 'true' }, folder: project.folder });
});
test.afterAll(async () => {
  run.remove();
  project.remove();
  await sandbox.close();
});

/** Every text between two others, tags and entities undone. */
const between = (text: string, from: RegExp): string[] =>
  [...text.matchAll(from)].map(([, inner = '']) =>
    inner.replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code))).trim(),
  );

test('three causes, and none else, in JSON, terminal, page, Markdown and annotations, by the same titles', () => {
  const { report } = run;
  expect(run.code).toBe(1);
  expect((report.causes ?? []).map(({ title }) => title).toSorted()).toEqual(titles);
  expect(report.clauses.filter(({ verdict }) => verdict === 'deviates').map(({ ref }) => ref.operation)).toEqual(
    expect.arrayContaining((report.causes ?? []).flatMap(({ operations }) => operations)),
  );
  expect(between(run.stdout, /^(?:MUST|SHOULD) +(.*)$/gm).toSorted()).toEqual(titles);
  const cards = file('index.html').split('class="cause"').slice(1);
  expect(cards.map((card) => between(card, /<a href="#clause:[^"]*">([^<]*)<\/a>/g)[0] ?? '').toSorted()).toEqual(
    titles,
  );
  const table = /## Causes\n\n([\s\S]*?)\n\n/.exec(file('conformance.md'))?.[1] ?? '';
  expect(between(table, /^\| MUST \| <code>(.*?)<\/code>/gm).toSorted()).toEqual(titles);
  expect(table.split('\n').length - 2).toBe(3);
  const annotations = between(run.stdout, /^::(.*)$/gm);
  expect(annotations).toHaveLength(3);
  for (const line of annotations) expect(line).toMatch(/^error title=.*,file=specs\/[^,]+,line=\d+::MUST /);
});

test('each cause says in every report how its case is run again, and what that costs', async () => {
  const lines = between(run.stdout, /^ {2}repeat +(.*)$/gm);
  expect(lines).toHaveLength(3);
  for (const line of lines) {
    const [, command = '', calls = ''] = /^npm run conformance -- (.*?) {2}\((\d+) calls\)$/.exec(line) ?? [];
    const text = `npm run conformance -- ${command}`;
    expect(file('index.html')).toContain(text);
    expect(file('conformance.md')).toContain(`${text}</code>, ${calls} calls`);
    expect(
      evidenceFolders()
        .map((folder) => readFileSync(path.join(folder, 'deviation.md'), 'utf8'))
        .join(''),
    ).toContain(text);
    const planned = await execute(
      'bash',
      ['-c', `node helpers/launch.mjs plan ${command} --json`],
      env,
      project.folder,
    );
    const plan = JSON.parse(planned.stdout) as { readonly calls: Readonly<Record<string, number>> };
    expect(
      Object.values(plan.calls).reduce((sum, each) => sum + each, 0),
      command,
    ).toBe(Number(calls));
  }
});

test('the first file to open is there, and is the page of the first cause', () => {
  const [first = ''] = between(run.stdout, /^Open first +(.*)$/gm);
  expect(readFileSync(path.resolve(project.folder, first), 'utf8')).toContain(
    `# ${run.report.causes?.[0]?.title ?? ''}`,
  );
  expect(file('index.html')).toContain(`href="${path.relative(run.reports, path.resolve(project.folder, first))}"`);
});

test('three red tests in Allure and three failures in JUnit, each naming its cause; others link to it', () => {
  const results = readdirSync(path.join(run.reports, 'allure-results'))
    .filter((name) => name.endsWith('-result.json'))
    .map((name) => JSON.parse(file(`allure-results/${name}`)) as AllureResult);
  const red = results.filter(({ status }) => status === 'failed');
  expect(red.map(({ statusDetails }) => statusDetails.message ?? '').toSorted()).toEqual(titles);
  const met = results.filter(
    ({ status, labels }) => status !== 'failed' && labels.some(({ name }) => name === 'cause'),
  );
  expect(met.length).toBeGreaterThan(0);
  const addresses = red.map(({ uuid }) => `#${createHash('md5').update(uuid).digest('hex')}`);
  for (const each of met) {
    expect(each.description, each.fullName).toContain('Also observed');
    expect(addresses, each.fullName).toContain(each.links.find(({ name }) => name.startsWith('reported by'))?.url);
  }
  for (const { labels } of red) expect(labels).toContainEqual({ name: 'level', value: 'MUST' });
  expect(/ failures="(\d+)"/.exec(file('junit.xml'))?.[1]).toBe('3');
});

interface AllureResult {
  readonly uuid: string;
  readonly links: readonly { readonly name: string; readonly url: string }[];
  readonly fullName: string;
  readonly status: string;
  readonly description: string;
  readonly statusDetails: { readonly message?: string };
  readonly labels: readonly { readonly name: string; readonly value: string }[];
}

test('three issues, once', () => {
  const steps = stepsFor(run.report, [], undefined);
  expect(steps.map(({ kind }) => kind)).toEqual(['open', 'open', 'open']);
  const tracked = steps.map((step, number) => ({ number, open: true, body: step.kind === 'open' ? step.body : '' }));
  expect(stepsFor(run.report, tracked, undefined)).toEqual([]);
});

const evidenceFolders = (): string[] =>
  ['max-ai', 'invox-medical'].flatMap((vendor) =>
    readdirSync(path.join(run.reports, 'evidence', vendor), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => path.join(run.reports, 'evidence', vendor, entry.name)),
  );

/** Bash with nothing but what the pack says it needs. */
async function reproduce(script: string): Promise<{ code: number; output: string }> {
  const needed = [...readFileSync(script, 'utf8').matchAll(/^#   ([A-Z][A-Z0-9_]+) /gm)].map(([, name = '']) => name);
  const env = Object.fromEntries([...needed, 'PATH'].map((name) => [name, sandbox.env[name] ?? process.env[name]]));
  try {
    const { stdout } = await promisify(execFile)('bash', [script], { env, timeout: 30_000 });
    return { code: 0, output: stdout };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, output: `${stdout}\n${stderr}` };
  }
}

test('every script reports the deviation, and on a fixed vendor its absence', async () => {
  test.setTimeout(120_000);
  const folders = evidenceFolders();
  expect(folders).toHaveLength(3);
  for (const folder of folders) {
    const { code, output } = await reproduce(path.join(folder, 'reproduce.sh'));
    expect([code, output.trimEnd().split('\n').at(-1)], output).toEqual([1, 'still deviates']);
  }
  sandbox.use({});
  for (const folder of folders) {
    const { code, output } = await reproduce(path.join(folder, 'reproduce.sh'));
    expect([code, output.trimEnd().split('\n').at(-1)], output).toEqual([0, 'no longer deviates']);
  }
  sandbox.use({ fault: faults });
});

test('a script reports why it cannot tell: a missing variable, credential or response', async () => {
  const home = path.join(run.reports, 'evidence/max-ai');
  const folder = readdirSync(home).find((name) => name.startsWith('deleteimage')) ?? '';
  const script = path.join(home, folder, 'reproduce.sh');
  const attempt = async (env: Readonly<Record<string, string | undefined>>) => {
    try {
      await promisify(execFile)('bash', [script], { env: { PATH: process.env['PATH'], ...env } });
      return 0;
    } catch (error) {
      const { code, stdout } = error as { code: number; stdout: string };
      return [code, stdout.trimEnd().split('\n').at(-1)];
    }
  };
  const { MAX_AI_BASE_URL, MAX_AI_API_KEY } = sandbox.env;
  expect(await attempt({ MAX_AI_BASE_URL })).toEqual([2, 'cannot tell: MAX_AI_API_KEY is not set: the API key']);
  expect(await attempt({ MAX_AI_BASE_URL, MAX_AI_API_KEY: 'another' })).toEqual([
    2,
    'cannot tell: step 1 answered 401',
  ]);
  expect(await attempt({ MAX_AI_BASE_URL: 'http://127.0.0.1:9', MAX_AI_API_KEY })).toEqual([
    2,
    'cannot tell: step 1 got no response',
  ]);
});
