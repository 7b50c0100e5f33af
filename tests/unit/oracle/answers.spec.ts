/** Rows of the oracle's table about how an answer comes: documented failures, bodies where none may be, 304, answers without an end. */
import { expect, test } from '@playwright/test';
import { documentOf, responses, verify, type Given, type Seen } from './verify.ts';

const list = { type: 'array', items: { type: 'object' } };
const of = (method: string, statuses: Readonly<Record<string, object | undefined>>, parameters: object[] = []) => ({
  '/a': { [method]: { operationId: 'get', parameters, responses: responses(statuses) } },
  '/other': { get: { operationId: 'other', responses: responses({ 200: list, 404: {} }) } },
});
const listed = { name: 'q', in: 'query', required: true, schema: { type: 'string', enum: ['x'] } };
const condition = (required: boolean) => ({
  name: 'If-None-Match',
  in: 'header',
  required,
  schema: { type: 'string' },
  ...(required && { example: '"a"' }),
});
const raw = (...lines: readonly string[]) => [...lines, 'Connection: close', '', ''].join('\r\n');

interface Row {
  readonly of: string;
  readonly paths: object;
  readonly answer: Given['answer'];
  readonly profile?: object;
  readonly expected: readonly string[];
}

const rows: readonly Row[] = [
  {
    of: 'a documented 500 on a valid request',
    paths: of('get', { 200: list, 500: {} }),
    answer: () => [500, {}],
    expected: ['MUST get/200/status SERVER_ERROR'],
  },
  ...['500', '5XX'].map((key): Row => ({
    of: `a documented ${key} on invalid input`,
    paths: of('get', { 200: list, 400: {}, [key]: {} }, [listed]),
    answer: ({ query }) => (query.get('q') === 'x' ? [200, [{}]] : query.get('q') === null ? [400, {}] : [500, {}]),
    expected: ['SHOULD get/responses SERVER_ERROR'],
  })),
  {
    of: 'a body after 204',
    paths: of('get', { 204: undefined }),
    answer: () => `${raw('HTTP/1.1 204 No Content', 'Content-Length: 2')}{}`,
    expected: ['MUST get/transport TRANSPORT'],
  },
  {
    of: 'a body after the answer to HEAD',
    paths: of('head', { 200: list }),
    answer: () => `${raw('HTTP/1.1 200 OK', 'Content-Type: application/json', 'Content-Length: 2')}[]`,
    expected: ['MUST get/transport TRANSPORT'],
  },
  {
    of: 'an answer to HEAD with the length of what GET would answer',
    paths: of('head', { 200: list }),
    answer: () => raw('HTTP/1.1 200 OK', 'Content-Type: application/json', 'Content-Length: 20'),
    expected: [],
  },
  {
    of: 'an answer to HEAD without a Content-Type',
    paths: of('head', { 200: list }),
    answer: () => [200],
    expected: [],
  },
  {
    of: '204 although the document has content for it',
    paths: of('get', { 204: list }),
    answer: () => [204],
    expected: [],
  },
  {
    of: 'a body after 304',
    paths: of('get', { 200: list, 304: undefined }, [condition(true)]),
    answer: ({ headers }) => (headers['if-none-match'] ? `${raw('HTTP/1.1 304 Not Modified')}{}` : [400, {}]),
    expected: ['MUST get/transport TRANSPORT'],
  },
];

const ofGet = (deviations: readonly string[]) => deviations.filter((each) => each.includes(' get/'));
const answering =
  (answer: Given['answer']): Given['answer'] =>
  (request: Seen) =>
    request.path === '/other' ? [200, [{}]] : answer(request);

for (const { of: what, paths, answer, profile, expected } of rows)
  test(`${what}: ${expected.join(', ') || 'no deviation'}`, async () => {
    const document = documentOf(paths);
    const { deviations } = await verify({ document, answer: answering(answer), ...(profile && { profile }) });
    expect(ofGet(deviations)).toEqual([...expected]);
  });

for (const [what, parameter, profile] of [
  ['that the document requires', condition(true), {}],
  ['that the profile gives', condition(false), { values: { 'If-None-Match': '"a"' } }],
] as const)
  test(`304 to a condition ${what}: no deviation, and no verdict on the success`, async () => {
    const document = documentOf(of('get', { 200: list, 304: undefined, 400: {} }, [parameter]));
    const answer = answering(({ headers }) =>
      headers['if-none-match'] ? [304] : parameter.required ? [400, {}] : [200, [{}]],
    );
    const { deviations, clause } = await verify({ document, answer, profile });
    expect(ofGet(deviations)).toEqual([]);
    expect(clause('get/200/status')).toMatchObject({ verdict: 'inconclusive', cause: 'test-data' });
    expect(clause('get/responses').verdict).toBe('conforms');
  });

/** Without `more` a server that never answers, as one that waits for an event (long polling). */
const endless = {
  of: 'never begins',
  answer: () => new Promise<never>(() => undefined),
  variables: { REQUEST_TIMEOUT: '400ms' },
};
const large = {
  of: 'goes on beyond MAX_BODY_BYTES',
  answer: () => [200, ['x'.repeat(5_000_000)]] as const,
  variables: { MAX_BODY_BYTES: '10000' },
};
for (const { of: what, answer, variables } of [endless, large]) {
  test(`an answer that ${what}: no verdict`, async () => {
    const given = { document: documentOf(of('get', { 200: list })), answer: answering(answer), variables };
    const { deviations, clause, report } = await verify(given);
    expect(deviations).toEqual([]);
    expect(clause('get/transport').verdict).toBe('inconclusive');
    expect(clause('other/200/status').verdict).toBe('conforms');
    expect(report.verdict).toBe('partial');
  });
  test(`an answer that ${what}, where every status is documented: MUST get/transport`, async () => {
    const given = { document: documentOf(of('get', { 200: list })), answer: answering(answer), variables };
    const { deviations } = await verify({ ...given, profile: { statuses: 'complete' } });
    expect(ofGet(deviations).map((each) => each.split(' ').slice(0, 2).join(' '))).toEqual(['MUST get/transport']);
  });
}
