/** What a plan says of ids: which operation gives them, which operations take them. */
import { expect, test } from '@playwright/test';
import { idLines, plannedIds } from '../../../helpers/run/plan-graph.ts';
import { load, tinySuite } from '../contract/tiny.ts';

const schema = (properties: Record<string, unknown>) => ({ type: 'object', properties });
const json = (of: unknown) => ({ description: 'ok', content: { 'application/json': { schema: of } } });
const shelf = schema({ id: { type: 'string' }, label: { type: 'string' } });
const shelfId = { name: 'shelfId', in: 'path', required: true, schema: { type: 'string' } };

const suite = tinySuite(
  await load(
    {
      'v1.openapi.yaml': {
        openapi: '3.0.3',
        info: { title: 'Shelves', version: '1' },
        paths: {
          '/shelves': {
            get: { operationId: 'list', responses: { 200: json({ type: 'array', items: shelf }) } },
            post: {
              operationId: 'add',
              requestBody: { content: { 'application/json': { schema: schema({ label: { type: 'string' } }) } } },
              responses: { 201: json(shelf) },
            },
          },
          '/shelves/{shelfId}': {
            parameters: [shelfId],
            get: { operationId: 'get', responses: { 200: json(shelf) } },
            delete: { operationId: 'remove', responses: { 204: { description: 'gone' } } },
          },
          '/shelves/{shelfId}/books': {
            parameters: [shelfId],
            get: { operationId: 'books', responses: { 200: json({ type: 'array' }) } },
          },
        },
      },
    },
    'shelves',
  ),
);
const op = (name: string) => `shelves-v1/${name}`;

test('a resource names what creates, checks and removes it, and what takes its id', () => {
  expect(plannedIds(suite)).toEqual({
    resources: [
      {
        vendor: 'shelves',
        kind: 'shelves',
        source: 'document',
        create: op('add'),
        id: '/id',
        marker: '/label',
        exists: op('get'),
        remove: op('remove'),
        parameter: 'shelfId',
        usedBy: [op('get'), op('remove'), op('books')],
      },
    ],
    lists: [
      {
        vendor: 'shelves',
        operation: op('list'),
        id: '/*/id',
        parameter: 'shelfId',
        usedBy: [op('get'), op('remove'), op('books')],
      },
    ],
  });
});

test('the graph is printed as sentences', () => {
  expect(idLines(plannedIds(suite)).join('\n')).toBe(`
Ids from answers:
  shelves of shelves, by its document: created by shelves-v1/add (id at /id, marked at /label), checked by shelves-v1/get, removed by shelves-v1/remove
      shelfId of shelves-v1/get, shelves-v1/remove, shelves-v1/books
  shelves-v1/list lists ids at /*/id (where nothing is created)
      shelfId of shelves-v1/get, shelves-v1/remove, shelves-v1/books`);
  expect(idLines({ resources: [], lists: [] })).toEqual([]);
});
