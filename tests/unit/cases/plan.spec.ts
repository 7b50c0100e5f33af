/** The valid request: where each value comes from, how it is written, and that it is valid by the document. */
import { expect, test } from '@playwright/test';
import { validPlan } from '../../../helpers/cases/plan.ts';
import { bytesOf } from '../../../helpers/client/body.ts';
import { targetOf } from '../../../helpers/client/target.ts';
import type { Json, Operation, RequestPlan } from '../../../helpers/contract/types.ts';
import { tinyOperation, type Tiny } from '../contract/tiny.ts';

const nothing = { parameter: () => undefined, body: () => undefined };
const ok = { '200': { description: 'ok' } };
type Part = Readonly<Record<string, unknown>>;

const planOf = async (parts: Tiny): Promise<{ operation: Operation; plan: RequestPlan }> => {
  const operation = await tinyOperation(parts);
  return { operation, plan: validPlan(operation, nothing) };
};
const get = (path: string, ...parameters: readonly Part[]): Tiny => ({
  path,
  operation: { parameters, responses: ok },
});
const target = async (path: string, parameter: Part, openapi = '3.0.3'): Promise<string> => {
  const { operation, plan } = await planOf({ ...get(path, { required: true, ...parameter }), openapi });
  expect(plan.gaps).toBeUndefined();
  return decodeURIComponent(targetOf(operation, plan));
};

const two = { type: 'array', minItems: 2, maxItems: 2, items: { type: 'string', enum: ['a'] } };
const filter = { type: 'object', required: ['a'], properties: { a: { enum: ['x'] }, b: { type: 'string' } } };
const written: readonly (readonly [what: string, path: string, parameter: Part, target: string])[] = [
  ['a list in a query', '/a', { name: 'ids', in: 'query', schema: two }, '/a?ids=a&ids=a'],
  ['a list with commas', '/a', { name: 'ids', in: 'query', explode: false, schema: two }, '/a?ids=a,a'],
  [
    'a list with pipes',
    '/a',
    { name: 'i', in: 'query', style: 'pipeDelimited', explode: false, schema: two },
    '/a?i=a|a',
  ],
  ['a deep object', '/a', { name: 'f', in: 'query', style: 'deepObject', explode: true, schema: filter }, '/a?f[a]=x'],
  ['an object in a query', '/a', { name: 'f', in: 'query', schema: filter }, '/a?a=x'],
  ['a list in a path', '/a/{ids}', { name: 'ids', in: 'path', schema: two }, '/a/a,a'],
  ['a label', '/a/{ids}', { name: 'ids', in: 'path', style: 'label', explode: true, schema: two }, '/a/.a.a'],
  ['a name of JavaScript', '/a/{__proto__}', { name: '__proto__', in: 'path', schema: { enum: ['x'] } }, '/a/x'],
  ['a matrix', '/a/{ids}', { name: 'ids', in: 'path', style: 'matrix', schema: two }, '/a/;ids=a,a'],
  [
    'JSON in a query',
    '/a',
    { name: 'f', in: 'query', content: { 'application/json': { schema: filter } } },
    '/a?f={"a":"x"}',
  ],
  [
    'a list that may be empty',
    '/a',
    { name: 'ids', in: 'query', schema: { type: 'array', items: { enum: ['a'] } } },
    '/a?ids=a',
  ],
];
for (const [what, path, parameter, expected] of written)
  test(`${what} is written ${expected}`, async () => {
    expect(await target(path, parameter)).toBe(expected);
  });

test('headers and cookies are written by their schema too', async () => {
  const { plan } = await planOf(
    get(
      '/a',
      { name: 'X-Ids', in: 'header', required: true, schema: two },
      { name: 'session', in: 'cookie', required: true, schema: { type: 'string', enum: ['a b'] } },
    ),
  );
  expect(plan.headers).toEqual([['X-Ids', 'a,a']]);
  expect(plan.cookies).toEqual([['session', 'a%20b']]);
});

test('a name in the path that no parameter declares gets a value', async () => {
  expect(await target('/a/{b}/{c}', { name: 'b', in: 'path', schema: { type: 'integer' } })).toBe('/a/1/conformance-c');
});

