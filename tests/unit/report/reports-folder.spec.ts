/** The reports folder: which folders are accepted, what a run replaces in them, and what stays. */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { self } from '../../../helpers/config/process.ts';
import { UserError } from '../../../helpers/contract/types.ts';
import { parseCommandLine } from '../../../helpers/commands/command-line.ts';
import { commands } from '../../../helpers/commands/table.ts';
import { writeReport } from '../../../helpers/report/disk.ts';
import { checkReportsFolder, reportsDir, type CheckedFolder } from '../../../helpers/report/folder/check.ts';
import { readMarker } from '../../../helpers/report/folder/marker.ts';
import { isOwnUnmarked, lockFile, markerFile } from '../../../helpers/report/folder/names.ts';
import { addToReport, openReportsFolder } from '../../../helpers/report/folder/reports-folder.ts';
import { changes, treeOf } from '../tree.ts';
import { furnish, old, outside, ownFiles, reportsDirValue } from './reports-world.ts';

let scratch: string;
let project: string;
test.beforeEach(() => {
  scratch = mkdtempSync(path.join(tmpdir(), 'scratch-'));
  project = path.join(scratch, 'project');
  mkdirSync(project);
  writeFileSync(path.join(project, 'package.json'), '{}');
});
test.afterEach(() => rmSync(scratch, { recursive: true, force: true }));

const check = (value: string): CheckedFolder =>
  checkReportsFolder(value, { project, cwd: project, reserved: [path.join(project, '.journal')] });
const later = () => Date.now() + 60_000;

/** What a run leaves: these files with one text. */
function report(value: string, verdict: string, files: Readonly<Record<string, string>>): void {
  const folder = openReportsFolder(check(value), later());
  try {
    for (const [name, text] of Object.entries({ 'conformance.json': JSON.stringify({ verdict }), ...files }))
      writeReport(folder.staging, name, text);
    folder.swap(verdict);
  } finally {
    folder.close();
  }
}
const put = (name: string, text: string): void => {
  const file = path.join(project, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text, { mode: 0o644 });
};
const read = (name: string): string => readFileSync(path.join(project, name), 'utf8');
const namesIn = (folder: string): string[] => readdirSync(path.join(project, folder)).toSorted();

test('a run replaces what the last run wrote, and nothing else', () => {
  report('reports', 'conformant', {
    'evidence/max-ai/a/deviation.md': 'a',
    'junit.xml': '1',
    'history/x.allure.jsonl': '1',
  });
  put('reports/evidence/max-ai/a/notes.txt', 'mine');
  put('reports/notes.md', 'mine');
  const mine = treeOf(project, (name) => !/notes|^reports$|^reports\/evidence/.test(name) || /deviation/.test(name));
  report('reports', 'partial', { 'evidence/max-ai/b/deviation.md': 'b', 'junit.xml': '2' });
  expect(
    changes(
      mine,
      treeOf(project, (name) => !/notes|^reports$|^reports\/evidence/.test(name) || /\/b$|deviation/.test(name)),
    ),
  ).toEqual([]);
  expect(namesIn('reports/evidence/max-ai/a')).toEqual(['notes.txt']);
  expect(namesIn('reports')).toEqual([markerFile, 'conformance.json', 'evidence', 'history', 'junit.xml', 'notes.md']);
  expect(read('reports/junit.xml')).toBe('2');
  expect(readMarker(path.join(project, 'reports'))).toMatchObject({ verdict: 'partial', staging: [] });
});

test('written files are private, existing files keep their mode', () => {
  mkdirSync(path.join(project, 'reports'), { mode: 0o755 });
  chmodSync(path.join(project, 'reports'), 0o755);
  report('reports', 'conformant', { 'junit.xml': '1', 'evidence/README.md': '1' });
  const mode = (name: string) => (statSync(path.join(project, name)).mode & 0o777).toString(8);
  expect(['reports', 'reports/junit.xml', 'reports/evidence', 'reports/evidence/README.md'].map(mode)).toEqual([
    '755',
    '600',
    '700',
    '600',
  ]);
  report('new/reports', 'conformant', {});
  expect(mode('new/reports')).toBe('700');
});

test('an invalid run keeps the last good report beside it, with its packs; a good one replaces both', () => {
  report('reports', 'nonconformant', { 'junit.xml': 'good' });
  addToReport(check('reports'), 'evidence-max-ai-20260101T000000Z.zip', 'zip');
  report('reports', 'invalid', { 'junit.xml': 'bad' });
  expect(read('reports/previous/junit.xml')).toBe('good');
  expect(read('reports/previous/evidence-max-ai-20260101T000000Z.zip')).toBe('zip');
  expect(namesIn('reports').filter((name) => name.endsWith('.zip'))).toEqual([]);
  report('reports', 'invalid', { 'junit.xml': 'worse' });
  expect([read('reports/junit.xml'), read('reports/previous/junit.xml')]).toEqual(['worse', 'good']);
  report('reports', 'conformant', { 'junit.xml': 'better' });
  expect(read('reports/junit.xml')).toBe('better');
  expect(existsSync(path.join(project, 'reports/previous'))).toBe(false);
});

