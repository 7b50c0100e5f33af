/** Canaries through the real wire and the real writers: in no file, in no spelling, whatever way the run ends. */
import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync, inflateRawSync } from 'node:zlib';
import { expect, test } from '@playwright/test';
import type { Report } from '../../../helpers/verdict/report.ts';
import { planted, startLeaky, type Leaky } from '../harness/leaky.ts';
import { command, copyProject, reportIn, start, type Ended, type Project } from '../harness/project.ts';
import { behind, startSandboxProcess, withoutProbe, type SandboxProcess } from '../harness/sandbox-process.ts';

test.describe.configure({ mode: 'default' });

/** Both vendors where there is time: `npm run soak`. */
const whole = process.env['SOAK'] ? [] : ['invox-medical'];

let sandbox: SandboxProcess;
let leaky: Leaky;
let mild: Leaky;
test.beforeAll(async () => {
  sandbox = await startSandboxProcess();
  [leaky, mild] = await Promise.all([startLeaky(sandbox.origin), startLeaky(sandbox.origin, true)]);
});
test.afterAll(async () => {
  await Promise.all([leaky.close(), mild.close()]);
  sandbox.close();
});

/** Everything that must not be found: five secrets of the caller, their Basic form, and seven values of the answers. */
function canaries(): Record<string, string> {
  const { env } = sandbox;
  const of = (name: string) => env[name] ?? '';
  return {
    ...planted,
    key: of('MAX_AI_API_KEY'),
    restrictedKey: of('MAX_AI_RESTRICTED_API_KEY'),
    appKey: of('INVOX_API_KEY'),
    restrictedAppKey: of('INVOX_RESTRICTED_API_KEY'),
    basic: Buffer.from(`${of('INVOX_APP_ID')}:${of('INVOX_API_KEY')}`).toString('base64'),
  };
}

/** The ways in which a value may stand in a file. Written anew: the redactor's own list proves nothing here. */
function spelled(value: string): string[] {
  const bytes = Buffer.from(value);
  const base64 = [0, 1, 2].map((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    return text.slice(shift === 0 ? 0 : shift + 1, -2);
  });
  return [
    value,
    encodeURIComponent(value),
    encodeURIComponent(encodeURIComponent(value)),
    encodeURIComponent(value).replaceAll('%20', '+'),
    JSON.stringify(value).slice(1, -1),
    JSON.stringify(JSON.stringify(value)).slice(3, -3),
    bytes.toString('hex'),
    bytes.toString('hex').toUpperCase(),
    ...base64,
    ...base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_')),
  ];
}

function unpacked(bytes: Buffer, depth = 0): string[] {
  const text = bytes.toString('latin1');
  if (depth > 3) return [text];
  const inner: Buffer[] = [...text.matchAll(/[A-Za-z0-9+/]{40,}={0,2}/g)].map(([blob]) => Buffer.from(blob, 'base64'));
  const tried = (open: () => Buffer) => {
    try {
      inner.push(open());
    } catch {
      // Not packed in this way.
    }
  };
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) tried(() => gunzipSync(bytes));
  for (let at = bytes.indexOf('PK\u0003\u0004'); at >= 0; at = bytes.indexOf('PK\u0003\u0004', at + 4))
    tried(() =>
      inflateRawSync(bytes.subarray(at + 30 + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28)), {
        finishFlush: 2,
      }),
    );
  return [text, ...inner.flatMap((each) => unpacked(each, depth + 1))];
}

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));

/** Names of the canaries found in what a run wrote and said. */
function found(project: Project, said: readonly string[]): string[] {
  const places = ['reports', '.journal', 'tmp', 'test-results']
    .map((name) => path.join(project.folder, name))
    .filter((each) => statSync(each, { throwIfNoEntry: false }) !== undefined);
  const files = places
    .flatMap(filesIn)
    .filter((file) => !file.includes(`${path.sep}tsx-`) && !file.includes('playwright-transform-cache'));
  const texts: (readonly [string, readonly string[]])[] = [
    ...files.map((file) => [path.relative(project.folder, file), unpacked(readFileSync(file))] as const),
    ...said.map((text, index) => [`output ${index}`, [text]] as const),
  ];
  return texts.flatMap(([place, all]) =>
    Object.entries(canaries()).flatMap(([name, value]) =>
      spelled(value).some((spelling) => all.some((text) => text.includes(spelling))) ? [`${name} in ${place}`] : [],
    ),
  );
}

