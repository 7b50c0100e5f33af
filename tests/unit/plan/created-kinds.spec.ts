/** What a case that creates plans for its removal, where a vendor has several kinds of resources. */
import { expect, test } from '@playwright/test';
import { testsOf } from '../../../helpers/run/generated.ts';
import { load, tinySuite } from '../contract/tiny.ts';

const thing = { type: 'object', properties: { id: { type: 'string' }, label: { type: 'string' } } };
const json = (of: unknown) => ({ description: 'ok', content: { 'application/json': { schema: of } } });

/** `POST /<kind>` with `GET` and `DELETE` of what it creates. */
const pathsOf = (kind: string) => ({
  [`/${kind}`]: {
    post: {
      operationId: `add-${kind}`,
      requestBody: { content: { 'application/json': { schema: thing } } },
      responses: { 201: json(thing) },
    },
  },
  [`/${kind}/{id}`]: {
    parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
    get: { operationId: `get-${kind}`, responses: { 200: json(thing) } },
    delete: { operationId: `remove-${kind}`, responses: { 204: { description: 'gone' } } },
  },
});

const suite = tinySuite(
  await load(
    {
      'v1.openapi.yaml': {
        openapi: '3.0.3',
        info: { title: 'Store', version: '1' },
        paths: { ...pathsOf('boxes'), ...pathsOf('shelves') },
      },
    },
    'store',
  ),
);

for (const kind of ['boxes', 'shelves'])
  test(`a ${kind} that a case creates is removed by the operation of its own kind`, () => {
    const operation = suite.contracts[0]?.operations.get(`store-v1/add-${kind}`);
    if (!operation) throw new Error('no such operation');
    const served = testsOf(operation, suite.vendors.of(operation)).find(({ info }) =>
      info.title.includes('valid request'),
    );
    expect(served?.info.calls).toEqual({ [`store-v1/add-${kind}`]: 1, [`store-v1/remove-${kind}`]: 1 });
  });
