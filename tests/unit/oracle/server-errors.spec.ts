/** A server that fails whatever is sent: one cause an operation, told by what it should serve and not by one kind of request. */
import { expect, test } from '@playwright/test';
import { documentOf, responses, verify, type Reply, type Seen } from './verify.ts';

const thing = { type: 'object', properties: { n: { type: 'string' } } };
const id = { name: 'id', in: 'path', required: true, schema: { type: 'string' }, example: 'a1' };
const limit = { name: 'limit', in: 'query', required: true, schema: { type: 'integer' }, example: 5 };
const document = documentOf(
  {
    '/books/{id}': {
      get: {
        operationId: 'book',
        parameters: [id, limit],
        responses: responses({ 200: thing, 400: {}, 401: {}, 404: {} }),
      },
    },
    '/other': { get: { operationId: 'other', responses: responses({ 200: thing, 401: {}, 404: {} }) } },
  },
  {
    components: { securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'X-Key' } } },
    security: [{ key: [] }],
  },
);
const key = 'abcdefghijkl123';
const given = { document, variables: { API_KEY: key }, profile: { credentials: { key: { valid: '$API_KEY' } } } };

/** Fails where `fails` says so, and is right elsewhere. */
const answering =
  (fails: (request: Seen) => boolean) =>
  (request: Seen): Reply => {
    const { path, query, headers } = request;
    if (fails(request)) return [500, {}];
    if (headers['x-key'] !== key) return [401, {}];
    if (!/^\/(?:other|books\/a1)$/.test(path)) return [404, {}];
    return path === '/other' || /^\d+$/.test(query.get('limit') ?? '') ? [200, {}] : [400, {}];
  };

for (const [of, fails, shownBy] of [
  ['to every request', ({ path }) => path.startsWith('/books'), 'book/200/status'],
  [
    'to every request that has a fault',
    ({ path, query, headers }) =>
      path.startsWith('/books') &&
      (path !== '/books/a1' || headers['x-key'] !== key || !/^\d+$/.test(query.get('limit') ?? '')),
    'book/responses',
  ],
  [
    'to a bad credential alone',
    ({ path, headers }) => path.startsWith('/books') && headers['x-key'] !== key,
    'book/security/absent',
  ],
] as const satisfies readonly (readonly [string, (request: Seen) => boolean, string])[])
  test(`500 ${of} is one cause, shown by ${shownBy}`, async () => {
    const { report } = await verify({ ...given, answer: answering(fails) });
    expect(report.causes?.map(({ clauses }) => clauses[0])).toEqual([`api-1/${shownBy}`]);
  });
