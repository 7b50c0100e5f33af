/** The document of `--spec`: what is taken of a folder, and what is said of one that cannot be used. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { takeDocument, writeDocument } from '../../../helpers/commands/ad-hoc-document.ts';
import { loadContracts } from '../../../helpers/contract/load.ts';

let folder: string;
test.beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'ad-hoc-'));
});
test.afterEach(() => rmSync(folder, { recursive: true }));

const put = (name: string, content: string | Uint8Array): string => {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content);
  return file;
};

/** Lays a document out as a run does and loads it. */
async function loaded(file: string) {
  const specs = path.join(folder, 'run', 'specs');
  mkdirSync(path.join(specs, 'shop'), { recursive: true });
  writeDocument(await takeDocument(file), path.join(specs, 'shop'), '1');
  const [vendor] = await loadContracts(specs);
  return { ...vendor, files: readdirSync(path.join(specs, 'shop'), { recursive: true, encoding: 'utf8' }).toSorted() };
}

const document = (schema: string, at = '/items') => `openapi: 3.0.3
info: { title: Shop, version: '1' }
paths:
  ${at}:
    get: { responses: { 200: { description: ok, content: { application/json: { schema: ${schema} } } } } }
`;

test('of a folder, only the document and the files that it refers to are taken', async () => {
  const file = put('shop.openapi.yaml', document("{ $ref: 'schemas/item.yaml' }"));
  put('schemas/item.yaml', "{ type: object, properties: { id: { $ref: 'id.json' } } }");
  put('schemas/id.json', '{ "type": "string" }');
  put('bank.openapi.yaml', document('{ type: object }', '/accounts'));
  put('overlay.yaml', 'overlay: 1.0.0');
  symlinkSync('nowhere', path.join(folder, 'broken'));
  const { contracts, errors, files } = await loaded(file);
  expect(files).toEqual(['1.openapi.yaml', 'schemas', 'schemas/id.json', 'schemas/item.yaml']);
  expect(errors).toEqual([]);
  expect(contracts?.flatMap(({ operations }) => [...operations.keys()])).toEqual(['shop-1/GET-items']);
});

test('a part may be named like a document, and refer back to it', async () => {
  const file = put(
    'shop.openapi.yaml',
    `${document("{ $ref: 'item.openapi.yaml' }")}components: { schemas: { Next: { type: string } } }`,
  );
  put(
    'item.openapi.yaml',
    "{ type: object, properties: { next: { $ref: 'shop.openapi.yaml#/components/schemas/Next' } } }",
  );
  const { contracts, errors } = await loaded(file);
  expect(errors).toEqual([]);
  expect(contracts?.map(({ id, findings }) => [id, findings])).toEqual([['shop-1', []]]);
});

test('what the reader reads is taken: a key there twice, UTF-16, JSON with a trailing comma', async () => {
  const twice = document('{ type: object, type: string }');
  expect((await takeDocument(put('twice.yaml', twice))).title).toBe('Shop');
  const utf16 = put('wide.yaml', Buffer.from(`\uFEFF${document('{}')}`, 'utf16le'));
  expect(await takeDocument(utf16)).toMatchObject({ title: 'Shop', version: '1' });
  const comma = put(
    'comma.json',
    '{ "openapi": "3.1.0", "info": { "title": "Comma", "version": "2", }, "paths": {}, }',
  );
  expect((await takeDocument(comma)).title).toBe('Comma');
});

test('a document without a title is called by its file', async () => {
  const { title, version } = await takeDocument(put('books.yaml', 'openapi: 3.0.0\ninfo: { title: , version: [1] }'));
  expect([title, version]).toEqual(['books', '']);
});

for (const [what, name, content, reason] of [
  ['no object', 'list.json', '[]', '#/: is not an OpenAPI document: it holds no object'],
  ['nothing', 'empty.yaml', '', '#/: is not an OpenAPI document: it holds no object'],
  ['another version', 'v4.yaml', 'openapi: 4.0.0', '#/openapi: version "4.0.0" cannot be read'],
  ['no version', 'none.yaml', 'info: {}', '#/: is not an OpenAPI document: it has neither openapi nor swagger'],
  ['half a document', 'half.json', '{', '#/: cannot be read: unexpected end of the stream within a flow collection'],
  [
    'two documents',
    'two.yaml',
    'openapi: 3.0.0\n---\nopenapi: 3.0.0',
    '#/: cannot be read: expected a single document',
  ],
  ['a tab', 'tab.yaml', 'info:\n\ttitle: x', '#/: cannot be read: tab characters must not be used in indentation'],
] as const)
  test(`${what}: one line with the name that was given`, async () => {
    const file = put(name, content);
    const error = await takeDocument(file).catch((thrown: unknown) => thrown as Error);
    expect((error as Error).message).toContain(`--spec ${file}${reason}`);
    expect((error as Error).message).not.toContain('\n');
  });

test('what is not there, and a folder', async () => {
  await expect(takeDocument(path.join(folder, 'no.yaml'))).rejects.toThrow('does not exist');
  await expect(takeDocument(folder)).rejects.toThrow('is not a file');
});

test('JSON keeps its extension', async () => {
  const file = put('shop', '\uFEFF{"openapi":"3.0.0","info":{"title":"Shop","version":"1"},"paths":{}}');
  expect(writeDocument(await takeDocument(file), folder, '1')).toBe('1.openapi.json');
  expect(readFileSync(path.join(folder, '1.openapi.json'))).toEqual(readFileSync(file));
});