test('a run that dies leaves the last report, and the next one removes what it had staged', () => {
  report('reports', 'conformant', { 'junit.xml': 'good' });
  const before = treeOf(project);
  const dead = openReportsFolder(check('reports'), later());
  writeReport(dead.staging, 'junit.xml', 'half');
  // Killed here: nothing is closed, and its number belongs to nobody.
  const lock = path.join(project, 'reports', lockFile);
  writeFileSync(lock, JSON.stringify({ by: { ...self(), pid: 2 ** 22 + 1 }, until: later() }));
  const isOfRun = (name: string) => /\.staging|\.conformance-reports/.test(name);
  expect(changes(before, treeOf(project)).filter((line) => !isOfRun(line))).toEqual([]);
  report('reports', 'conformant', { 'junit.xml': 'whole' });
  expect(read('reports/junit.xml')).toBe('whole');
  expect(namesIn('reports')).toEqual([markerFile, 'conformance.json', 'junit.xml']);
});

test('two runs on one folder: the second is rejected', () => {
  const first = openReportsFolder(check('reports'), later());
  const before = treeOf(project);
  expect(() => openReportsFolder(check('reports'), later())).toThrow(
    new RegExp(`^REPORTS_DIR: another run is writing to reports \\(process ${process.pid} on `),
  );
  expect(() => addToReport(check('reports'), 'evidence-a-20260101T000000Z.zip', '')).toThrow(/another run/);
  expect(changes(before, treeOf(project))).toEqual([]);
  first.close();
  openReportsFolder(check('reports'), later()).close();
});

test('a lock of another container counts until it expires', () => {
  report('reports', 'conformant', {});
  const lock = path.join(project, 'reports', lockFile);
  const by = { ...self(), host: 'elsewhere' };
  writeFileSync(lock, JSON.stringify({ by, until: later() }));
  expect(() => openReportsFolder(check('reports'), later())).toThrow(/on elsewhere\)/);
  writeFileSync(lock, JSON.stringify({ by, until: Date.now() - 1 }));
  openReportsFolder(check('reports'), later()).close();
});

test('an unmarked folder of the first edition is adopted when every name in it is its own', () => {
  for (const [name, text] of Object.entries(old)) put(`reports/${name}`, text);
  report('reports', 'invalid', { 'junit.xml': 'new' });
  expect(read('reports/previous/evidence-max-ai-20261126T080000Z.zip')).toBe('PK');
  expect(read('reports/previous/conformance.json')).toBe(old['conformance.json']);
  expect(namesIn('reports/history')).toEqual(['embedded.findings.json', 'loopback+staging.allure.jsonl', 'runs.jsonl']);
});

test('tables of other commands stay, and do not make a folder foreign', () => {
  addToReport(check('reports'), 'proof.md', '# Proof');
  put('reports/catalogue.md', '# Catalogue, written before there was a marker');
  rmSync(path.join(project, 'reports', markerFile));
  for (const verdict of ['conformant', 'invalid', 'conformant']) report('reports', verdict, {});
  expect(namesIn('reports')).toEqual([markerFile, 'catalogue.md', 'conformance.json', 'proof.md']);
});

test('a cache brings back only the history: with a marker or without', () => {
  put('reports/history/staging.findings.json', 'old');
  report('reports', 'conformant', { 'history/staging.findings.json': 'new' });
  put('reports/history/production.findings.json', 'old');
  report('reports', 'conformant', { 'history/production.findings.json': 'newer' });
  expect([read('reports/history/staging.findings.json'), read('reports/history/production.findings.json')]).toEqual([
    'new',
    'newer',
  ]);
});

