/** oasdiff as a second opinion: an optional peer, since it is a Go program. Without it this test says so. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { baseText, mutate, mutations } from '../../unit/drift/mutations.ts';

const program = process.env['OASDIFF'] ?? 'oasdiff';

function isThere(): boolean {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Rule ids that oasdiff gives for two documents. */
function rulesOf(folder: string, before: string, after: string): string[] {
  const [a, b] = ['a.yaml', 'b.yaml'].map((name) => path.join(folder, name)) as [string, string];
  writeFileSync(a, before);
  writeFileSync(b, after);
  const json = execFileSync(program, ['changelog', a, b, '--format', 'json'], { encoding: 'utf8' });
  const list = (json.trim() === '' ? [] : JSON.parse(json)) as readonly { id: string; level: number }[];
  return [...new Set(list.map(({ id, level }) => `${id} ${level >= 2 ? 'breaking' : 'harmless'}`))].toSorted();
}

test('oasdiff gives the same rules and severities, unless a reason is listed', () => {
  if (!isThere()) {
    test.info().annotations.push({
      type: 'not compared',
      description: 'oasdiff is not installed: go install github.com/oasdiff/oasdiff@v1.37.0, or name it in OASDIFF',
    });
    return;
  }
  const folder = mkdtempSync(path.join(tmpdir(), 'oasdiff-'));
  try {
    for (const mutation of mutations) {
      const name = `${mutation.from} → ${mutation.to}`;
      const found = rulesOf(folder, baseText, mutate(mutation));
      if (mutation.oasdiff) {
        expect(
          found.map((each) => each.split(' ')[0]),
          name,
        ).toEqual(mutation.oasdiff.says);
        continue;
      }
      const own = mutation.rules.map(
        ([rule, severity]) => `${rule} ${severity === 'breaking' ? 'breaking' : 'harmless'}`,
      );
      expect(found, name).toEqual(own.toSorted());
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
