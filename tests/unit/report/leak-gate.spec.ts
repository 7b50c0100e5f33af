/** The leak gate on files of every size: what is packed is found, and no length of text ends the search. */
import { createCipheriv } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from '@playwright/test';
import { createRedactor } from '../../../helpers/config/redactor.ts';
import { leakGate } from '../../../helpers/report/leak-gate.ts';

const secret = 'a-secret-of-the-run-8f41c2';
let folder: string;

test.beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'leaks-'));
});
test.afterEach(() => rmSync(folder, { recursive: true }));

const leaksIn = (text: string | Buffer) => {
  writeFileSync(path.join(folder, 'page.html'), text);
  return leakGate([path.join(folder, 'page.html')], createRedactor([{ name: 'KEY', value: secret }])).map(
    ({ name }) => name,
  );
};

const page = `<p>${'An answer of the vendor that says nothing. '.repeat(4)}${secret}</p>`;

test('a secret in plain text, in base64, and packed in base64 is found', () => {
  expect(leaksIn(page)).toEqual(['KEY']);
  expect(leaksIn(`d("a","${Buffer.from(page).toString('base64')}")`)).toEqual(['KEY']);
  expect(leaksIn(`d("a","${gzipSync(Buffer.concat([Buffer.from(page), noise(200)])).toString('base64')}")`)).toEqual([
    'KEY',
  ]);
});

test('base64 of many megabytes without a break is looked through', () => {
  const large = Buffer.concat([noise(24 * 1_048_576), Buffer.from(page)]);
  expect(leaksIn(`d("a","${large.toString('base64')}")`)).toEqual(['KEY']);
});

test('a secret in large JSON, which is looked through piece by piece, is found in every piece', () => {
  const file = path.join(folder, 'large.json');
  const items = Array.from({ length: 90_000 }, () =>
    'An answer of the vendor that says nothing, at some length. '.repeat(2),
  );
  for (const place of [0, 45_000, 89_999]) {
    const list = items.with(place, secret);
    writeFileSync(file, JSON.stringify(list, null, 2));
    expect(leakGate([file], createRedactor([{ name: 'KEY', value: secret }]))).toEqual([{ file, name: 'KEY' }]);
  }
});

test('a key of a vendor is found by the pattern of its profile, whoever it belongs to', () => {
  const file = path.join(folder, 'page.html');
  const found = (text: string, ...keys: string[]) => {
    writeFileSync(file, text);
    return leakGate([file], createRedactor(), keys).length;
  };
  expect(found('key=live_0123456789', '^live_')).toBe(1);
  expect(found('key=live_0123456789', '^test_')).toBe(0);
  expect(found('a live_ key, and alive_0123456789', '^live_')).toBe(0);
  expect(found('<b>AB12</b>', '^[A-Z]{2}\\d{2}$')).toBe(1);
});

test('a page without a secret has no leak', () => {
  expect(leaksIn(page.replace(secret, 'nothing'))).toEqual([]);
});

/** Bytes that cannot be packed and hold nothing; the same each time. */
function noise(length: number): Buffer {
  return createCipheriv('aes-128-ctr', Buffer.alloc(16, 1), Buffer.alloc(16)).update(Buffer.alloc(length));
}
