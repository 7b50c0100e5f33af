/** A world around a project for what REPORTS_DIR may name in it, and what a run may have changed there. */
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { readMarker } from '../../../helpers/report/folder/marker.ts';
import { lockFile, markerFile } from '../../../helpers/report/folder/names.ts';
import { changes, type Tree } from '../tree.ts';

/** What the first edition left in a folder of reports. */
export const old: Readonly<Record<string, string>> = {
  'conformance.json': JSON.stringify({ version: 1, verdict: 'conformant', clauses: [] }),
  'conformance.md': '# Conformant',
  'index.html': '<html>',
  'junit.xml': '<testsuites/>',
  'allure-results/0be8a69a-53b0-4f3f-b0b1-3d8f0c1c7f0a-result.json': '{}',
  'allure-results/00112233445566778899aabbccddeeff-attachment.httpexchange': '{}',
  'allure-results/executor.json': '{}',
  'allure-results/environment.properties': '',
  'allure-report/index.html': '<html>',
  'evidence/README.md': '# Evidence',
  'evidence/max-ai/README.md': '# Max',
  'evidence/max-ai/manifest.json': '{}',
  'evidence/max-ai/deleteimage-404-body-trace-id-1a2b3c/deviation.md': '#',
  'evidence/max-ai/deleteimage-404-body-trace-id-1a2b3c/reproduce.sh': '#',
  'history/embedded.findings.json': '{}',
  'history/loopback+staging.allure.jsonl': '{}',
  'history/runs.jsonl': '{}',
  'evidence-max-ai-20261126T080000Z.zip': 'PK',
};

const names = `. .. project reports mine empty link up dangling file marked .journal ~ $HOME évidence * old evidence -rf specs`;
const piece = fc.constantFrom(...names.split(' '), 'a b', 'x'.repeat(300), '\0', '', ' ');
/** A value of REPORTS_DIR in such a world, good or bad; `ABS` stands for the folder of the world. */
export const reportsDirValue = fc
  .tuple(fc.constantFrom('', '', '', './', 'ABS/', 'ABS/project/'), fc.array(piece, { minLength: 0, maxLength: 4 }))
  .map(([start, pieces]) => `${start}${pieces.join('/')}`)
  .map((text) => (text.startsWith('/') ? `ABS${text}` : text));

/** A small world around a project: folders of somebody else's, links, and two folders of reports. */
export function furnish(world: string): void {
  const add = (name: string, text: string, mode = 0o644) => {
    const file = path.join(world, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text, { mode });
  };
  for (const at of ['', 'project/']) {
    add(`${at}mine/evidence/precious.txt`, 'precious');
    add(`${at}mine/index.html`, 'mine', 0o640);
    add(`${at}file`, 'a file', 0o755);
    add(`${at}specs/a.yaml`, 'a');
    mkdirSync(path.join(world, at, 'empty'));
    symlinkSync(path.join(world, at, 'mine'), path.join(world, at, 'link'));
    symlinkSync('..', path.join(world, at, 'up'));
    symlinkSync('nowhere', path.join(world, at, 'dangling'));
    for (const [name, text] of Object.entries(old)) add(`${at}old/${name}`, text);
    add(
      `${at}marked/${markerFile}`,
      JSON.stringify({ kind: 'vendor-conformance reports', version: 1, files: ['junit.xml'], staging: [] }),
    );
    add(`${at}marked/junit.xml`, 'ours');
    add(`${at}marked/evidence/notes.txt`, 'mine');
  }
}

/** What the marker of a folder calls the suite's, by path in the world. */
export const ownFiles = (world: string, folder: string): Set<string> =>
  new Set(
    [...(readMarker(folder)?.files ?? []), markerFile, lockFile].map((name) =>
      path.relative(world, path.join(folder, name)),
    ),
  );

/** Changes of files and links that are not the suite's, and of folders that were there and hold none of its files. */
export const outside = (before: Tree, after: Tree, own: ReadonlySet<string>): string[] =>
  changes(before, after).filter((line) => {
    const name = line.slice(0, line.indexOf(': '));
    const was = before[name] ?? '';
    if (own.has(name)) return false;
    const isNewFolder = was === '' && after[name]?.startsWith('folder') === true;
    return !isNewFolder && !(was.startsWith('folder') && [...own].some((file) => file.startsWith(`${name}/`)));
  });
