/** Where operations are called: servers of document, path and operation against the base URL. */
import { expect, test } from '@playwright/test';
import { narrowed } from '../../../helpers/profile/narrow.ts';
import { profileOf } from '../../../helpers/profile/load.ts';
import { load } from '../contract/tiny.ts';
import { documentOf, responses, verify } from '../oracle/verify.ts';

const get = (operationId: string, more: object = {}) => ({
  get: { operationId, responses: responses({ 200: { type: 'array' } }), ...more },
});

/** Base URL and path of the one operation, as it is called. */
async function called(document: object, baseUrl: string | undefined, prefix?: string): Promise<string> {
  const contracts = await load({ 'v1.openapi.json': document }, 'api');
  const text = `baseUrl: $API_BASE_URL${prefix === undefined ? '' : `\npathPrefix: '${prefix}'`}`;
  const [contract] = contracts;
  if (!contract) throw new Error('no contract');
  const [operation] = narrowed(contract, profileOf('api', contracts, text, ''), baseUrl).operations.values();
  if (!operation) throw new Error('no operation');
  return operation.elsewhere === undefined
    ? `${operation.basePath}${operation.path}`
    : `elsewhere: ${operation.elsewhere}`;
}

const servers = (...urls: string[]) => ({ servers: urls.map((url) => ({ url })) });
const several = documentOf(
  { '/a': get('a') },
  servers('https://eu.example/v1', 'https://us.example/v2', 'https://x.example/api/v3'),
);

for (const [what, document, baseUrl, path, prefix] of [
  ['an origin gets the path of its server', several, 'https://us.example', '/v2/a'],
  ['another origin gets the path of the first server', several, 'http://127.0.0.1:8080', '/v1/a'],
  ['an address that has the path already gets none', several, 'http://127.0.0.1:8080/api/v3', '/a'],
  ['a slash at its end changes nothing', several, 'http://127.0.0.1:8080/api/v3/', '/a'],
  ['the path of a profile takes the place of all', several, 'https://us.example', '/mine/a', '/mine'],
  ['an address that is not known yet: the first server', several, undefined, '/v1/a'],
  ['a document without servers adds nothing', documentOf({ '/a': get('a') }), 'http://127.0.0.1/x', '/a'],
] as const)
  test(what, async () => {
    expect(await called(document, baseUrl, prefix)).toBe(path);
  });

const own = (urls: string[], ofDocument = servers('https://api.example/v1')) =>
  documentOf({ '/a': get('a', servers(...urls)) }, ofDocument);
for (const [what, document, baseUrl, path, prefix] of [
  ['an operation has its own path', own(['https://api.example/v2']), 'https://api.example', '/v2/a'],
  [
    'also at another address than the documented one',
    own(['https://api.example/v2']),
    'http://127.0.0.1:8080',
    '/v2/a',
  ],
  ['a relative server is at the base URL', own(['/uploads']), 'http://127.0.0.1:8080', '/uploads/a'],
  ['of several the one that is at the base URL', own(['https://b.example/u', '/u2']), 'https://api.example', '/u2/a'],
  [
    'another host is not called',
    own(['https://up.example/u']),
    'https://api.example',
    'elsewhere: https://up.example/u',
  ],
  ['below the path of the base URL', own(['/v1/up']), 'http://127.0.0.1/v1', '/up/a', ''],
  ['above the path of the base URL it cannot be called', own(['/v2']), 'http://127.0.0.1/v1', 'elsewhere: /v2', ''],
  ['beside the path that a profile gives', own(['/v2']), 'http://127.0.0.1', '/proxy/v2/a', '/proxy/v1'],
  ["beside a path that is not the document's", own(['/v2']), 'http://127.0.0.1', 'elsewhere: /v2', '/mine'],
  [
    'a document without a server does not say what is elsewhere',
    own(['https://api.example/v2'], servers()),
    'http://127.0.0.1',
    '/v2/a',
  ],
] as const)
  test(`servers of an operation: ${what}`, async () => {
    expect(await called(document, baseUrl, prefix)).toBe(path);
  });

test('servers of a path item hold for its operations', async () => {
  const document = documentOf({ '/a': { ...get('a'), ...servers('/files') } }, servers('/v1'));
  expect(await called(document, 'http://127.0.0.1')).toBe('/files/a');
});

test('each operation is called at its server, and one that is elsewhere is not run, by name', async () => {
  const document = documentOf(
    { '/a': get('a'), '/b': get('b', servers('/v2')), '/c': get('c', servers('https://up.example')) },
    servers('https://api.example/v1'),
  );
  const { requests, clause, report } = await verify({ document, answer: () => [200, []] });
  expect([...new Set(requests)]).toEqual(['GET /v1/a', 'GET /v2/b']);
  expect(clause('c/200/status')).toMatchObject({
    verdict: 'not-run',
    because: 'its own server is https://up.example, which is not at the address of this run',
  });
  expect(report.verdict).toBe('partial');
});
