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
import { command, copyProject, type Environment } from '../harness/project.ts';
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
const snapshot = (): Tree => treeOf(scratch, (name) => name === 'project/node_modules');
const at = (name: string): string => path.join(folder, name);

/** A folder of somebody else's whose names are those that a run writes. */
function foreign(name: string): void {
  for (const folder of ['evidence', 'sub']) mkdirSync(path.join(at(name), folder), { recursive: true });
  writeFileSync(path.join(at(name), 'evidence/precious.txt'), 'precious', { mode: 0o644 });
  writeFileSync(path.join(at(name), 'sub/notes.txt'), 'max_dev_ak_notes0123456789', { mode: 0o640 });
}

const refused: readonly (readonly [what: string, value: () => string, says: RegExp])[] = [
  ['the project itself', () => '.', /the project's own folder/],
  ['its parent', () => '..', /holds the project's own folder/],
  ['the project through a symbolic link', () => 'link', /the project's own folder/],
  ['a folder of the project', () => 'specs', /not of this suite/],
  ['a folder with files of somebody else', () => 'mine', /not of this suite/],
  ['a folder that has only evidence/precious.txt', () => 'only', /not of this suite/],
  ['a file', () => 'package.json', /is not a folder/],
  ['the journal', () => '.journal', /journal/],
];
for (const [what, value, says] of refused)
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

test('a mistake before the run begins leaves the last report as it is', async () => {
  const good = await command('conformance', { args: ['invox-medical'], folder });
  expect(good.code, good.stderr).toBe(0);
  const before = snapshot();
  const mistakes: readonly (readonly [args: readonly string[], env: Environment, code: number])[] = [
    [['--help'], {}, 0],
    [['--fast'], {}, 2],
    [['max'], {}, 2],
    [[], { ...unreachable, MAX_AI_API_KEY: '' }, 2],
    [[], { ...unreachable, REQUEST_TIMEOUT: 'soon' }, 2],
  ];
  for (const [args, env, code] of mistakes) {
    const ended = await command('conformance', { args, env, folder });
    expect([args, ended.code], ended.stderr).toEqual([args, code]);
    expect(changes(before, snapshot()), args.join(' ')).toEqual([]);
  }
  for (const [file, text, says] of [
    ['specs/waivers.yaml', 'waivers: [{ clause: TODO }]\n', 'specs/waivers.yaml'],
    ['specs/max-ai/overlay.yaml', '\n: [', 'overlay.yaml'],
  ] as const) {
    const kept = readFileSync(at(file), 'utf8');
    if (file.endsWith('waivers.yaml')) writeFileSync(at(file), text);
    else appendFileSync(at(file), text);
    const wrong = snapshot();
    const ended = await command('conformance', { args: ['max-ai'], folder });
    expect(ended.code, file).toBe(2);
    expect(ended.stderr).toContain(says);
    expect(changes(wrong, snapshot()), file).toEqual([]);
    writeFileSync(at(file), kept);
  }

  // Once it has begun, what it says is said, and the last good report is kept beside it.
  appendFileSync(at('reports/evidence/notes.txt'), 'of the user');
  const begun = await command('conformance', { args: ['max-ai'], env: unreachable, folder });
  expect(begun.code, begun.stderr).toBe(2);
  const verdict = (file: string): unknown =>
    (JSON.parse(readFileSync(at(file), 'utf8')) as { verdict: unknown }).verdict;
  const last = verdict('reports/previous/conformance.json');
  expect(last).toBe('conformant');
  expect(verdict('reports/conformance.json')).toBe('invalid');
  expect(readFileSync(at('reports/evidence/notes.txt'), 'utf8')).toBe('of the user');
  // A second failure does not push it out.
  await command('conformance', { args: ['max-ai'], env: unreachable, folder });
  expect(verdict('reports/previous/conformance.json')).toBe('conformant');
});
