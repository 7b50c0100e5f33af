/** Credentials that the document needs and nobody gave. */
import { expect, test } from '@playwright/test';
import { exitCode } from '../../../helpers/commands/conformance/exit-code.ts';
import { credentialsNotGiven } from '../../../helpers/profile/credentials.ts';
import { profileOf } from '../../../helpers/profile/load.ts';
import { load } from '../contract/tiny.ts';
import { documentOf, responses, verify, type Reply, type Seen } from './verify.ts';

const read = (operationId: string, more: object = {}) => ({
  get: { operationId, responses: responses({ 200: { type: 'array' }, 401: undefined }), ...more },
});
const schemes = { Key: { type: 'apiKey', in: 'header', name: 'X-Key' }, Token: { type: 'http', scheme: 'bearer' } };
const document = documentOf(
  { '/books': read('books'), '/health': read('health', { security: [] }) },
  { security: [{ Key: [] }], components: { securitySchemes: schemes } },
);
const guarded = ({ path, headers }: Seen): Reply =>
  path === '/health' || headers['x-key'] === 'secret-key-1'
    ? [200, []]
    : [401, undefined, { 'www-authenticate': 'Key' }];

test('without the credential, open operations are verified and the others are called without one', async () => {
  const { report, requests, deviations, clause } = await verify({ document, answer: guarded });
  expect(deviations).toEqual([]);
  expect(report.verdict).toBe('partial');
  expect([exitCode(report, false), exitCode(report, true)]).toEqual([0, 1]);
  expect(clause('health/200/status').verdict).toBe('conforms');
  expect(clause('books/security/absent').verdict).toBe('conforms');
  expect(clause('books/200/status')).toMatchObject({ verdict: 'not-run', because: 'API_KEY is not set' });
  expect(requests).toContain('GET /books');
});

const item = { name: 'bookId', in: 'path', required: true, schema: { type: 'string' } };
const book = {
  type: 'object',
  required: ['id', 'title'],
  properties: { id: { type: 'string' }, title: { type: 'string' } },
};
const requestBody = { required: true, content: { 'application/json': { schema: { ...book, required: ['title'] } } } };
const writing = documentOf(
  {
    '/books': { post: { operationId: 'add', requestBody, responses: responses({ 201: book, 401: undefined }) } },
    '/books/{bookId}': {
      get: read('get', { parameters: [item] }).get,
      delete: { operationId: 'remove', parameters: [item], responses: responses({ 204: undefined, 401: undefined }) },
    },
    '/health': read('health', { security: [] }),
  },
  { security: [{ Key: [] }], components: { securitySchemes: schemes } },
);

for (const [what, asked, allowWrites] of [
  ['reads', document, false],
  ['writes', writing, true],
] as const)
  test(`a run that ${what}, without the credential: what is planned is sent`, async () => {
    const { requests, planned, results } = await verify({ document: asked, answer: guarded, allowWrites });
    const unsent = results.filter(({ calls, records }) => Object.keys(calls).length > 0 && records.length === 0);
    // What another method would change is found out when it is to be sent.
    const notToldBefore = unsent.filter(({ id }) => id.includes('/methods/'));
    expect(unsent).toEqual(notToldBefore);
    expect(requests).toHaveLength(planned - notToldBefore.length);
    expect(results.find(({ id }) => id === 'api/preflight')).toMatchObject({ operation: 'api-1/health' });
  });

test('with the credential, what is planned is sent', async () => {
  const { requests, planned } = await verify({ document, answer: guarded, variables: { API_KEY: 'secret-key-1' } });
  expect(requests).toHaveLength(planned);
  expect(planned).toBeGreaterThan(10);
});

test('a server that asks for no credential deviates without one being given', async () => {
  const { deviations } = await verify({ document, answer: () => [200, []] });
  expect(deviations).toEqual(['MUST books/security/absent CREDENTIAL_ACCEPTED']);
});

test('with the credential everything is verified', async () => {
  const { report, deviations } = await verify({ document, answer: guarded, variables: { API_KEY: 'secret-key-1' } });
  expect(deviations).toEqual([]);
  expect(
    report.clauses.filter(
      ({ verdict, level, conditional }) => level === 'MUST' && verdict === 'not-run' && !conditional,
    ),
  ).toEqual([]);
});

test('the credential that is missing is named once, with how to give it', async () => {
  const contracts = await load({ 'v1.openapi.json': document }, 'api');
  const operations = contracts.flatMap((contract) => [...contract.operations.values()]);
  const profile = profileOf('api', contracts, undefined, '');
  const option = (scheme: string, variable: string) => `${scheme} by ${variable}`;
  expect(credentialsNotGiven(operations, profile, {}, option)).toEqual([
    'api-v1: 1 of 2 operations need the credential Key, which is not given: they are only called without it (Key by API_KEY)',
  ]);
  expect(credentialsNotGiven(operations, profile, { API_KEY: 'x' }, option)).toEqual([]);
});

test('a credential for a scheme that the document does not declare is a mistake in one line', async () => {
  const contracts = await load({ 'v1.openapi.json': document }, 'api');
  const text = 'baseUrl: $API_BASE_URL\ncredentials: { Kee: { valid: $API_KEY } }';
  expect(() => profileOf('api', contracts, text, 'profile.yaml')).toThrow(
    'profile.yaml#/credentials/Kee: no document of api declares this security scheme; declared: Key, Token',
  );
});

test('a configured key is sent where the document declares the scheme and says nowhere that it is needed', async () => {
  const silent = documentOf({ '/books': read('books') }, { components: { securitySchemes: schemes } });
  const profile = { credentials: { Key: { valid: '$API_KEY' } } };
  const { clause } = await verify({
    document: silent,
    answer: guarded,
    profile,
    variables: { API_KEY: 'secret-key-1' },
  });
  expect(clause('books/200/status').verdict).toBe('conforms');
});
