/** Drift against a sandbox whose answers moved, a document that moved, and both; with the commands as a person runs them. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { openBench } from '../../../helpers/commands/proof/bench.ts';
import { selected } from '../../../helpers/profile/suite.ts';
import { declaredCases } from '../../../helpers/run/declared.ts';
import { loadProject } from '../../../helpers/run/worker.ts';
import type { DriftReport } from '../../../helpers/verdict/drift/report.ts';
import { maxAiPages } from '../../unit/import/pages.ts';
import { command, copyProject, type Project } from '../harness/project.ts';

let project: Project;
test.beforeAll(() => {
  project = copyProject();
});
test.afterAll(() => project.remove());

/** The delete page, whose answer names `status` as the fault of the sandbox names it. */
const movedPage = (maxAiPages.get('delete-image-from-note.md') ?? '')
  .replace(/^( {8})status:$/m, '$1syncStatus:')
  .replace(/^( {8})- status$/m, '$1- syncStatus');

function folderOf(name: string, page: string): string {
  const folder = path.join(project.folder, name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'delete.md'), page);
  return folder;
}

/** A report of the cases about the delete operation, against a sandbox in which a fault is switched on. */
async function runAgainst(choice: { fault?: string }, name: string): Promise<string> {
  const suite = selected(await loadProject(), ['max-ai']);
  const cases = (await declaredCases(suite)).filter(({ info }) => info.operation === 'max-ai-v2/deleteImage');
  const bench = await openBench(suite);
  try {
    const { report } = await bench.run(choice, cases);
    const file = path.join(project.folder, name);
    writeFileSync(file, JSON.stringify(report));
    return file;
  } finally {
    await bench.close();
  }
}

test('who moved: the answers, the document, both', async () => {
  const [asPinned, moved] = [
    folderOf('pinned', maxAiPages.get('delete-image-from-note.md') ?? ''),
    folderOf('moved', movedPage),
  ];
  const same = await runAgainst({}, 'same.json');
  const renamed = await runAgainst({ fault: 'delete-image-200-status-renamed' }, 'renamed.json');
  const cases: readonly (readonly [string, string, string, number])[] = [
    [asPinned, renamed, 'behaviour without document', 1],
    [moved, same, 'document without behaviour', 1],
    [moved, renamed, 'both', 1],
  ];
  for (const [from, report, who, code] of cases) {
    const ended = await command('drift', {
      args: ['max-ai', '--from', from, '--report', report, '--json'],
      folder: project.folder,
    });
    expect(ended.stderr).toBe('');
    const [drift] = JSON.parse(ended.stdout) as readonly DriftReport[];
    expect(drift?.things.map((thing) => [thing.severity, thing.who])).toEqual([
      ['breaking', who],
      ['additive', who],
    ]);
    expect(ended.code).toBe(code);
  }
  const none = await command('drift', {
    args: ['max-ai', '--from', asPinned, '--report', same],
    folder: project.folder,
  });
  expect([none.code, none.stdout]).toEqual([0, expect.stringContaining('max-ai: nothing moved')]);
});

test('--accept pins with a message fit for a commit; a second time nothing moved', async () => {
  const from = folderOf('accepted', movedPage);
  const accepted = await command('drift', { args: ['max-ai', '--from', from, '--accept'], folder: project.folder });
  const [subject = '', blank, ...body] = accepted.stdout.split('\n');
  expect(accepted.code).toBe(0);
  expect(subject).toBe('Pin max-ai as published: 1 breaking, 1 additive');
  expect(blank).toBe('');
  expect(body.join('\n')).toContain('- breaking: response required property removed: status');
  expect(readFileSync(path.join(project.folder, 'specs/max-ai/v2.openapi.yaml'), 'utf8')).toContain('syncStatus:');
  const again = await command('drift', {
    args: ['max-ai', '--from', from, '--sarif', '--out', path.join(project.folder, 'out')],
    folder: project.folder,
  });
  expect(again.code).toBe(0);
  expect((JSON.parse(again.stdout) as { runs: { results: unknown[] }[] }).runs[0]?.results).toEqual([]);
  expect(readFileSync(path.join(project.folder, 'out/drift.md'), 'utf8')).toContain(
    '## Drift of max-ai: nothing moved',
  );
});

// --help of each command: tests/unit/commands/usage.spec.ts.
test('a user’s mistake gets one line and exit code 2', async () => {
  const mistakes: readonly (readonly [Parameters<typeof command>[0], readonly string[], string])[] = [
    ['import', ['nowhere.md'], 'nowhere.md: does not exist'],
    ['drift', ['nobody'], 'unknown vendor "nobody"'],
    ['drift', ['max-ai', '--from', 'nowhere'], 'nowhere: does not exist'],
    ['gaps', ['--from', 'nowhere'], 'nowhere: does not exist'],
    ['history', ['import', 'nowhere'], 'nowhere: cannot be read'],
    ['scorecard', ['nobody'], 'the history has no run of "nobody"'],
  ];
  for (const [name, args, said] of mistakes) {
    const ended = await command(name, { args, folder: project.folder });
    expect([ended.code, ended.stderr.trim().split('\n')], name).toEqual([2, [expect.stringContaining(said)]]);
  }
});

test('history survives a change of machine', async () => {
  const [here, there] = ['here', 'there'].map((name) => path.join(project.folder, name)) as [string, string];
  const lines = (await import('../../unit/scorecard/nights.ts')).nights().map((line) => `${JSON.stringify(line)}\n`);
  writeFileSync(path.join(project.folder, 'old.jsonl'), lines.slice(0, 80).join(''));
  writeFileSync(path.join(project.folder, 'new.jsonl'), lines.slice(60).join(''));
  const run = (args: readonly string[], reports: string) =>
    command('history', { args, env: { REPORTS_DIR: reports }, folder: project.folder });
  expect((await run(['import', 'old.jsonl', 'new.jsonl'], here)).stdout).toContain('120 runs added, 120 runs in all');
  const { stdout } = await run(['export'], here);
  expect(stdout).toBe(lines.join(''));
  writeFileSync(path.join(project.folder, 'moved.jsonl'), stdout);
  expect((await run(['import', 'moved.jsonl'], there)).code).toBe(0);
  expect((await run(['import', 'moved.jsonl'], there)).stdout).toContain('0 runs added, 120 runs in all');
});
