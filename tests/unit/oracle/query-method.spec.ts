/** QUERY (OpenAPI 3.2) only reads: it is sent in a run that writes nothing, and judged as GET is. */
import { expect, test } from '@playwright/test';
import { documentOf, responses, verify, type Reply, type Seen } from './verify.ts';

const filter = { type: 'object', required: ['q'], properties: { q: { type: 'string' } } };
const list = { type: 'array', items: { type: 'object', required: ['n'], properties: { n: { type: 'string' } } } };
const query = (operationId: string) => ({
  query: {
    operationId,
    requestBody: { required: true, content: { 'application/json': { schema: filter } } },
    responses: responses({ 200: list, 400: {} }),
  },
});
const document = {
  ...documentOf({ '/books': query('search'), '/mails/send': query('send') }),
  openapi: '3.2.0',
};
const answer = ({ json }: Seen): Reply => {
  const { q } = (json ?? {}) as { q?: unknown };
  return typeof q === 'string' ? [200, [{ n: 1 }]] : [400, {}];
};

test('QUERY is sent where nothing may be written, with its body, and its answer is judged', async () => {
  const { deviations, requests, clause } = await verify({ document, answer });
  expect(new Set(requests)).toEqual(new Set(['QUERY /books']));
  expect(clause('search/200/status').verdict).toBe('conforms');
  expect(clause('search/body/required').verdict).toBe('conforms');
  expect(deviations).toEqual(['MUST search/200/body/*/n/type BODY_TYPE']);
});

test('a path that says that something happens is no read, whatever the method', async () => {
  const { clause } = await verify({ document, answer });
  expect(clause('send/200/status')).toMatchObject({
    verdict: 'not-run',
    because: expect.stringContaining('it would write'),
  });
});
