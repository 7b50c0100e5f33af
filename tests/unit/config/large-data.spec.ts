/** What keeps a large run small: files in blocks of lines, equal texts once, redaction without copies, JSON item by item. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { lineBlocks } from '../../../helpers/config/line-blocks.ts';
import { redacted } from '../../../helpers/config/redacted.ts';
import { createRedactor } from '../../../helpers/config/redactor.ts';
import { textSharer } from '../../../helpers/contract/shared-texts.ts';
import { writeJson } from '../../../helpers/report/disk.ts';

let folder: string;
test.beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'large-'));
});
test.afterEach(() => rmSync(folder, { recursive: true }));

for (const [what, text] of [
  ['lines shorter and longer than a block', `one\ntwo\n${'three'.repeat(20)}\nfour\n`],
  ['no line feed at its end', 'one\ntwo, cut'],
  ['characters of several bytes across a border', `${'ä€😀'.repeat(9)}\n`.repeat(5)],
  ['nothing', ''],
] as const)
  test(`a file with ${what} is the same in blocks, each of whole lines`, () => {
    const file = path.join(folder, 'lines.txt');
    writeFileSync(file, text);
    const blocks = [...lineBlocks(file, 16)].map(String);
    expect(blocks.join('')).toBe(text);
    expect(blocks.slice(0, -1).every((block) => block.endsWith('\n'))).toBe(true);
  });

test('sharing equal texts leaves arrays, objects and maps as they are', () => {
  const share = textSharer();
  share(['a known text']);
  const data = () => ({
    list: ['a known text', 1, null],
    map: new Map([['key', { text: 'another text' }]]),
    no: undefined,
  });
  const given = data();
  expect(share(given)).toBe(given);
  expect(given).toEqual(data());
});

test('redaction keeps what is clean as it is, and one copy of what stands there twice', () => {
  const redactor = createRedactor([{ name: 'KEY', value: 'a-secret-8f41c2' }]);
  const [clean, dirty] = [
    { text: 'fine', list: [1, 'fine'] },
    { text: 'a-secret-8f41c2', 'a-secret-8f41c2': 1 },
  ];
  const result = redacted({ clean, first: dirty, second: dirty }, redactor);
  expect(result.clean).toBe(clean);
  expect(result.first).toEqual({ text: '<KEY>', '<KEY>': 1 });
  expect(result.second).toBe(result.first);
  expect(dirty.text).toBe('a-secret-8f41c2');
});

for (const data of [
  {},
  { list: [], empty: {}, gone: undefined, none: null, text: 'a\nb' },
  { version: 2, list: [{ a: [1, { b: 'x\ny' }] }, undefined, 'text', [[]]], counts: { one: 1, more: [2] } },
])
  test(`JSON written item by item is what JSON.stringify gives: ${JSON.stringify(data)}`, () => {
    writeJson(folder, 'below/data.json', data);
    expect(readFileSync(path.join(folder, 'below/data.json'), 'utf8')).toBe(`${JSON.stringify(data, null, 2)}\n`);
  });