const query = (schema: Part, more: Part = {}): Part => ({ name: 'p', in: 'query', schema, ...more });
const schemas = { Currency: { type: 'string', enum: ['EUR', 'USD'] }, Id: { type: 'string', format: 'uuid' } };
const values: readonly (readonly [what: string, parameter: Part, value: RegExp, origin: string, openapi?: string])[] = [
  ['allOf of an enum', query({ allOf: [{ $ref: '#/components/schemas/Currency' }] }), /^(EUR|USD)$/, 'enum'],
  ['integer or null', query({ anyOf: [{ type: 'integer' }, { type: 'null' }] }), /^-?\d+$/, 'generated', '3.1.0'],
  ['a list of types', query({ type: ['null', 'boolean'] }), /^true|false$/, 'generated', '3.1.0'],
  ['at most 5 characters', query({ type: 'string', maxLength: 5 }), /^.{1,5}$/, 'generated'],
  ['at least 30 characters', query({ type: 'string', minLength: 30 }), /^.{30,}$/, 'generated'],
  ['a pattern', query({ type: 'string', pattern: '^[A-Z]{2}-\\d{4}$' }), /^[A-Z]{2}-\d{4}$/, 'generated'],
  [
    'a pattern with a length',
    query({ type: 'string', pattern: '^[a-z]+$', minLength: 40 }),
    /^[a-z]{40,}$/,
    'generated',
  ],
  ['a format behind a $ref', query({ $ref: '#/components/schemas/Id' }), /^[0-9a-f-]{36}$/, 'generated'],
  ['bounds of two schemas', query({ allOf: [{ type: 'integer', minimum: 5 }, { maximum: 5 }] }), /^5$/, 'generated'],
  ['a multiple', query({ type: 'integer', minimum: 11, multipleOf: 7 }), /^14$/, 'generated'],
  ['an excluded bound', query({ type: 'integer', minimum: 0, exclusiveMinimum: true, maximum: 1 }), /^1$/, 'generated'],
  ['int64 at its end', query({ type: 'integer', format: 'int64', maximum: 2 ** 63 }), /^\d{1,15}$/, 'generated'],
  ['example of the parameter', query({ type: 'string' }, { example: 'AB-12' }), /^AB-12$/, 'example'],
  [
    'the first of its examples',
    query({ type: 'string' }, { examples: { a: { value: 'one' }, b: { value: 'two' } } }),
    /^one$/,
    'example',
  ],
  ['example of the schema', query({ type: 'string', example: 'S-1' }), /^S-1$/, 'example'],
  ['an example that is text for a number', query({ type: 'integer' }, { example: '12' }), /^12$/, 'example'],
  [
    'an example that is invalid',
    query({ type: 'string', maxLength: 3 }, { example: 'too long' }),
    /^.{1,3}$/,
    'generated',
  ],
  ['a default', query({ type: 'integer', default: 25 }), /^25$/, 'default'],
  ['an example before a default', query({ type: 'integer', default: 25, example: 7 }), /^7$/, 'example'],
  ['const', query({ const: 'v2' }), /^v2$/, 'enum', '3.1.0'],
  [
    'a list of an enum',
    query({ type: 'array', minItems: 1, items: { $ref: '#/components/schemas/Currency' } }),
    /^(EUR|USD)$/,
    'generated',
  ],
];
for (const [what, parameter, value, origin, openapi = '3.0.3'] of values)
  test(`${what}: the value is valid and comes from ${origin}`, async () => {
    const { plan } = await planOf({ ...get('/a', { required: true, ...parameter }), schemas, openapi });
    expect(plan.query[0]?.[1]).toMatch(value);
    expect(plan.origins).toEqual({ 'query.p': origin });
  });

test('configured values come first and are sent unchanged, then values of earlier responses', async () => {
  const operation = await tinyOperation(get('/a', { required: true, ...query({ type: 'integer' }, { example: 5 }) }));
  const configured = validPlan(operation, { ...nothing, parameter: () => 'nte_1', answer: () => 'other' });
  expect([configured.query, configured.origins]).toEqual([[['p', 'nte_1']], { 'query.p': 'profile' }]);
  const answered = validPlan(operation, { ...nothing, answer: () => 42 });
  expect([answered.query, answered.origins]).toEqual([[['p', '42']], { 'query.p': 'answer' }]);
});