function prepared(): { project: Project; env: Record<string, string> } {
  const project = copyProject();
  const tmp = path.join(project.folder, 'tmp');
  mkdirSync(tmp);
  return { project, env: { ...withoutProbe(sandbox.env), TMPDIR: tmp } };
}

async function run(
  { folder, reports }: Project,
  env: Readonly<Record<string, string>>,
  args: readonly string[] = [],
): Promise<Ended & { report: Report }> {
  const ended = await command('conformance', { folder, env, args });
  return { ...ended, report: reportIn(reports) };
}

test('a passing run', async () => {
  test.setTimeout(90_000);
  const { project, env } = prepared();
  const { code, stdout, stderr, report } = await run(project, behind(env, sandbox.origin, mild.origin), [
    'invox-medical',
  ]);
  expect(code, `${stdout}${stderr}`).toBe(0);
  expect(report.requests.total).toBeGreaterThan(20);
  expect(found(project, [stdout, stderr])).toEqual([]);
  for (const file of filesIn(project.reports)) expect((statSync(file).mode & 0o777).toString(8), file).toBe('600');
  expect((statSync(project.reports).mode & 0o777).toString(8)).toBe('700');
  expect(
    readdirSync(path.join(project.folder, 'tmp')).filter((name) => name.startsWith('vendor-conformance-')),
    'the meeting folder',
  ).toEqual([]);
  project.remove();
});

test('a run in which nearly everything fails', async () => {
  test.setTimeout(90_000);
  const { project, env } = prepared();
  const { code, stdout, stderr } = await run(project, behind(env, sandbox.origin, leaky.origin), whole);
  expect(code, `${stdout}${stderr}`).toBe(1);
  expect(found(project, [stdout, stderr])).toEqual([]);
  expect(
    readdirSync(path.join(project.folder, 'tmp')).filter((name) => name.startsWith('vendor-conformance-')),
  ).toEqual([]);
  project.remove();
});

test('a run that was timed out, one that was killed, and one whose key is refused', async () => {
  test.setTimeout(90_000);
  const { project, env } = prepared();
  const at = behind(env, sandbox.origin, leaky.origin);
  const late = await run(project, { ...at, RUN_TIMEOUT: '5' });
  expect(JSON.stringify([late.report.because, late.report.notices])).toContain('RUN_TIMEOUT');
  const killed = start('conformance', { folder: project.folder, env: at });
  await new Promise((resolve) => setTimeout(resolve, 5_000));
  killed.kill();
  const dead = await killed.ended;
  expect(found(project, [late.stdout, late.stderr, dead.stdout, dead.stderr])).toEqual([]);
  const wrong = `${env['MAX_AI_API_KEY']}-wrong`;
  const refused = await run(project, { ...at, MAX_AI_API_KEY: wrong }, ['max-ai']);
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain('MAX_AI_API_KEY');
  expect(found(project, [refused.stdout, refused.stderr])).toEqual([]);
  project.remove();
});

test('without the redactor the leak gate fires: exit 2, the reason, and none of it stays', async () => {
  test.setTimeout(90_000);
  const { project, env } = prepared();
  project.change(
    'helpers/config/redactor.ts',
    '    text(text) {',
    '    text(text) {\n      if (text.length >= 0) return text;',
  );
  const { code, stdout, stderr, report } = await run(project, behind(env, sandbox.origin, leaky.origin), [
    'invox-medical',
  ]);
  expect(code, `${stdout}${stderr}`).toBe(2);
  expect(report.verdict).toBe('invalid');
  expect(report.because).toContain('the leak gate found');
  expect(found(project, []).filter((each) => !/in tmp/.test(each))).toEqual([]);
  project.remove();
});
