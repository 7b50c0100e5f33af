/** Rejections that a framework words itself, before a request reaches the operation. */
import { expect, test } from '@playwright/test';
import { casesOf } from '../../../helpers/cases/index.ts';
import { load } from '../contract/tiny.ts';
import { documentOf, responses, verify, type Reply, type Seen } from './verify.ts';

const id = { name: 'id', in: 'path', required: true, schema: { type: 'string', minLength: 8, maxLength: 8 } };
const failure = { type: 'object', properties: { status: { type: 'object' } } };
const documentWith = (errors: readonly string[]) =>
  documentOf({
    '/things/{id}': {
      get: {
        operationId: 'getThing',
        parameters: [id],
        responses: responses({
          200: { type: 'object' },
          404: failure,
          ...Object.fromEntries(errors.map((status) => [status, failure])),
        }),
      },
    },
  });

for (const errors of [['default'], ['4XX'], ['4XX', 'default']])
  test(`406 in other words than ${errors.join(' and ')} have conforms`, async () => {
    const answer = ({ headers }: Seen): Reply =>
      headers.accept === 'application/xml'
        ? [406, { status: 406, title: 'Not Acceptable' }, { 'content-type': 'application/problem+json' }]
        : [200, {}];
    const { deviations, requests } = await verify({ document: documentWith(errors), answer });
    expect(requests.length).toBeGreaterThan(1);
    expect(deviations.filter((line) => !line.includes('parameters/id'))).toEqual([]);
  });

test('no two cases of an operation have one title, where the least length is the greatest', async () => {
  const [contract] = await load({ 'v1.openapi.yaml': documentWith([]) });
  for (const operation of contract?.operations.values() ?? []) {
    const cases = casesOf(operation);
    expect(cases.filter((one) => one.title.includes('exactly 8'))).toHaveLength(2);
    expect(new Set(cases.map(({ title }) => title)).size).toBe(cases.length);
  }
});
