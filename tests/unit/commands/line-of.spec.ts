/** What a command says of an error: one line, and for what the system refuses what to do. */
import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { lineOf } from '../../../helpers/commands/command-line.ts';
import { UserError } from '../../../helpers/contract/types.ts';

const refused = (code: string, path?: string) =>
  Object.assign(new Error(`${code}: said by the system`), { code, path });

test('what the operating system refuses is no failure of the suite, and names where', () => {
  expect(lineOf(refused('ENOSPC'))).toMatch(/^no space is left on a disk \(ENOSPC\): .*REPORTS_DIR.*TMPDIR/);
  expect(lineOf(refused('EROFS', '/reports/a'))).toBe('/reports/a may not be read or written by this user (EROFS)');
  expect(lineOf(refused('EMFILE'))).toContain('ulimit -n');
});

test("a user's mistake is its own sentence, anything else a failure of the suite in one line", () => {
  expect(lineOf(new UserError('REPORTS_DIR: is not a folder'))).toBe('REPORTS_DIR: is not a folder');
  expect(lineOf(new Error('one\ntwo'))).toBe('the suite itself failed: one');
  let missing: unknown;
  try {
    readFileSync('/no/such/file');
  } catch (error) {
    missing = error;
  }
  expect(lineOf(missing)).toMatch(/^the suite itself failed: ENOENT/);
});
