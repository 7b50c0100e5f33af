/** Rows of the oracle's table (design, "The oracle") by what a real server answers: which level, or why there is no verdict. */
import { expect, test } from '@playwright/test';
import { documentOf, responses, verify, type Reply, type Seen } from './verify.ts';

const list = { type: 'array', items: { type: 'object' } };
const one = { type: 'object', properties: { name: { type: 'string' } } };
const id = { name: 'id', in: 'path', required: true, schema: { type: 'string' }, example: 'a1' };
const get = (of: Readonly<Record<string, object | undefined>>, parameters: object[] = []) => ({
  get: { operationId: 'get', parameters, responses: responses(of) },
});
const other = { '/other': { get: { operationId: 'other', responses: responses({ 200: list, 404: {} }) } } };
const query = (schema: object, name = 'q') => ({ name, in: 'query', required: true, schema, example: 'x' });

interface Row {
  readonly of: string;
  readonly path: string;
  readonly item: object;
  /** Paths beside it. */
  readonly beside?: object;
  readonly answer: (request: Seen) => Reply;
  readonly profile?: object;
  /** What deviates in `get`, as `LEVEL place CODE`. */
  readonly expected: readonly string[];
}

const always =
  (...reply: [number, unknown?, Record<string, string>?]) =>
  (): Reply =>
    reply;
