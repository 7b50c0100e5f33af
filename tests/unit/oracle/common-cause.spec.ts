/** One wrong address, one missing credential: told once, not once for each clause. */
import { expect, test } from '@playwright/test';
import { documentOf, responses, verify, type Reply, type Seen } from './verify.ts';

const list = { type: 'array', items: { type: 'object' } };
const limit = { name: 'limit', in: 'query', required: true, schema: { type: 'integer', minimum: 1 }, example: 5 };
const id = { name: 'id', in: 'path', required: true, schema: { type: 'string' } };
const get = (operationId: string, parameters: object[] = []) => ({
  get: {
    operationId,
    parameters,
    responses: responses({ 200: list, 401: { type: 'object' }, 404: { type: 'object' } }),
  },
});
const document = documentOf({
  '/books': get('books', [limit]),
  '/authors': get('authors'),
  '/shops/{id}': get('shop', [id]),
});
const all = (reply: Reply) => ({ document, answer: () => reply });

for (const [what, reply, cause, words] of [
  ['404', [404, '<h1>Not Found</h1>'], 'setup', /the address answered every request with 404 \(3 operations\)/],
  ['a redirect', [301, '', { location: 'https://www.example/' }], 'setup', /the address redirected every request/],
  ['401', [401, {}], 'credential', /all 3 operations answered 401/],
  ['403', [403, 'forbidden'], 'credential', /all 3 operations answered 403/],
] as const)
  test(`${what} on all operations is one cause, and no clause deviates or holds for it`, async () => {
    const { report, deviations } = await verify(all(reply));
    expect(deviations).toEqual([]);
    expect(report.verdict).toBe('partial');
    expect(report.because).toMatch(words);
    expect(report.causes).toMatchObject([{ inconclusive: cause, findings: [], title: expect.stringMatching(words) }]);
    expect(report.causes?.[0]?.operations).toHaveLength(3);
    expect(report.causes?.[0]?.clauses.length).toBeGreaterThan(3);
    const open = report.clauses.filter(({ verdict }) => verdict === 'inconclusive');
    expect(new Set(open.map(({ because }) => because)).size, 'one reason').toBe(1);
    const requestClauses = report.clauses.filter(({ ref }) => ref.scope === 'request');
    expect(
      requestClauses.filter(({ verdict, level }) => verdict === 'conforms' && level !== 'INFO'),
      'a fault was not what was rejected',
    ).toEqual([]);
  });

test('an id that was made up may be unknown: 404 for it alone is no wrong address', async () => {
  const only = documentOf({ '/shops/{id}': get('shop', [id]), '/books/{id}': get('book', [id]) });
  const { report } = await verify({ document: only, answer: () => [404, {}] });
  expect(report.causes).toEqual([]);
  expect(report.because).not.toContain('address');
});

test('one operation that wants another credential leaves its own clauses open only', async () => {
  const answer = ({ path }: Seen): Reply => (path === '/authors' ? [403, {}] : [200, []]);
  const { report, clause } = await verify({ document, answer });
  expect(report.causes?.[0]).toMatchObject({ inconclusive: 'credential', operations: ['api-1/authors'] });
  expect(clause('authors/200/status')).toMatchObject({ verdict: 'inconclusive', cause: 'credential' });
  expect(clause('shop/200/status').verdict).toBe('conforms');
});

test('a failure of the server stays one where the credential is not accepted', async () => {
  const answer = ({ query }: Seen): Reply => (query.get('limit') === '0' ? [500, {}] : [401, {}]);
  const { deviations } = await verify({ document, answer });
  expect(deviations).toContain('MUST books/responses SERVER_ERROR');
});

test('where every status is documented, the document decides', async () => {
  const profile = { statuses: 'complete' };
  const { report } = await verify({ document, profile, answer: () => [302, '', { location: '/login' }] });
  expect(report.verdict).toBe('nonconformant');
});
