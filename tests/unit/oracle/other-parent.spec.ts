/** A resource below another parent than its own, both made by the run: not found, and not removed. */
import { randomUUID } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { documentOf, responses, verify, type Reply, type Seen } from './verify.ts';

const shape = {
  type: 'object',
  required: ['id', 'title'],
  properties: { id: { type: 'string', format: 'uuid', readOnly: true }, title: { type: 'string' } },
};
const [book, shelf] = [{ $ref: '#/components/schemas/Book' }, { $ref: '#/components/schemas/Shelf' }];
const components = { schemas: { Book: shape, Shelf: shape } };
const id = (name: string) => ({ name, in: 'path', required: true, schema: { type: 'string', format: 'uuid' } });

/** Shelves with books, as a document; `error` is what is documented for an unknown id, `more` stands beside it. */
const documentWith = (error: object, more: object = {}) => {
  const collection = (name: string, schema: object, parameters: object[]) => ({
    parameters,
    post: {
      operationId: `add_${name}`,
      requestBody: { required: true, content: { 'application/json': { schema } } },
      responses: responses({ 201: schema, 400: {} }),
    },
  });
  const item = (name: string, schema: object, parameters: object[]) => ({
    parameters,
    get: { operationId: `get_${name}`, responses: responses({ 200: schema, ...error }) },
    delete: { operationId: `delete_${name}`, responses: responses({ 204: undefined, ...error }) },
  });
  const paths = {
    '/shelves': collection('shelf', shelf, []),
    '/shelves/{shelfId}': item('shelf', shelf, [id('shelfId')]),
    '/shelves/{shelfId}/books': collection('book', book, [id('shelfId')]),
    '/shelves/{shelfId}/books/{bookId}': item('book', book, [id('shelfId'), id('bookId')]),
  };
  return documentOf({ ...paths, ...more }, { components });
};

/** Which methods find a book by its own id, whatever the shelf; whether a delete of what is not there succeeds. */
interface Lax {
  readonly ignores?: readonly string[];
  readonly idempotent?: true;
}

function library({ ignores = [], idempotent }: Lax) {
  const shelves = new Map<string, object>();
  const books = new Map<string, { shelf: string; book: object }>();
  const answer = ({ method, path, json }: Seen): Reply => {
    const [, , shelfId = '', part, bookId] = path.split('/');
    const none: Reply = idempotent && method === 'DELETE' ? [204] : [404, {}];
    if (!['GET', 'POST', 'DELETE'].includes(method)) return [405, {}];
    if (shelfId !== '' && !shelves.has(shelfId)) return none;
    if (method === 'POST') {
      const { title } = (json ?? {}) as { title?: unknown };
      if (typeof title !== 'string') return [400, {}];
      const made = { id: randomUUID(), title };
      if (part === undefined) shelves.set(made.id, made);
      else books.set(made.id, { shelf: shelfId, book: made });
      return [201, made];
    }
    if (part === undefined) return method === 'GET' ? [200, shelves.get(shelfId)] : (shelves.delete(shelfId), [204]);
    const found = books.get(bookId ?? '');
    if (!found || (found.shelf !== shelfId && !ignores.includes(method))) return none;
    return method === 'GET' ? [200, found.book] : (books.delete(bookId ?? ''), [204]);
  };
  return { answer, shelves, books };
}

const notFound = { 404: {} };
const byId = {
  '/books/{bookId}': { get: { operationId: 'find', parameters: [id('bookId')], responses: responses({ 200: book }) } },
};
const rows: readonly (readonly [of: string, document: object, lax: Lax, expected: string[], profile?: object])[] = [
  ['found nowhere else', documentWith(notFound), {}, []],
  ['read', documentWith(notFound), { ignores: ['GET'] }, ['SHOULD get_book']],
  ['removed', documentWith(notFound), { ignores: ['DELETE'] }, ['SHOULD delete_book']],
  [
    'read, every status documented',
    documentWith(notFound),
    { ignores: ['GET'] },
    ['MUST get_book'],
    { statuses: 'complete' },
  ],
  ['not removed, with success', documentWith(notFound), { idempotent: true }, []],
  ['read, and no error documented', documentWith({}), { ignores: ['GET', 'DELETE'] }, []],
  ['read, and also by its id alone', documentWith(notFound, byId), { ignores: ['GET', 'DELETE'] }, []],
];

for (const [of, document, lax, expected, profile] of rows)
  test(`${of}: ${expected.join(', ') || 'no deviation'}`, async () => {
    const { answer, shelves, books } = library(lax);
    const verified = await verify({ document, answer, allowWrites: true, ...(profile && { profile }) });
    expect(verified.deviations.filter((each) => each.includes('/other-parent'))).toEqual(
      expected.map((each) => `${each}/lifecycle/other-parent OTHER_PARENT_ACCEPTED`),
    );
    for (const name of ['get_book', 'delete_book'])
      expect(verified.clause(`${name}/lifecycle/other-parent`)).toMatchObject(
        lax.idempotent && name === 'delete_book'
          ? { verdict: 'not-run', conditional: true, observed: 'answered with success, and removed nothing' }
          : { verdict: expect.stringMatching(/^(?:conforms|deviates)$/) },
      );
    expect([...shelves.keys(), ...books.keys()], 'all that was made is removed').toEqual([]);
    expect(verified.report.notices.filter((text) => text.startsWith('left behind'))).toEqual([]);
  });

test('a run that only reads tries no other parent', async () => {
  const { clause, requests } = await verify({ document: documentWith(notFound), answer: library({}).answer });
  expect(clause('get_book/lifecycle/other-parent').verdict).toBe('not-run');
  expect(requests.filter((request) => !request.startsWith('GET'))).toEqual([]);
});

test('what is part of something that the profile names has no other parent', async () => {
  const values = { shelfId: 'c0ffee00-0000-4000-8000-000000000000' };
  const { report } = await verify({
    document: documentWith(notFound),
    answer: library({}).answer,
    allowWrites: true,
    profile: { values },
  });
  expect(report.clauses.filter(({ ref }) => ref.rule === 'other-parent')).toEqual([]);
});
