/** CATALOGUE.md is what the documents say today, and no promise gets lost on the way. */
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { command, copyProject } from '../harness/project.ts';

// Each starts processes of its own.
test.describe.configure({ timeout: 120_000 });

test('CATALOGUE.md is up to date: npm run catalogue writes it', async () => {
  const { code, stderr } = await command('catalogue', { args: ['--check'] });
  expect(stderr).toBe('');
  expect(code).toBe(0);
});

test('a clause that is gone is refused until it is retired by name', async () => {
  const { folder, remove } = copyProject();
  try {
    const file = path.join(folder, 'CATALOGUE.md');
    const before = readFileSync(file, 'utf8');
    const [row = ''] = /^\| `404\/body` .*$/m.exec(before) ?? [];
    const withLost = before.replace(row, `${row}\n${row.replace('404/body', '404/lost')}`);
    expect(withLost).not.toBe(before);
    writeFileSync(file, withLost);
    const refused = await command('catalogue', { folder });
    expect(refused.code).toBe(2);
    const id = /\S+\/404\/lost$/m.exec(refused.stderr.trim())?.[0] ?? '';
    expect(refused.stderr).toBe(`1 clauses are gone and not in specs/retired.txt: ${id}\n`);
    expect(readFileSync(file, 'utf8'), 'and nothing is written').toBe(withLost);
    appendFileSync(path.join(folder, 'specs/retired.txt'), `${id}\n`);
    expect((await command('catalogue', { folder })).code).toBe(0);
    expect(readFileSync(file, 'utf8')).not.toContain('404/lost');
  } finally {
    remove();
  }
});
