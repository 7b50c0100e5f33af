/** Swagger 2.0 documents: what they say is read as what OpenAPI 3 would say, and told with its place in the document as published. */
import { expect, test } from '@playwright/test';
import type { Contract, Operation } from '../../../helpers/contract/types.ts';
import { load } from './tiny.ts';

const swagger = (paths: object, more: object = {}) => ({
  swagger: '2.0',
  info: { title: 'old', version: '1' },
  host: 'api.example',
  basePath: '/v2',
  schemes: ['https', 'http'],
  paths,
  ...more,
});

async function read(paths: object, more?: object): Promise<{ contract: Contract; operation: Operation }> {
  const [contract] = await load({ 'v1.openapi.json': swagger(paths, more) }, 'old');
  const [operation] = contract?.operations.values() ?? [];
  if (!contract || !operation) throw new Error('no operation');
  return { contract, operation };
}

const ok = { '200': { description: 'ok' } };

test('scheme, host and base path are servers', async () => {
  const { contract } = await read({ '/a': { get: { responses: ok } } });
  expect(contract.servers.map(({ url }) => url)).toEqual(['https://api.example/v2', 'http://api.example/v2']);
  expect(contract.basePath).toBe('/v2');
  const { contract: without } = await read(
    { '/a': { get: { responses: ok } } },
    { host: undefined, basePath: undefined },
  );
  expect([without.servers.map(({ origin }) => origin), without.basePath]).toEqual([[undefined], '']);
});

test('a body parameter is a request body, of the media types that the operation consumes', async () => {
  const parameters = [{ name: 'pet', in: 'body', required: true, schema: { $ref: '#/definitions/Pet' } }];
  const { operation } = await read(
    { '/a': { post: { consumes: ['application/json', 'application/xml'], parameters, responses: ok } } },
    { definitions: { Pet: { type: 'object' } } },
  );
  expect(operation.parameters).toEqual([]);
  expect(operation.body?.required).toBe(true);
  expect(operation.body?.content.map(({ type }) => type)).toEqual(['application/json', 'application/xml']);
});

test('form fields are one request body, multipart where one is a file', async () => {
  const field = (name: string, more: object) => ({ name, in: 'formData', ...more });
  const form = async (...parameters: object[]) =>
    (await read({ '/a': { post: { parameters, responses: ok } } })).operation;
  const plain = await form(
    field('a', { type: 'string', required: true }),
    field('b', { type: 'array', items: { type: 'integer' }, collectionFormat: 'multi' }),
  );
  const [media] = plain.body?.content ?? [];
  expect(media?.type).toBe('application/x-www-form-urlencoded');
  expect(plain.contract.schemas.accepts(media?.schemaPointer ?? '', { a: 'x', b: [1] })).toBe(true);
  expect(plain.contract.schemas.accepts(media?.schemaPointer ?? '', { b: [1] })).toBe(false);
  const upload = await form(field('a', { type: 'string' }), field('file', { type: 'file' }));
  expect(upload.body?.content.map(({ type }) => type)).toEqual(['multipart/form-data']);
});

const styles: readonly (readonly [place: string, format: string | undefined, style: string, explode: boolean])[] = [
  ['query', undefined, 'form', false],
  ['query', 'csv', 'form', false],
  ['query', 'multi', 'form', true],
  ['query', 'ssv', 'spaceDelimited', false],
  ['query', 'pipes', 'pipeDelimited', false],
  ['query', 'tsv', 'tabDelimited', false],
  ['header', 'csv', 'simple', false],
  ['header', 'pipes', 'pipeDelimited', false],
  ['header', 'multi', 'simple', false],
  ['path', 'ssv', 'spaceDelimited', false],
];
for (const [place, collectionFormat, style, explode] of styles)
  test(`a list in ${place} by ${collectionFormat ?? 'default'} has style ${style}`, async () => {
    const parameters = [
      { name: 'a', in: place, required: true, type: 'array', items: { type: 'string' }, collectionFormat },
    ];
    const { operation } = await read({ [place === 'path' ? '/{a}' : '/a']: { get: { parameters, responses: ok } } });
    expect(operation.parameters).toMatchObject([{ name: 'a', style, explode, schema: { type: 'array' } }]);
  });

