/** What stands where in this repository. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';

const root = path.resolve(import.meta.dirname, '../..');

/** Paths of the TypeScript files below a folder, from the project's root. */
const sources = (folder: string): string[] =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => path.join(folder, name));

test('unit tests start no process', () => {
  const starting = sources('tests/unit').filter((file) =>
    /^(import|export) .*from '(node:child_process|node:worker_threads|.*\/e2e\/.*)';$/m.test(
      readFileSync(path.join(root, file), 'utf8'),
    ),
  );
  expect(starting).toEqual([]);
});
