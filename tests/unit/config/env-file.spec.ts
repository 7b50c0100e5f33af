/** A .env that cannot be read ends a run: without it, something else would be tested. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { envFileProblem } from '../../../helpers/config/environment.ts';
import { temporaryFolder } from '../temporary-folder.ts';

test('a .env in UTF-16, or one that is a folder, is a problem in one line; none, or one with a byte-order mark, is not', () => {
  const folder = temporaryFolder('env');
  const at = (name: string) => path.join(folder, name);
  writeFileSync(at('utf-16'), Buffer.from('\ufeffSTRICT=1\r\n', 'utf16le'));
  writeFileSync(at('utf-8'), '\ufeffSTRICT=1\r\n');
  mkdirSync(at('folder'));
  expect(envFileProblem(at('utf-16'))).toBe(`${at('utf-16')} is not text in UTF-8: save it as UTF-8`);
  expect(envFileProblem(at('folder'))).toBe(`${at('folder')} cannot be read (EISDIR)`);
  expect(envFileProblem(at('utf-8'))).toBeUndefined();
  expect(envFileProblem(at('none'))).toBeUndefined();
});