test('a response is judged by its schema, for the media types that are produced, or for any', async () => {
  const responses = {
    '200': { description: 'ok', schema: { $ref: '#/definitions/Pet' }, headers: { 'X-Count': { type: 'integer' } } },
  };
  const definitions = {
    Pet: { type: 'object', required: ['name'], properties: { name: { type: 'string', 'x-nullable': true } } },
  };
  const { contract, operation } = await read({ '/a': { get: { responses } } }, { definitions });
  const response = operation.responses.get('200');
  expect(response?.content.map(({ type }) => type)).toEqual(['*/*']);
  expect(response?.headers).toMatchObject([{ name: 'X-Count', schema: { type: 'integer' } }]);
  const pointer = response?.content[0]?.schemaPointer ?? '';
  expect(
    [{ name: 'a' }, { name: null }, {}, { name: 1 }].map((value) => contract.schemas.accepts(pointer, value)),
  ).toEqual([true, true, false, false]);
  expect(contract.clauses.get('old-v1/schema:Pet/name/required')?.at).toBe(
    'specs/old/v1.openapi.json#/definitions/Pet',
  );
  expect(contract.clauses.get('old-v1/GET-a/200/body')?.at).toBe(
    'specs/old/v1.openapi.json#/paths/~1a/get/responses/200/schema',
  );
  const produced = await read(
    { '/a': { get: { produces: ['text/csv'], responses } } },
    { definitions, produces: ['application/json'] },
  );
  expect(produced.operation.responses.get('200')?.content.map(({ type }) => type)).toEqual(['text/csv']);
});

test('shared parameters and responses are found where they are referred to', async () => {
  const { contract, operation } = await read(
    {
      '/a/{id}': {
        parameters: [{ $ref: '#/parameters/id' }, { $ref: '#/parameters/pet' }],
        put: { responses: { '404': { $ref: '#/responses/Gone' } } },
      },
    },
    {
      parameters: {
        id: { name: 'id', in: 'path', required: true, type: 'integer' },
        pet: { name: 'pet', in: 'body', schema: { type: 'object' } },
      },
      responses: { Gone: { description: 'gone', schema: { type: 'object', required: ['why'] } } },
      produces: ['application/json'],
    },
  );
  expect(operation.parameters).toMatchObject([{ name: 'id', place: 'path', schema: { type: 'integer' } }]);
  expect(operation.body?.content).toHaveLength(1);
  expect(contract.clauses.get('old-v1/response:Gone/why/required')?.at).toBe(
    'specs/old/v1.openapi.json#/responses/Gone/schema',
  );
  expect(contract.findings).toEqual([]);
});

test('security definitions are schemes of OpenAPI 3', async () => {
  const { operation } = await read(
    { '/a': { get: { security: [{ basic: [] }, { key: [], oauth: ['read'] }], responses: ok } } },
    {
      securityDefinitions: {
        basic: { type: 'basic' },
        key: { type: 'apiKey', in: 'query', name: 'k' },
        oauth: { type: 'oauth2', flow: 'application', tokenUrl: 'https://a.example/t', scopes: { read: 'reads' } },
      },
    },
  );
  expect(operation.security.map((needs) => needs.map(({ scheme }) => scheme))).toMatchObject([
    [{ type: 'http', scheme: 'basic' }],
    [
      { type: 'apiKey', in: 'query', parameter: 'k' },
      { type: 'oauth2', flows: [{ grant: 'clientCredentials' }] },
    ],
  ]);
});

test('a flaw is reported with its place in the published document', async () => {
  const { contract } = await read(
    { '/a': { get: { responses: { '200': { description: 'a', schema: { $ref: '#/definitions/Gone' } } } } } },
    {
      definitions: { Pet: { type: 'strng' } },
    },
  );
  expect(contract.findings.map(({ rule, at }) => `${rule} ${at}`).toSorted((a, b) => (a < b ? -1 : 1))).toEqual([
    'dangling-reference specs/old/v1.openapi.json#/paths/~1a/get/responses/200/schema/$ref',
    'wrong-schema specs/old/v1.openapi.json#/definitions/Pet/type',
  ]);
});
