/** XML answers of a server: what the report says of them. */
import { expect, test } from '@playwright/test';
import { documentOf, verify } from './verify.ts';

const pet = {
  type: 'object',
  required: ['id', 'name'],
  properties: {
    id: { type: 'integer', minimum: 1, xml: { attribute: true } },
    name: { type: 'string', minLength: 2 },
    state: { type: 'string', enum: ['sold'] },
    tags: { type: 'array', items: { type: 'object', required: ['label'], properties: { label: { type: 'string' } } } },
  },
  additionalProperties: false,
};
const verifyXml = (more: object = {}) => {
  const responses = { 200: { description: 'ok', content: { 'application/xml': { schema: pet } } } };
  const body = '<pet id="7"><name>Rex</name><state>sold</state><tags><label>x</label></tags></pet>';
  return verify({
    document: documentOf({ '/a': { get: { operationId: 'a', responses } } }, more),
    answer: () => [200, body, { 'content-type': 'application/xml' }],
  });
};

test('XML that conforms could have failed, but that text is text', async () => {
  const { report, deviations, clause } = await verifyXml();
  expect(deviations).toEqual([]);
  expect(clause('a/200/body').verdict).toBe('conforms');
  expect(report.vacuous?.filter((id) => !id.endsWith('/type'))).toEqual([]);
  expect(report.notices.filter((each) => each.includes('application/xml'))).toEqual([]);
});

test('where clauses go by response, the report says that XML is not compared', async () => {
  const { report, deviations } = await verifyXml({ 'x-clauses': 'by-response' });
  expect(deviations).toEqual([]);
  expect(report.notices).toContainEqual(expect.stringContaining('bodies of application/xml (1 response)'));
});