for (const [what, schema] of [
  ['bounds that no value meets', { allOf: [{ type: 'integer', minimum: 5 }, { maximum: 4 }] }],
  ['a length that no text of its enum has', { type: 'string', enum: ['abc'], maxLength: 2 }],
  ['what may not be and must be', { type: 'object', required: ['a'], additionalProperties: false }],
] as const)
  test(`${what}: no value is invented, and the gap is reported`, async () => {
    const { plan } = await planOf(get('/a', { required: true, ...query(schema) }));
    expect(plan.query).toEqual([]);
    expect(plan.gaps).toMatchObject([{ place: 'query.p' }]);
  });

for (const name of ['Authorization', 'Accept', 'Content-Type', 'accept'])
  test(`a header parameter ${name} is not sent: it "SHALL be ignored"`, async () => {
    const header = { name, in: 'header', required: true, schema: { type: 'string' } };
    const { plan } = await planOf(get('/a', header));
    expect([plan.headers, plan.gaps]).toEqual([[], undefined]);
  });

for (const place of ['header', 'query', 'cookie'])
  test(`a key in a ${place} is the credential's to send, even where it is a parameter too`, async () => {
    const key = { type: 'apiKey', in: place, name: 'X-Key' };
    const { plan } = await planOf({
      ...get('/a', { name: 'x-key', in: place, required: true, schema: { type: 'string' } }),
      more: { components: { securitySchemes: { key } }, security: [{ key: [] }] },
    });
    expect([plan.headers, plan.query, plan.cookies, plan.credentials]).toEqual([[], [], undefined, 'valid']);
  });

test('a credential is sent unless the document says that none is needed', async () => {
  const credentials = async (parts: Tiny) => (await planOf({ ...get('/a'), ...parts })).plan.credentials;
  expect(await credentials({})).toBe('valid');
  expect(await credentials({ more: { security: [] } })).toBe('none');
  expect(await credentials({ operation: { security: [], responses: ok } })).toBe('none');
});

const send = (content: Part, more: Part = {}, openapi = '3.0.3'): Tiny => ({
  openapi,
  path: '/a',
  method: 'post',
  operation: { parameters: [], responses: ok, requestBody: { required: true, content, ...more } },
});
const bodyOf = async (tiny: Tiny) => {
  const { plan } = await planOf(tiny);
  expect(plan.gaps).toBeUndefined();
  const encoded = bytesOf(plan.body);
  return { type: encoded?.contentType, text: encoded?.bytes.toString(), plan };
};
const a = { schema: { type: 'object', required: ['a'], properties: { a: { type: 'string', maxLength: 11 } } } };

for (const type of [
  'application/json',
  'application/vnd.api+json',
  'application/merge-patch+json',
  'application/json; charset=utf-8',
])
  test(`a body goes out as ${type}, the key of content`, async () => {
    expect(await bodyOf(send({ [type]: a }))).toMatchObject({ type, text: '{"a":"conformance"}' });
  });

const pet = {
  type: 'object',
  xml: { name: 'pet', prefix: 'p', namespace: 'urn:p' },
  required: ['id', 'names', 'tags', 'size'],
  properties: {
    id: { type: 'integer', xml: { attribute: true } },
    names: {
      type: 'array',
      xml: { name: 'names', wrapped: true },
      items: { type: 'string', enum: ['<a>'], xml: { name: 'name' } },
    },
    // The name of a list that is not wrapped is ignored.
    tags: { type: 'array', xml: { name: 'ignored' }, items: { type: 'string', xml: { name: 'tag' } } },
    size: {
      allOf: [{ type: 'object', required: ['width'], properties: { width: { type: 'integer', xml: { name: 'w' } } } }],
    },
  },
};

