/** A resource below another parent than its own, both made by the run: not found, not changed, and not removed. */
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
  /** A change below another shelf is rejected, and made all the same; or makes another book there. */
  readonly change?: 'in-spite-of-404' | 'makes-another';
}

function library({ ignores = [], idempotent, change }: Lax) {
  const shelves = new Map<string, object>();
  const books = new Map<string, { shelf: string; book: object }>();
  const answer = ({ method, path, json }: Seen): Reply => {
    const [, , shelfId = '', part, bookId] = path.split('/');
    const none: Reply = idempotent && method === 'DELETE' ? [204] : [404, {}];
    if (!['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].includes(method)) return [405, {}];
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
    const own = books.get(bookId ?? '');
    const found = books.get(`${bookId} in ${shelfId}`) ?? own;
    if (method === 'PUT' || method === 'PATCH') {
      const { title } = (json ?? {}) as { title?: unknown };
      if (!found) return [404, {}];
      if (typeof title !== 'string') return [400, {}];
      const changed = { id: bookId, title };
      const isElsewhere = found.shelf !== shelfId && !ignores.includes(method);
      if (isElsewhere && change === undefined) return none;
      const key = isElsewhere && change === 'makes-another' ? `${bookId} in ${shelfId}` : `${bookId}`;
      books.set(key, { shelf: key === bookId ? found.shelf : shelfId, book: changed });
      return isElsewhere && change === 'in-spite-of-404' ? [404, {}] : [200, changed];
    }
    if (!found || (found.shelf !== shelfId && !ignores.includes(method))) return none;
    return method === 'GET'
      ? [200, found.book]
      : (books.delete(found === own ? `${bookId}` : `${bookId} in ${shelfId}`), [204]);
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
    const given = { document, answer, allowWrites: true, only: ['/other-parent'], ...(profile && { profile }) };
    const verified = await verify(given);
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

const changing = (method: string, more: object = {}) => {
  const { paths, ...rest } = documentWith(notFound) as { paths: Record<string, object> };
  const at = '/shelves/{shelfId}/books/{bookId}';
  const requestBody = { required: true, content: { 'application/json': { schema: book } } };
  const change = {
    operationId: 'change_book',
    requestBody,
    responses: responses({ 200: book, 400: {}, ...notFound, ...more }),
  };
  return { ...rest, paths: { ...paths, [at]: { ...paths[at], [method]: change } } };
};

for (const [method, lax, verdict, expected] of [
  ['put', {}, 'conforms', []],
  ['put', { ignores: ['PUT'] }, 'deviates', ['SHOULD OTHER_PARENT_ACCEPTED']],
  ['patch', { ignores: ['PATCH'] }, 'deviates', ['SHOULD OTHER_PARENT_ACCEPTED']],
  ['patch', { change: 'in-spite-of-404' }, 'deviates', ['SHOULD SIDE_EFFECT_ON_REJECTION']],
  ['put', { change: 'makes-another' }, 'not-run', []],
] as const satisfies readonly (readonly [string, Lax, string, readonly string[]])[])
  test(`${method} below another shelf, ${JSON.stringify(lax)}: ${verdict}`, async () => {
    const { answer, shelves, books } = library(lax);
    const place = 'change_book/lifecycle/other-parent';
    const given = { document: changing(method), answer, allowWrites: true, only: [place] };
    const { clause, deviations, report } = await verify(given);
    expect(clause(place)).toMatchObject({ verdict, level: 'SHOULD' });
    expect(deviations.filter((each) => each.includes(place)).map((each) => each.replace(` ${place}`, ''))).toEqual(
      expected,
    );
    expect([...shelves.keys(), ...books.keys()], 'all that was made is removed').toEqual([]);
    expect(report.notices.filter((text) => text.startsWith('left behind'))).toEqual([]);
  });

test('a PUT that may create what it names is sent below no other parent', async () => {
  const { report } = await verify({ document: changing('put', { 201: book }), answer: library({}).answer });
  expect(report.clauses.map(({ id: each }) => each).filter((each) => each.endsWith('other-parent'))).toEqual([
    expect.stringContaining('get_book'),
    expect.stringContaining('delete_book'),
  ]);
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
