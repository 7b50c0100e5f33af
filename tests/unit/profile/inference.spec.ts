/** What a document alone says of resources: who makes, lists and removes what others take. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { parse } from 'yaml';
import { inferResources } from '../../../helpers/profile/inference.ts';
import type { Json } from '../../../helpers/contract/types.ts';
import { exchangeOf, requestOf } from '../client/fake-send.ts';
import { load, tinySuite } from '../contract/tiny.ts';

type Part = Record<string, unknown>;
const text = readFileSync(path.join(import.meta.dirname, '../../e2e/new-vendor/books.openapi.yaml'), 'utf8');
const contractsOf = (edit: (document: { paths: Record<string, Part>; components: { schemas: Part } }) => void) => {
  const document = parse(text) as { paths: Record<string, Part>; components: { schemas: Part } };
  edit(document);
  return load({ 'v1.openapi.yaml': document }, 'books');
};
const inferred = async (edit: Parameters<typeof contractsOf>[0] = () => {}) => inferResources(await contractsOf(edit));

test('a POST that answers 201, and the paths below it, make a resource', async () => {
  expect((await inferred()).resources).toEqual({
    books: {
      id: { in: 'path', name: 'bookId', from: '/id' },
      create: { operation: 'v1/createBook', marker: '/title', success: [201] },
      exists: 'v1/getBook',
      remove: 'v1/deleteBook',
    },
  });
});

test('paths that end in a slash are the same places', async () => {
  const withSlash = await inferred((document) => {
    document.paths = Object.fromEntries(Object.entries(document.paths).map(([path, item]) => [`${path}/`, item]));
  });
  const plain = await inferred();
  expect(withSlash.resources).toEqual(plain.resources);
  expect(withSlash.lists).toEqual(plain.lists);
});

test('a list gives ids to read with', async () => {
  expect((await inferred()).lists).toEqual([
    { pathPrefix: '/books/{bookId}', parameter: 'bookId', operation: 'books-v1/listBooks', from: '/*/id' },
  ]);
});

const notMade: readonly (readonly [what: string, edit: Parameters<typeof contractsOf>[0]])[] = [
  [
    'a POST that answers 200 (a search, an upsert)',
    ({ paths }) => {
      const post = paths['/books']?.['post'] as { responses: Part };
      post.responses = { 200: post.responses['201'] };
    },
  ],
  ['what cannot be removed again', ({ paths }) => void delete paths['/books/{bookId}']?.['delete']],
  [
    'what no text of the body could mark',
    ({ components }) => {
      const { NewBook } = components.schemas as { NewBook: { properties: Record<string, Part> } };
      for (const property of Object.values(NewBook.properties)) property['enum'] = ['a', 'b'];
    },
  ],
];
for (const [what, edit] of notMade)
  test(`is never created: ${what}`, async () => {
    expect((await inferred(edit)).resources).toEqual({});
  });

test('an id inside an envelope, and one in Location, are found', async () => {
  const envelope = await inferred(({ components }) => {
    const { Book } = components.schemas;
    components.schemas['Book'] = { type: 'object', properties: { data: Book } };
  });
  expect(envelope.resources['books']?.id.from).toBe('/data/id');
  const location = await inferred(({ paths }) => {
    const post = paths['/books']?.['post'] as { responses: Record<string, Part> };
    post.responses['201'] = { description: 'made', headers: { Location: { schema: { type: 'string' } } } };
  });
  expect(location.resources['books']?.id.from).toBe('Location');
});

test('a link says where an id comes from (OpenAPI 3.0.3, Link Object)', async () => {
  const { resources } = await inferred(({ paths }) => {
    const post = paths['/books']?.['post'] as { responses: Record<string, Part> };
    post.responses['201'] = {
      ...post.responses['201'],
      links: { get: { operationId: 'getBook', parameters: { bookId: '$response.body#/isbn' } } },
    };
  });
  expect(resources['books']?.id).toEqual({ in: 'path', name: 'bookId', from: '/isbn' });
});