for (const [what, content, type, text] of [
  ['JSON beside XML', { 'application/xml': a, 'application/json': a }, 'application/json', '{"a":"conformance"}'],
  ['a range', { '*/*': a }, 'application/json', '{"a":"conformance"}'],
  ['a form', { 'application/x-www-form-urlencoded': a }, 'application/x-www-form-urlencoded', 'a=conformance'],
  ['text', { 'text/plain': { schema: { type: 'string', minLength: 1 } } }, 'text/plain', 'conformance'],
  ['text by example', { 'text/csv': { schema: { type: 'string' }, example: 'a;b' } }, 'text/csv', 'a;b'],
  [
    'XML by its hints',
    { 'application/xml': { schema: pet } },
    'application/xml',
    '<?xml version="1.0" encoding="UTF-8"?>\n<p:pet xmlns:p="urn:p" id="1"><names><name>&lt;a&gt;</name></names><tag>conformance-tags</tag><size><w>1</w></size></p:pet>',
  ],
  ['XML by example', { 'application/xml': { schema: {}, example: '<a/>' } }, 'application/xml', '<a/>'],
  [
    'bytes',
    { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } },
    'application/octet-stream',
    'conformance\n',
  ],
] as const)
  test(`the body of ${what} is sent as ${type}`, async () => {
    expect(await bodyOf(send(content))).toMatchObject({ type, text });
  });

test('an image is a real one', async () => {
  const { type, plan } = await bodyOf(send({ 'image/png': { schema: { type: 'string', format: 'binary' } } }));
  expect(type).toBe('image/png');
  expect(bytesOf(plan.body)?.bytes.subarray(1, 4).toString()).toBe('PNG');
});

for (const [what, schema, text] of [
  [
    'the texts and numbers of a schema that requires nothing',
    { properties: { a: { type: 'string' }, n: { type: 'integer' } } },
    '{"a":"conformance-a","n":1}',
  ],
  ['a listed value', { properties: { kind: { type: 'string', enum: ['x'] } } }, '{"kind":"x"}'],
  [
    'no switch, and nothing that leads elsewhere or reaches a person',
    {
      properties: {
        force: { type: 'boolean' },
        ownerId: { type: 'string' },
        callbackUrl: { type: 'string' },
        contact: { type: 'string', format: 'email' },
      },
    },
    '{}',
  ],
  ['nothing that only answers have', { properties: { a: { type: 'string', readOnly: true } } }, '{}'],
  ['an empty object where there may be no property', { maxProperties: 0, properties: { a: { type: 'string' } } }, '{}'],
  ['the example', { example: {}, properties: { a: { type: 'string' } } }, '{}'],
  [
    'what is required alone',
    { required: ['b'], properties: { a: { type: 'string' }, b: { type: 'integer' } } },
    '{"b":1}',
  ],
] as const)
  test(`a generated body has ${what}`, async () => {
    expect(await bodyOf(send({ 'application/json': { schema: { type: 'object', ...schema } } }))).toMatchObject({
      text,
    });
  });

test('XML without schema and example is not generated', async () => {
  const { plan } = await planOf(send({ 'application/xml': {} }));
  expect(plan.gaps).toMatchObject([{ place: 'body' }]);
});

test('the parts of a form have the types of their properties', async () => {
  const schema = {
    type: 'object',
    required: ['name', 'meta', 'photo', 'doc', 'tags'],
    properties: {
      name: { type: 'string', enum: ['n'] },
      meta: { type: 'object', required: ['a'], properties: { a: { enum: [1] } } },
      photo: { type: 'string', format: 'binary' },
      doc: { type: 'string', format: 'binary' },
      tags: { type: 'array', minItems: 2, items: { enum: ['t'] } },
      free: { type: 'string' },
    },
  };
  const encoding = { photo: { contentType: 'image/*' }, meta: { contentType: 'application/vnd.a+json' } };
  const { plan } = await bodyOf(send({ 'multipart/form-data': { schema, encoding } }));
  const parts = plan.body.kind === 'multipart' ? plan.body.parts : [];
  expect(parts.map(({ name, fileName, contentType }) => [name, fileName, contentType])).toEqual([
    ['name', undefined, undefined],
    ['meta', undefined, 'application/vnd.a+json'],
    ['photo', 'conformance.png', 'image/png'],
    ['doc', 'conformance.bin', 'application/octet-stream'],
    ['tags', undefined, undefined],
    ['tags', undefined, undefined],
  ]);
});

