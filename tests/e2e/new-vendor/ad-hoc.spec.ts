/** A vendor that is only named on the command line: a document, an address, a credential. */
import { cpSync, existsSync, lstatSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { command, conformance, copyProject, start, type Running } from '../harness/project.ts';
import { inSoak } from '../harness/soak.ts';
import { key, startBooks } from './books-server.ts';

const document = path.join(import.meta.dirname, 'books.openapi.yaml');
const given = (url: string, ...more: string[]) => ({
  args: ['--spec', document, '--url', url, '--credential', 'ApiKeyAuth=BOOKS_KEY', ...more],
  env: { BOOKS_KEY: key },
});

/** Replaces texts in a file, or in every file below a folder. */
function replaceIn(file: string, pairs: readonly (readonly [RegExp, string])[]): void {
  if (lstatSync(file).isDirectory())
    return readdirSync(file).forEach((name) => replaceIn(path.join(file, name), pairs));
  writeFileSync(
    file,
    pairs.reduce((text, [from, to]) => text.replaceAll(from, to), readFileSync(file, 'utf8')),
  );
}

for (const [mode, details] of [
  ['--allow-writes', {}],
  ['read-only', inSoak('new-vendor.spec.ts verifies the same document read-only, out of specs/')],
] as const)
  test(`a conforming server without a folder in specs/ has no deviation, ${mode}`, details, async () => {
    const server = await startBooks();
    const project = copyProject();
    try {
      const run = await conformance({
        // A base path makes no difference.
        ...(mode === 'read-only' ? given(server.url) : given(`${server.url}/api`, mode)),
        folder: project.folder,
      });
      expect(
        run.report.clauses
          .filter(({ verdict, level }) => verdict === 'deviates' && level === 'MUST')
          .map(({ id }) => id),
      ).toEqual([]);
      expect(run.code, run.stderr).toBe(0);
      expect([...server.books.keys()]).toEqual(['1']);
      expect(existsSync(project.journal) ? readdirSync(project.journal) : []).toEqual([]);
      run.remove();
    } finally {
      server.close();
      project.remove();
    }
  });

test('npm run sweep removes what a killed run created, without the document', async () => {
  let running: Running | undefined;
  // When somebody asks for a book that the run made, its journal has the id.
  const server = await startBooks({
    onBook(id) {
      if (id === '1' || !running) return true;
      if (running.child.exitCode === null && running.child.signalCode === null) running.kill();
      return false;
    },
  });
  const project = copyProject();
  try {
    const { args, env } = given(server.url, '--allow-writes');
    running = start('conformance', { args, env, folder: project.folder });
    await running.ended;
    running = undefined;
    expect(server.books.size, 'something was left').toBeGreaterThan(1);
    const kept = readdirSync(project.journal, { recursive: true }).map(String);
    expect(kept.filter((name) => name.endsWith('.openapi.yaml'))).toHaveLength(1);
    for (const name of kept.filter((each) => /\.(?:json|yaml|jsonl)$/.test(each)))
      expect(readFileSync(path.join(project.journal, name), 'utf8')).not.toContain(key);
    // Another run that was killed needs a variable that is not set: it is reported, and the first one is swept all the same.
    const [left = ''] = kept.filter((name) => /^ad-hoc-[^/]*$/.test(name));
    for (const [from, to] of [
      [left, `${left.slice(0, -1)}_`],
      ...kept.filter((name) => name.endsWith('.jsonl')).map((name) => [name, name.replace('.jsonl', '-2.jsonl')]),
    ] as const) {
      cpSync(path.join(project.journal, from), path.join(project.journal, to), { recursive: true });
      replaceIn(path.join(project.journal, to), [
        [/127\.0\.0\.1:\d+/g, '127.0.0.1:9'],
        [/BOOKS_KEY/g, 'OTHER_KEY'],
      ]);
    }
    const swept = await command('sweep', { env, folder: project.folder });
    expect([...server.books.keys()], swept.stdout).toEqual(['1']);
    expect(swept.stderr).toBe(
      'invalid: books at http://127.0.0.1:9 (a run with --spec): OTHER_KEY is not set: needed because BOOKS_BASE_URL is\n' +
        'invalid: set what is missing, then npm run sweep again\n',
    );
    expect(swept.code, swept.stdout).toBe(2);
    const again = await command('sweep', { env: { ...env, OTHER_KEY: key }, folder: project.folder });
    expect(again.code, 'nothing listens there').toBe(1);
    expect(again.stdout).toMatch(/^left {5}.* at http:\/\/127\.0\.0\.1:9 \(the connection was refused/m);
  } finally {
    server.close();
    project.remove();
  }
});
