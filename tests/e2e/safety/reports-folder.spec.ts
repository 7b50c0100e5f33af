/** REPORTS_DIR belongs to the user: what the suite did not write there is never touched, and a mistake costs no report. */
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { writeReport } from '../../../helpers/report/disk.ts';
import { checkReportsFolder, reportsDir } from '../../../helpers/report/folder/check.ts';
import { openReportsFolder } from '../../../helpers/report/folder/reports-folder.ts';
import { command, copyProject, type Environment } from '../harness/project.ts';
import { furnish, outside, ownFiles, reportsDirValue } from '../../unit/report/reports-world.ts';
import { changes, treeOf, type Tree } from '../../unit/tree.ts';

test.describe.configure({ timeout: 120_000 });

/** The project's copy stands in a folder of its own: what a test aims at its parent hits nobody. */
let scratch: string;
let folder: string;
test.beforeEach(() => {
  scratch = mkdtempSync(path.join(tmpdir(), 'scratch-'));
  folder = path.join(scratch, 'project');
  renameSync(copyProject().folder, folder);
});
test.afterEach(() => rmSync(scratch, { recursive: true, force: true }));

/** Everything but the linked packages. */
const snapshot = (): Tree => treeOf(scratch, (name) => name === 'project/node_modules' || name === 'project/.cache');
const at = (name: string): string => path.join(folder, name);

/** A folder of somebody else's whose names are those that a run writes. */
function foreign(name: string): void {
  for (const folder of ['evidence', 'sub']) mkdirSync(path.join(at(name), folder), { recursive: true });
  writeFileSync(path.join(at(name), 'evidence/precious.txt'), 'precious', { mode: 0o644 });
  writeFileSync(path.join(at(name), 'sub/notes.txt'), 'max_dev_ak_notes0123456789', { mode: 0o640 });
}

const rejected: readonly (readonly [what: string, value: () => string, says: RegExp])[] = [
  ['the project through a symbolic link', () => 'link', /the project's own folder/],
  ['a folder with files of somebody else', () => 'mine', /did not write/],
];
for (const [what, value, says] of rejected)
  test(`REPORTS_DIR is rejected and nothing is touched: ${what}`, async () => {
    foreign('mine');
    mkdirSync(at('only/evidence'), { recursive: true });
    writeFileSync(at('only/evidence/precious.txt'), 'precious', { mode: 0o644 });
    symlinkSync(folder, at('link'));
    const before = snapshot();
    // One vendor, at an address where nothing listens: a run that begins ends soon.
    const env = { REPORTS_DIR: value(), MAX_AI_BASE_URL: 'http://127.0.0.1:9', ...ids };
    const { code, stderr, stdout } = await command('conformance', { args: ['max-ai'], env, folder });
    expect(changes(before, snapshot())).toEqual([]);
    expect(stderr).toMatch(/^invalid: REPORTS_DIR[^\n]*\n$/);
    expect(stderr).toMatch(says);
    expect([code, stdout]).toEqual([2, '']);
  });

const ids = {
  MAX_AI_API_KEY: 'max_dev_ak_made_up_here',
  MAX_AI_ORGANIZATION_ID: 'org_1',
  MAX_AI_PROVIDER_ID: '00000000-0000-4000-8000-000000000001',
  MAX_AI_NOTE_ID: '00000000-0000-4000-8000-000000000002',
};
const unreachable: Environment = { MAX_AI_BASE_URL: 'http://127.0.0.1:9', ...ids };

/** What a run that conformed has left: a report of this suite, and its history. */
function leaveGoodReport(): void {
  const reserved = [at('.journal')];
  const reports = openReportsFolder(
    checkReportsFolder('reports', { project: folder, cwd: folder, reserved }),
    Date.now() + 600_000,
  );
  for (const [name, text] of [
    ['conformance.json', '{"verdict":"conformant"}'],
    ['evidence/README.md', '# No deviation\n'],
  ] as const)
    writeReport(reports.staging, name, text);
  reports.swap('conformant');
  reports.close();
}

test('a mistake before the run begins leaves the last report as it is; once it has begun, it is kept beside the new one', async () => {
  leaveGoodReport();
  const before = snapshot();
  for (const [args, env] of [
    [['max'], {}],
    [[], { ...unreachable, REQUEST_TIMEOUT: 'soon' }],
  ] as const) {
    const ended = await command('conformance', { args, env, folder });
    expect([args, ended.code], ended.stderr).toEqual([args, 2]);
    expect(changes(before, snapshot()), args.join(' ')).toEqual([]);
  }
  const waivers = at('specs/waivers.yaml');
  const kept = readFileSync(waivers, 'utf8');
  writeFileSync(waivers, 'waivers: [{ clause: TODO }]\n');
  const wrong = snapshot();
  const unfilled = await command('conformance', { args: ['max-ai'], folder });
  expect([unfilled.code, unfilled.stderr]).toEqual([2, expect.stringContaining('specs/waivers.yaml')]);
  expect(changes(wrong, snapshot())).toEqual([]);
  writeFileSync(waivers, kept);

  appendFileSync(at('reports/evidence/notes.txt'), 'of the user');
  const begun = await command('conformance', { args: ['max-ai'], env: unreachable, folder });
  expect(begun.code, begun.stderr).toBe(2);
  const verdict = (file: string): unknown =>
    (JSON.parse(readFileSync(at(file), 'utf8')) as { verdict: unknown }).verdict;
  expect(verdict('reports/previous/conformance.json')).toBe('conformant');
  expect(verdict('reports/conformance.json')).toBe('invalid');
  expect(readFileSync(at('reports/evidence/notes.txt'), 'utf8')).toBe('of the user');
});

interface Chosen {
  readonly value: string;
  /** The folder of reports that it names; undefined where it names none. */
  readonly reports: string | undefined;
}

/** Of the random values of the unit test the first that are good, and the first that are bad: a command for each. */
function sample(count: number): Chosen[] {
  const options = { project: folder, cwd: folder, reserved: [at('.journal')] };
  const chosen = [...new Set(fc.sample(reportsDirValue, { numRuns: 200, seed: 12 }))]
    .map((value) => value.replace('ABS', scratch))
    // No environment can hold NUL.
    .filter((value) => !value.includes('\0'))
    .map((value): Chosen => {
      try {
        return { value, reports: checkReportsFolder(reportsDir(value), options).path };
      } catch {
        return { value, reports: undefined };
      }
    });
  const first = (isGood: boolean) => chosen.filter(({ reports }) => (reports !== undefined) === isGood).slice(0, count);
  return [...first(false), ...first(true)];
}

test('a sample of random values: the command changes no file outside its manifest', async () => {
  furnish(scratch);
  for (const { value, reports } of sample(2)) {
    const before = snapshot();
    const env = { ...unreachable, REPORTS_DIR: value };
    const { code, stderr } = await command('conformance', { args: ['max-ai'], env, folder });
    expect(code, stderr).toBe(2);
    expect(stderr.startsWith('invalid: REPORTS_DIR'), `${value}: ${stderr}`).toBe(reports === undefined);
    const own = reports === undefined ? new Set<string>() : ownFiles(scratch, reports);
    expect(outside(before, snapshot(), own), value).toEqual([]);
  }
});