const foreign: readonly (readonly [what: string, make: (put: (name: string, text: string) => void) => void])[] = [
  ['a file of another name', (add) => add('notes.txt', 'x')],
  ['another file in evidence', (add) => add('evidence/precious.txt', 'x')],
  ['a page and no report', (add) => add('index.html', 'x')],
  ['a conformance.json of another program', (add) => add('conformance.json', '{"result":1}')],
  ['another folder', (add) => add('sub/index.html', 'x')],
  ['attachments of another suite', (add) => add('allure-results/mine.json', 'x')],
  ['a hidden file', (add) => add('.env', 'x')],
];
for (const [what, make] of foreign)
  test(`an unmarked folder with one foreign thing in it is rejected: ${what}`, () => {
    for (const [name, text] of what === 'a page and no report' || /another program/.test(what)
      ? []
      : Object.entries(old))
      put(`reports/${name}`, text);
    make((name, text) => put(`reports/${name}`, text));
    const before = treeOf(scratch);
    expect(() => check('reports')).toThrow(/^REPORTS_DIR: "reports" contains files that this suite did not write \(/);
    expect(changes(before, treeOf(scratch))).toEqual([]);
  });

test('in a marked folder, a foreign file at a name that a run writes is rejected before the run', () => {
  report('reports', 'conformant', {});
  for (const [name, make] of [
    ['index.html', () => put('reports/index.html', 'mine')],
    ['evidence', () => symlinkSync(scratch, path.join(project, 'reports/evidence'))],
    ['allure-report', () => put('reports/allure-report', 'a file')],
  ] as const) {
    make();
    expect(() => check('reports'), name).toThrow(`contains ${name}, which this suite did not write: move it away`);
    rmSync(path.join(project, 'reports', name));
  }
  check('reports');
});

test('a symbolic link put in the place of a folder of reports is not followed', () => {
  report('reports', 'conformant', { 'evidence/max-ai/README.md': '1' });
  put('../mine/README.md', 'mine');
  rmSync(path.join(project, 'reports/evidence/max-ai'), { recursive: true });
  symlinkSync(path.join(scratch, 'mine'), path.join(project, 'reports/evidence/max-ai'));
  report('reports', 'conformant', {});
  expect(read('../mine/README.md')).toBe('mine');
  expect(() => report('reports', 'conformant', { 'evidence/max-ai/README.md': '2' })).toThrow(
    /not written by this suite/,
  );
  expect(read('../mine/README.md')).toBe('mine');
});

for (const [what, marker] of [
  ['no JSON', 'x'],
  ['of another program', '{"kind":"x","version":1,"files":[],"staging":[]}'],
  [
    'with a path that leads out',
    '{"kind":"vendor-conformance reports","version":1,"files":["../package.json"],"staging":[]}',
  ],
  [
    'with a path of another folder',
    '{"kind":"vendor-conformance reports","version":1,"files":["/etc/hosts"],"staging":[]}',
  ],
] as const)
  test(`a marker is rejected: ${what}`, () => {
    put(`reports/${markerFile}`, marker);
    expect(() => check('reports')).toThrow(/cannot be read as the marker/);
  });

test('every name that a run of today writes is one that an unmarked folder may hold', () => {
  expect(Object.keys(old).filter((name) => !isOwnUnmarked(name))).toEqual([]);
});

test('empty and blank count as unset', () => {
  expect([undefined, '', '  ', ' out '].map(reportsDir)).toEqual(['reports', 'reports', 'reports', 'out']);
});

test('200 random values and arguments: no file outside the manifest changes', () => {
  const argument = fc.constantFrom(
    '--help',
    '-h',
    '--fast',
    'max-ai',
    'max',
    '--',
    '--failed=1',
    '-',
    '',
    '--reports=.',
  );
  const run = fc.record({
    value: reportsDirValue,
    args: fc.array(argument, { maxLength: 2 }),
    verdict: fc.constantFrom('conformant', 'invalid', 'nonconformant'),
    dies: fc.boolean(),
  });
  let [begun, refused] = [0, 0];
  fc.assert(
    fc.property(fc.array(run, { minLength: 10, maxLength: 10 }), (runs) => {
      // Deeper than any `../` reaches: what a value creates above the world stays in the scratch folder too.
      const outer = mkdtempSync(path.join(scratch, 'world-'));
      const world = path.join(outer, 'a/b/c/d');
      mkdirSync(world, { recursive: true });
      const home = path.join(world, 'project');
      furnish(world);
      writeFileSync(path.join(home, 'package.json'), '{}');
      let before = treeOf(world);
      for (const { value: raw, args, verdict, dies } of runs) {
        const parsed = parseCommandLine(commands.conformance, args);
        let own = new Set<string>();
        if (parsed.kind === 'run')
          try {
            const checked = checkReportsFolder(reportsDir(raw.replace('ABS', world)), {
              project: home,
              cwd: home,
              reserved: [path.join(home, '.journal')],
            });
            const folder = openReportsFolder(checked, later());
            for (const name of Object.keys(old)) writeReport(folder.staging, name, `{"verdict":"${verdict}"}`);
            own = ownFiles(world, checked.path);
            if (!dies) folder.swap(verdict);
            own = new Set([...own, ...ownFiles(world, checked.path)]);
            folder.close();
            begun += 1;
          } catch (error) {
            expect(error, String(error)).toBeInstanceOf(UserError);
            expect((error as Error).message).not.toContain('\n');
            refused += 1;
          }
        const after = treeOf(world);
        expect(outside(before, after, own), JSON.stringify({ raw, args })).toEqual([]);
        before = after;
      }
      rmSync(outer, { recursive: true, force: true });
    }),
    { numRuns: 20, seed: 12 },
  );
  expect(begun, 'some values must be good ones').toBeGreaterThan(50);
  expect(refused, 'and some bad ones').toBeGreaterThan(50);
});