test('lists in an envelope, and of ids under the name of the parameter, are found', async () => {
  const { lists } = await inferred(({ paths, components }) => {
    const get = paths['/books']?.['get'] as { responses: Record<string, Part> };
    components.schemas['Page'] = {
      type: 'object',
      properties: { items: { type: 'array', items: { type: 'object', properties: { book_id: { type: 'string' } } } } },
    };
    get.responses['200'] = {
      description: 'page',
      content: { 'application/json': { schema: { $ref: '#/components/schemas/Page' } } },
    };
  });
  expect(lists.map(({ from }) => from)).toEqual(['/items/*/book_id']);
});

test('a list under another path gives ids where its items are what one of them is read as', async () => {
  const { lists } = await inferred(({ paths }) => {
    paths['/book/{bookId}'] = paths['/books/{bookId}'] ?? {};
    delete paths['/books/{bookId}'];
  });
  expect(lists).toEqual([
    { pathPrefix: '/book/{bookId}', parameter: 'bookId', operation: 'books-v1/listBooks', from: '/*/id' },
  ]);
});

test('items that say they have further properties may have an id among them', async () => {
  const of = (more: unknown) =>
    inferred(({ components }) => {
      components.schemas['Book'] = {
        type: 'object',
        properties: {},
        ...(more !== undefined && { additionalProperties: more }),
      };
    });
  expect((await of({})).lists.map(({ from }) => from)).toEqual(['/*/id']);
  expect((await of(false)).lists).toEqual([]);
  expect((await of(undefined)).lists).toEqual([]);
});

test('an inferred creation whose answer does not repeat the mark is unclear, a rejected one is not', async () => {
  const contracts = await contractsOf(() => {});
  const operation = contracts[0]?.operations.get('books-v1/createBook');
  if (!operation) throw new Error('the document creates no book');
  const vendor = tinySuite(contracts).vendors.named('books');
  const created = (title: Json, status: number, answer: object) => {
    const body = { kind: 'json' as const, value: { title, author: 'A' } };
    const exchange = exchangeOf(requestOf(operation, { method: 'POST', body }), { status, json: answer });
    return vendor.created(exchange);
  };
  const kind = 'books';
  expect(created('conformance-1', 201, { id: 7, title: 'conformance-1' })).toEqual({ kind, ids: ['7'] });
  expect(created(12_345, 201, { id: 8, title: '12345' })).toEqual({ kind, ids: [], unclear: true });
  expect(created('conformance-1', 200, { id: 9, title: 'conformance-1' })).toEqual({ kind, ids: [], unclear: true });
  expect(created(12_345, 400, {})).toEqual({ kind, ids: [] });
});

test('in an envelope of an open object, a further property is the mark and `id` the id', async () => {
  const open = await inferred(({ components }) => {
    const data = { type: 'object', additionalProperties: {} };
    components.schemas['Book'] = { type: 'object', properties: { data, permissions: { type: 'object' } } };
    components.schemas['NewBook'] = components.schemas['Book'];
  });
  expect(open.resources['books']).toMatchObject({
    id: { from: '/data/id' },
    create: { marker: '/data/conformance', success: [201] },
  });
});

test('an optional object that needs more than a mark is not made for it', async () => {
  const none = await inferred(({ components }) => {
    const owner = {
      type: 'object',
      required: ['id'],
      properties: { id: { type: 'integer' }, name: { type: 'string' } },
    };
    components.schemas['NewBook'] = { type: 'object', properties: { owner } };
  });
  expect(none.resources).toEqual({});
});

test('what the answer of a creation cannot show is no mark', async () => {
  const unseen = await inferred(({ components }) => {
    components.schemas['Book'] = { type: 'object', properties: { id: { type: 'string' } } };
  });
  expect(unseen.resources).toEqual({});
  const other = await inferred(({ components }) => {
    const text = { type: 'string' };
    components.schemas['Book'] = { type: 'object', properties: { id: text, author: text } };
  });
  expect(other.resources['books']?.create.marker).toBe('/author');
});
