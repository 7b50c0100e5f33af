/** Several undocumented statuses of one operation are one finding that names them all. */
import { expect, test } from '@playwright/test';
import { documentOf, responses, verify } from './verify.ts';

const id = { name: 'id', in: 'path', required: true, schema: { type: 'integer' } };
const document = documentOf({
  '/things/{id}': {
    get: { operationId: 'thing', parameters: [id], responses: responses({ 200: { type: 'object' } }) },
  },
  '/others': { get: { operationId: 'others', responses: responses({ 200: {}, 400: {}, 404: {} }) } },
});

test('400 and 404 beside a documented 200', async () => {
  const { report } = await verify({
    document,
    answer: ({ path }) => (path.startsWith('/things/') ? [/^\/things\/\d+$/.test(path) ? 404 : 400, {}] : [200, {}]),
  });
  const findings = report.clauses.flatMap(({ id: clause, findings: all }) =>
    clause.endsWith('thing/responses') ? all : [],
  );
  expect(findings.map(({ code, actual }) => [code, actual.split(', ').toSorted()])).toEqual([
    ['STATUS_UNDOCUMENTED', ['400', '404']],
  ]);
});