const rows: readonly Row[] = [
  {
    of: 'a server error',
    path: '/a',
    item: get({ 200: list, default: {} }),
    answer: always(500, {}),
    expected: ['MUST get/200/status SERVER_ERROR', 'MUST get/responses STATUS_UNDOCUMENTED'],
  },
  {
    of: 'a 503 every time',
    path: '/a',
    item: get({ 200: list }),
    answer: always(503, {}),
    expected: ['MUST get/200/status SERVER_ERROR', 'MUST get/responses STATUS_UNDOCUMENTED'],
  },
  {
    of: 'an undocumented success',
    path: '/a',
    item: get({ 200: list }),
    answer: always(206, []),
    expected: ['MUST get/200/status STATUS_UNEXPECTED', 'MUST get/responses STATUS_UNDOCUMENTED'],
  },
  {
    of: 'an undocumented redirect',
    path: '/a',
    item: get({ 200: list }),
    answer: always(302, '', { location: '/b' }),
    expected: ['MUST get/200/status STATUS_UNEXPECTED', 'MUST get/responses STATUS_UNDOCUMENTED'],
  },
  {
    of: 'a redirect for a slash',
    path: '/a',
    item: get({ 200: list }),
    answer: always(301, '', { location: '/a/' }),
    expected: ['SHOULD get/200/status STATUS_UNEXPECTED', 'SHOULD get/responses STATUS_UNDOCUMENTED'],
  },
  {
    of: '304 that nobody asked for',
    path: '/a',
    item: get({ 200: list, 304: undefined }),
    answer: always(304),
    expected: ['MUST get/200/status STATUS_UNEXPECTED', 'MUST get/responses STATUS_UNDOCUMENTED'],
  },
  {
    of: 'a required parameter left out, and accepted',
    path: '/a',
    item: get({ 200: list, 400: {} }, [query({ type: 'string' })]),
    answer: always(200, []),
    expected: ['MUST get/parameters/q/required REQUIRED_PARAMETER_IGNORED'],
  },
  {
    of: 'a value outside its list, and accepted',
    path: '/a',
    item: get({ 200: list, 400: {} }, [query({ type: 'string', enum: ['x', 'y'] })]),
    answer: ({ query: sent }) => (sent.get('q') ? [200, []] : [400, {}]),
    expected: ['SHOULD get/parameters/q/enum VALUE_ACCEPTED'],
  },
  {
    of: 'the same with strict input',
    path: '/a',
    profile: { 'strict-input': true },
    item: get({ 200: list, 400: {} }, [query({ type: 'string', enum: ['x', 'y'] })]),
    answer: ({ query: sent }) => (sent.get('q') ? [200, []] : [400, {}]),
    expected: ['MUST get/parameters/q/enum VALUE_ACCEPTED'],
  },
  {
    of: 'a page size that is clamped',
    path: '/a',
    item: get({ 200: list, 400: {} }, [
      { ...query({ type: 'integer', minimum: 1, maximum: 50 }, 'limit'), example: 5 },
    ]),
    answer: ({ query: sent }) => (/^-?\d+$/.test(sent.get('limit') ?? '') ? [200, []] : [400, {}]),
    expected: [],
  },
  {
    of: 'a format that is not checked',
    path: '/a',
    item: get({ 200: list, 400: {} }, [{ ...query({ type: 'string', format: 'date' }), example: '2024-01-01' }]),
    answer: ({ query: sent }) => (sent.get('q') ? [200, []] : [400, {}]),
    expected: [],
  },
  {
    of: 'an unknown id answered with a body',
    path: '/a/{id}',
    item: get({ 200: one, 404: {} }, [id]),
    answer: always(200, { name: 'x' }),
    expected: [
      'SHOULD get/parameters/id/long STATUS_UNEXPECTED',
      'SHOULD get/parameters/id/nul STATUS_UNEXPECTED',
      'SHOULD get/parameters/id/traversal STATUS_UNEXPECTED',
      'SHOULD get/parameters/id/unknown STATUS_UNEXPECTED',
    ],
  },
  {
    of: 'an unknown id answered with an empty list',
    path: '/a/{id}',
    item: get({ 200: list, 404: {} }, [id]),
    answer: always(200, []),
    expected: [],
  },
  {
    of: 'an unknown id answered with what has it and an empty list',
    path: '/a/{id}',
    item: get({ 200: { type: 'object' }, 404: {} }, [id]),
    answer: ({ path }) => [200, { id: decodeURIComponent(path.slice('/a/'.length)), tags: [] }],
    expected: [
      'SHOULD get/parameters/id/long STATUS_UNEXPECTED',
      'SHOULD get/parameters/id/nul STATUS_UNEXPECTED',
      'SHOULD get/parameters/id/traversal STATUS_UNEXPECTED',
      'SHOULD get/parameters/id/unknown STATUS_UNEXPECTED',
    ],
  },
  ...[404, 400, 410, 403].map((status): Row => ({
    of: `an unknown id answered with ${status}`,
    path: '/a/{id}',
    item: get({ 200: one, [status]: {} }, [id]),
    answer: ({ path }) => (path === '/a/a1' ? [200, {}] : [status, {}]),
    expected: [],
  })),
  {
    of: 'an example that is rejected',
    path: '/a/{id}',
    item: get({ 200: one, 404: {} }, [id]),
    answer: always(404, {}),
    expected: [],
  },
  {
    of: 'an undocumented 404 where no client error is documented',
    path: '/a/{id}',
    beside: {},
    item: get({ 200: one }, [id]),
    answer: ({ path }) => (path === '/a/a1' ? [200, {}] : [404, {}]),
    expected: [],
  },
  {
    of: 'an undocumented 404 where only a framework documents 422',
    path: '/a/{id}',
    beside: {},
    item: get({ 200: one, 422: {} }, [id]),
    answer: ({ path }) => (path === '/a/a1' ? [200, {}] : [404, {}]),
    expected: [],
  },
  {
    of: 'an undocumented 404 that a sibling documents',
    path: '/a',
    item: get({ 200: list, 400: {} }, [query({ type: 'string' })]),
    answer: ({ query: sent }) => (sent.get('q') === null ? [404, {}] : [200, []]),
    expected: ['SHOULD get/responses STATUS_UNDOCUMENTED'],
  },
  {
    of: '429 and 413, undocumented',
    path: '/a',
    item: get({ 200: list, 400: {} }, [query({ type: 'string' })]),
    answer: ({ query: sent }) => (sent.get('q') === null ? [413, {}] : [200, []]),
    expected: [],
  },
  {
    of: 'an answer outside its list of values',
    path: '/a',
    item: get({ 200: { type: 'object', properties: { s: { type: 'string', enum: ['a'] } } } }),
    answer: always(200, { s: 'b' }),
    expected: ['MUST get/200/body/s/enum BODY_ENUM'],
  },
  {
    of: 'the same where the list is marked as open',
    path: '/a',
    item: get({
      200: { type: 'object', properties: { s: { type: 'string', enum: ['a'], 'x-extensible-enum': true } } },
    }),
    answer: always(200, { s: 'b' }),
    expected: [],
  },
  {
    of: 'SQL and a secret that the document describes',
    path: '/a',
    item: get({
      200: { type: 'object', properties: { query: { type: 'string' }, client_secret: { type: 'string' } } },
    }),
    answer: always(200, { query: 'SELECT a FROM b', client_secret: 'abc-def' }),
    expected: [],
  },
  {
    of: 'an error that names the path of the request',
    path: '/srv/files',
    item: get({ 200: list, 400: {} }, [query({ type: 'string' })]),
    answer: ({ query: sent, path }) => (sent.get('q') === null ? [400, { instance: path }] : [200, []]),
    expected: [],
  },
];

for (const { of, path, item, beside = other, answer, profile, expected } of rows)
  test(`${of}: ${expected.join(', ') || 'no deviation'}`, async () => {
    const document = documentOf({ [path]: item, ...beside });
    const reply = (request: Seen): Reply => (request.path === '/other' ? [200, [{}]] : answer(request));
    const { deviations } = await verify({ document, answer: reply, ...(profile && { profile }) });
    expect(deviations.filter((each) => !each.includes(' other/')).toSorted()).toEqual([...expected].toSorted());
  });

test('a 503 that comes once in three tries is nothing that deviates, and is told', async () => {
  let calls = 0;
  const answer = (): Reply => ((calls += 1) === 2 ? [503, {}] : [200, [{}]]);
  const { report, deviations } = await verify({ document: documentOf({ '/a': get({ 200: list }), ...other }), answer });
  expect(deviations).toEqual([]);
  expect(report.notices.join('\n')).toMatch(/answered 503 in 1 of 3 tries/);
});
