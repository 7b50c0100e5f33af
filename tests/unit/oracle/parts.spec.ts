/** What one of many may have or not (a cover of a book): that a new one has none is no deviation. */
import { randomUUID } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { documentOf, responses, verify, type Reply, type Seen } from './verify.ts';

const book = {
  type: 'object',
  required: ['id', 'title'],
  properties: { id: { type: 'string', format: 'uuid', readOnly: true }, title: { type: 'string' } },
};
const id = { name: 'bookId', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } };

/** Books with a cover each; `error` is what is documented where there is none. */
const documentWith = (error: object) =>
  documentOf({
    '/books': {
      post: {
        operationId: 'add',
        requestBody: { required: true, content: { 'application/json': { schema: book } } },
        responses: responses({ 201: book, 400: {} }),
      },
    },
    '/books/{bookId}': {
      parameters: [id],
      get: { operationId: 'read', responses: responses({ 200: book, 404: {} }) },
      delete: { operationId: 'remove', responses: responses({ 204: undefined, 404: {} }) },
    },
    '/books/{bookId}/cover': {
      parameters: [id],
      get: { operationId: 'cover', responses: responses({ 200: { type: 'object' }, ...error }) },
    },
  });

/** A server of books that answers requests for covers of its books as it is told. */
function server(cover: Reply) {
  const books = new Map<string, object>();
  return ({ method, path, json }: Seen): Reply => {
    const [, , key = '', part] = path.split('/');
    if (method === 'POST' && key === '') {
      const { title } = (json ?? {}) as { title?: unknown };
      if (typeof title !== 'string') return [400, {}];
      const made = { id: randomUUID(), title };
      books.set(made.id, made);
      return [201, made];
    }
    if (!['GET', 'DELETE'].includes(method) || (part !== undefined && method !== 'GET')) return [405, {}];
    if (!books.has(key)) return [404, {}];
    if (part !== undefined) return cover;
    return method === 'DELETE' ? (books.delete(key), [204]) : [200, books.get(key)];
  };
}

const silent = documentWith({});
const documented = documentWith({ 404: {} });
for (const [what, document, cover, verdict] of [
  ['a cover that the new book does not have', documented, [404, {}], 'inconclusive'],
  ['a cover that it has', documented, [200, {}], 'conforms'],
  ['a cover that is rejected otherwise', documented, [409, {}], 'deviates'],
  ['a cover, where 404 is not documented', silent, [404, {}], 'deviates'],
] as const)
  test(`${what}: ${verdict}`, async () => {
    const verified = await verify({ document, answer: server(cover), allowWrites: true });
    expect(verified.clause('cover/200/status').verdict).toBe(verdict);
  });
