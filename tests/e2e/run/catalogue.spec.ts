/** specs/<vendor>/clauses.lock is what the documents say today, and no clause gets lost on the way. */
import { appendFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { command, copyProject } from '../harness/project.ts';

test('a clause that is gone is rejected until it is retired by name; then the lock is written anew', async () => {
  const { folder, remove } = copyProject();
  try {
    const file = path.join(folder, 'specs/max-ai/clauses.lock');
    const id = 'max-ai-v2/deleteImage/404/lost';
    const withLost = `${readFileSync(file, 'utf8')}${id} MUST 000000000000\n`;
    writeFileSync(file, withLost);
    const rejected = await command('catalogue', { folder });
    expect([rejected.code, rejected.stderr]).toEqual([2, `1 clauses are gone and not in specs/retired.txt: ${id}\n`]);
    expect(readFileSync(file, 'utf8'), 'and nothing is written').toBe(withLost);
    appendFileSync(path.join(folder, 'specs/retired.txt'), `${id}\n`);
    const stale = await command('catalogue', { folder, args: ['--check'] });
    expect([stale.code, stale.stderr]).toEqual([2, 'specs/max-ai/clauses.lock: stale, npm run catalogue writes it\n']);
    expect((await command('catalogue', { folder })).code).toBe(0);
    expect(readFileSync(file, 'utf8')).not.toContain('404/lost');
    expect((await command('catalogue', { folder, args: ['--check'] })).stderr).toBe('');
    expect(readFileSync(path.join(folder, 'reports/catalogue.md'), 'utf8')).toContain('## max-ai-v2/deleteImage');
    expect(readdirSync(path.join(folder, '.cache/compiled')), 'no command compiled the copy again').toHaveLength(1);
  } finally {
    remove();
  }
});