test('readOnly properties are left out, of what is made and of examples', async () => {
  const properties = { id: { type: 'string', readOnly: true }, name: { type: 'string' } };
  const json = (more: Part) =>
    send({ 'application/json': { schema: { type: 'object', required: ['name'], properties }, ...more } });
  expect((await bodyOf(json({}))).text).toBe('{"name":"conformance-name"}');
  expect((await bodyOf(json({ example: { id: '1', name: 'x' } }))).text).toBe('{"name":"x"}');
});

test('a body that is not required is not sent', async () => {
  expect((await planOf(send({ 'application/json': a }, { required: false }))).plan.body).toEqual({ kind: 'none' });
});

test('an example of the media type is the body, and says so', async () => {
  const { plan, text } = await bodyOf(
    send({ 'application/json': { ...a, examples: { one: { value: { a: 'shown' } } } } }),
  );
  expect([text, plan.origins]).toEqual(['{"a":"shown"}', { body: 'example' }]);
});

const recursive: readonly (readonly [what: string, thing: Part, value: Json])[] = [
  [
    'refers to itself where it need not',
    { type: 'object', required: ['a'], properties: { a: { enum: [1] }, next: { $ref: '#/components/schemas/Thing' } } },
    { a: 1 },
  ],
  [
    'is a list of itself',
    {
      type: 'object',
      required: ['all'],
      properties: { all: { type: 'array', items: { $ref: '#/components/schemas/Thing' } } },
    },
    { all: [{ all: [] }] },
  ],
  [
    'chooses itself or an end',
    {
      oneOf: [
        { type: 'object', required: ['not'], properties: { not: { $ref: '#/components/schemas/Thing' } } },
        { enum: ['end'] },
      ],
    },
    { not: 'end' },
  ],
];
for (const [what, Thing, value] of recursive)
  test(`a schema that ${what} gives a value`, async () => {
    const { text } = await bodyOf({
      ...send({ 'application/json': { schema: { $ref: '#/components/schemas/Thing' } } }),
      schemas: { Thing },
    });
    expect(JSON.parse(text ?? '')).toEqual(value);
  });

test('a schema that requires itself gives no value and terminates', async () => {
  const Thing = { type: 'object', required: ['next'], properties: { next: { $ref: '#/components/schemas/Thing' } } };
  const tiny = {
    ...send({ 'application/json': { schema: { $ref: '#/components/schemas/Thing' } } }),
    schemas: { Thing },
  };
  expect((await planOf(tiny)).plan.gaps).toMatchObject([{ place: 'body' }]);
});

test('a discriminator chooses the branch that it names', async () => {
  const shape = (more: Part) => ({
    type: 'object',
    required: ['kind', ...Object.keys(more)],
    properties: { kind: { type: 'string' }, ...more },
  });
  const tiny: Tiny = {
    ...send({
      'application/json': {
        schema: {
          oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }],
          discriminator: { propertyName: 'kind', mapping: { cat: '#/components/schemas/Cat' } },
        },
      },
    }),
    schemas: { Cat: shape({ lives: { enum: [9] } }), Dog: shape({ barks: { enum: [true] } }) },
  };
  expect(JSON.parse((await bodyOf(tiny)).text ?? '')).toEqual({ kind: 'cat', lives: 9 });
});

for (const [what, content, headers] of [
  ['JSON', { 'application/json': {} }, []],
  ['anything', { '*/*': {} }, []],
  ['CSV', { 'text/csv': {} }, [['Accept', 'text/csv']]],
  ['a JSON type of its own', { 'application/vnd.api+json': {} }, [['Accept', 'application/vnd.api+json']]],
  ['JSON and CSV', { 'application/json': {}, 'text/csv': {} }, []],
  ['nothing', {}, []],
] as const)
  test(`a request for an operation that answers with ${what} accepts it`, async () => {
    const { plan } = await planOf({
      path: '/a',
      operation: { parameters: [], responses: { '200': { description: 'ok', content } } },
    });
    expect(plan.headers).toEqual(headers);
  });
