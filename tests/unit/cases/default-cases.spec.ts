/** The cases of a document without a profile: none demands what the document does not say, and each sends what its title says. */
import { expect, test } from '@playwright/test';
import { casesOf } from '../../../helpers/cases/index.ts';
import { validPlan } from '../../../helpers/cases/plan.ts';
import type { Case } from '../../../helpers/cases/types.ts';
import { bytesOf } from '../../../helpers/client/body.ts';
import { targetOf } from '../../../helpers/client/target.ts';
import type { Operation, RequestPlan } from '../../../helpers/contract/types.ts';
import { tinyOperation, type Tiny } from '../contract/tiny.ts';

type Part = Readonly<Record<string, unknown>>;
const answered = (...statuses: readonly string[]) =>
  Object.fromEntries(statuses.map((status) => [status, { description: status }]));

interface Sent {
  readonly title: string;
  readonly statuses: readonly string[];
  readonly plan: RequestPlan;
  /** Path and query, decoded. */
  readonly target: string;
  readonly body: string | undefined;
  readonly each: Case;
}

/** The cases of the one operation by the end of their ids. */
async function casesOfTiny(parts: Tiny): Promise<ReadonlyMap<string, Sent>> {
  const operation = await tinyOperation(parts);
  const valid = validPlan(operation, { parameter: () => undefined, body: () => undefined });
  expect(valid.gaps).toBeUndefined();
  return new Map(
    casesOf(operation).map((each) => {
      const plan = each.edit(valid, { unknown: (_name, _operation, like) => `${like}-unknown` });
      return [each.id.slice(operation.id.length + 1), sent(operation, each, plan)];
    }),
  );
}

const sent = (operation: Operation, each: Case, plan: RequestPlan): Sent => ({
  title: each.title,
  statuses: each.expect.statuses,
  plan,
  target: decodeURIComponent(targetOf(operation, plan)),
  body: bytesOf(plan.body)?.bytes.toString(),
  each,
});

const ids = (cases: ReadonlyMap<string, unknown>, begin: string): string[] =>
  [...cases.keys()].filter((id) => id.startsWith(begin));
const get = (...parameters: readonly Part[]): Tiny => ({
  path: '/a',
  operation: { parameters, responses: answered('200', '400') },
});
const post = (schema: Part, more: Part = {}, type = 'application/json', openapi = '3.0.3'): Tiny => ({
  openapi,
  path: '/a',
  method: 'post',
  operation: {
    parameters: [],
    responses: answered('201', '400', '404'),
    requestBody: { required: true, content: { [type]: { schema } } },
    ...more,
  },
});

for (const name of ['Authorization', 'accept', 'Content-Type'])
  test(`a header parameter ${name} has no cases: it "SHALL be ignored"`, async () => {
    const header = { name, in: 'header', required: true, schema: { type: 'string', minLength: 3 } };
    expect(ids(await casesOfTiny(get(header)), 'parameters/')).toEqual([]);
  });

test('null must be rejected only where the schema rejects it', async () => {
  const properties = {
    nick: { anyOf: [{ type: 'string' }, { type: 'null' }] },
    any: {},
    state: { enum: ['a', null] },
    n: { oneOf: [{ type: 'null' }, { type: 'integer' }] },
    list: { type: ['array', 'null'], items: {} },
    ref: { $ref: '#/components/schemas/MayBeNull' },
    text: { type: 'string' },
    inner: { allOf: [{ type: 'object' }] },
  };
  const tiny = {
    ...post({ type: 'object', properties }, {}, 'application/json', '3.1.0'),
    schemas: { MayBeNull: { type: ['string', 'null'] } },
  };
  const cases = await casesOfTiny(tiny);
  const demanded = Object.keys(properties).filter((name) => cases.has(`body/${name}/null`));
  expect(demanded).toEqual(['text', 'inner']);
});

test('nullable of OpenAPI 3.0 accepts null, and a body that may be null is sent as another type', async () => {
  const cases = await casesOfTiny(
    post({ type: 'object', nullable: true, properties: { a: { type: 'string', nullable: true } } }),
  );
  expect(cases.has('body/a/null')).toBe(false);
  expect(cases.get('body/other-type')?.body).toBe('"conformance"');
});

test('a schema that accepts any JSON has no case about types', async () => {
  expect((await casesOfTiny(post({}))).has('body/other-type')).toBe(false);
});

const texts = { a: { type: 'string' }, b: { type: 'string' } };
const emptyObjects = [
  ['two properties are required', { type: 'object', properties: texts, required: ['a', 'b'] }, '{}'],
  [
    'both parts of an allOf require one',
    {
      allOf: [
        { properties: texts, required: ['a'] },
        { type: 'object', required: ['b'] },
      ],
    },
    '{}',
  ],
  ['one property is required: its own case says it', { type: 'object', properties: texts, required: ['a'] }, undefined],
  ['nothing is required', { type: 'object', properties: texts }, undefined],
  ['the body is a list', { type: 'array', items: { type: 'object', required: ['a', 'b'] } }, undefined],
] as const;
for (const [when, schema, body] of emptyObjects)
  test(`${body === undefined ? 'no object' : 'an object'} without properties is sent where ${when}`, async () => {
    const found = (await casesOfTiny(post(schema))).get('body/no-properties');
    expect(found?.body).toBe(body);
    if (found)
      expect([found.title, found.statuses]).toEqual(['MUST reject an object without properties', ['400', '4XX']]);
  });

test('403 as the documented rejection of a missing credential is accepted', async () => {
  const tiny: Tiny = {
    path: '/a',
    operation: { security: [{ k: [] }], responses: answered('200', '403') },
    more: { components: { securitySchemes: { k: { type: 'http', scheme: 'bearer' } } } },
  };
  expect((await casesOfTiny(tiny)).get('security/absent')?.statuses).toEqual(['403', '4XX', '3XX']);
});

test('a PUT that may create need not reject an unknown id', async () => {
  const key = { name: 'key', in: 'path', required: true, schema: { type: 'string' } };
  const tiny: Tiny = {
    path: '/kv/{key}',
    method: 'put',
    operation: { parameters: [key], responses: answered('200', '201', '400', '404') },
  };
  const cases = await casesOfTiny(tiny);
  for (const [id, { title }] of cases) if (id.startsWith('parameters/')) expect(title, id).toMatch(/^INFO/);
});

test('reading an unknown id conforms with each rejection and with an empty list; a body warns', async () => {
  const unknown = (await casesOfTiny({ operation: { responses: answered('200') } })).get('parameters/thingId/unknown');
  expect([unknown?.title, unknown?.statuses, unknown?.each.expect.orEmptyList]).toEqual([
    'SHOULD reject an unknown thingId (any 4xx)',
    ['4XX'],
    true,
  ]);
});

for (const [path, parameter, isJudged] of [
  ['/books/{bookId}', 'bookId', true],
  ['/pets/{pet}', 'pet', true],
  ['/users/{username}', 'username', true],
  ['/base64/{value}', 'value', false],
  ['/echo/{text}', 'text', false],
  ['/anything/{anything}', undefined, false],
] as const)
  test(`where no 404 is documented, a read of ${path} ${isJudged ? 'should' : 'need not'} reject what is unknown`, async () => {
    const schema = { type: 'string' };
    const parameters = parameter === undefined ? [] : [{ name: parameter, in: 'path', required: true, schema }];
    const cases = await casesOfTiny({ path, operation: { parameters, responses: answered('200') } });
    const titles = [...cases]
      .filter(([id]) => /parameters\/.*\/(?:unknown|long|nul)$/.test(id))
      .map(([, { title }]) => title);
    expect(titles).toHaveLength(3);
    for (const title of titles) expect(title).toMatch(isJudged ? /^SHOULD/ : /^INFO/);
  });

for (const [what, schema] of [
  ['an enum', { type: 'string', enum: ['a', 'b'] }],
  ['a date', { type: 'string', format: 'date' }],
  ['a boolean', { type: 'boolean' }],
  ['a small number', { type: 'integer', minimum: 1, maximum: 12 }],
] as const)
  test(`a path parameter that is ${what} names no resource`, async () => {
    const p = { name: 'p', in: 'path', required: true, schema };
    const cases = await casesOfTiny({
      path: '/a/{p}',
      operation: { parameters: [p], responses: answered('200', '404') },
    });
    expect(cases.has('parameters/p/unknown')).toBe(false);
  });

for (const [what, content, expected] of [
  ['JSON', { 'application/json': {} }, 'application/xml'],
  ['JSON and XML', { 'application/json': {}, 'application/xml': {} }, 'text/csv'],
  ['JSON, and XML in a range', { 'application/json': {}, 'application/*': {} }, 'text/csv'],
  ['anything', { '*/*': {} }, undefined],
] as const)
  test(`where ${what} is documented, ${expected ?? 'nothing'} is the other media type`, async () => {
    const withSchema = Object.fromEntries(Object.keys(content).map((type) => [type, { schema: { type: 'object' } }]));
    const tiny = {
      ...post({}),
      operation: { parameters: [], responses: answered('200'), requestBody: { required: true, content: withSchema } },
    };
    const body = (await casesOfTiny(tiny)).get('body/media-type')?.plan.body;
    expect(body?.kind === 'raw' ? body.contentType : undefined).toBe(expected);
  });

for (const type of ['application/vnd.api+json', 'application/merge-patch+json'])
  test(`broken JSON is sent as ${type}`, async () => {
    const body = (await casesOfTiny(post({ type: 'object' }, {}, type))).get('body/json')?.plan.body;
    expect(body).toMatchObject({ kind: 'raw', contentType: type });
  });

test('an optional body is made for the cases about its properties', async () => {
  const schema = { type: 'object', required: ['a', 'b'], properties: { a: { enum: [1] }, b: { type: 'string' } } };
  const requestBody = { content: { 'application/json': { schema } } };
  const cases = await casesOfTiny(post(schema, { requestBody }));
  expect(cases.get('body/b/required')?.body).toBe('{"a":1}');
  expect(cases.has('body/required'), 'a request without a body is valid').toBe(false);
  expect(cases.get('body/json')?.title, 'and one that cannot be read may be ignored').toMatch(/^SHOULD/);
});

test('properties of allOf have cases, those of one branch and those that are readOnly have none', async () => {
  const schema = {
    allOf: [
      { $ref: '#/components/schemas/Base' },
      { type: 'object', required: ['own'], properties: { own: { type: 'string' } } },
    ],
    anyOf: [{ properties: { branch: { type: 'string' } } }, {}],
  };
  const Base = {
    type: 'object',
    required: ['base', 'id'],
    properties: { base: { type: 'integer' }, id: { type: 'string', readOnly: true } },
  };
  const operation = await tinyOperation({ ...post(schema), schemas: { Base } });
  const found = casesOf(operation).map(({ id }) => id.slice(operation.id.length + 1));
  expect(found).toEqual(expect.arrayContaining(['body/base/required', 'body/base/type', 'body/own/required']));
  expect(found.filter((id) => /^body\/(?:branch|id)\//.test(id))).toEqual([]);
});

test('an urlencoded body has the cases of a JSON one, and sends forms', async () => {
  const schema = {
    type: 'object',
    required: ['n', 's'],
    properties: { n: { type: 'integer', minimum: 1 }, s: { enum: ['x'] }, t: { type: 'string' } },
  };
  const cases = await casesOfTiny(post(schema, {}, 'application/x-www-form-urlencoded'));
  expect(cases.get('body/n/required')?.body).toBe('s=x');
  expect(cases.get('body/n/type')?.body).toBe('s=x&n=text');
  expect(cases.get('body/n/minimum')?.body).toBe('s=x&n=0');
  expect(cases.get('body/s/enum')?.body).toBe('n=1&s=conformance-none-of-these');
  expect(ids(cases, 'body/t'), 'every text of a form is a string').toEqual([]);
  expect([cases.has('body/json'), cases.has('body/n/null')]).toEqual([false, false]);
});

test('each required part of a form is left out once', async () => {
  const properties = { a: { type: 'string' }, file: { type: 'string', format: 'binary' }, free: { type: 'string' } };
  const cases = await casesOfTiny(
    post({ type: 'object', required: ['a', 'file'], properties }, {}, 'multipart/form-data'),
  );
  const parts = (id: string) => {
    const body = cases.get(id)?.plan.body;
    return body?.kind === 'multipart' ? body.parts.map(({ name }) => name) : [];
  };
  expect(parts('body/a/required')).toEqual(['file']);
  expect(parts('body/file/required')).toEqual(['a']);
  expect(cases.has('body/free/required')).toBe(false);
});

test('values outside the schema on parameters of every place and style', async () => {
  const cases = await casesOfTiny(
    get(
      { name: 'ids', in: 'query', explode: false, schema: { type: 'array', maxItems: 2, items: { type: 'integer' } } },
      {
        name: 'f',
        in: 'query',
        style: 'deepObject',
        explode: true,
        schema: { type: 'object', properties: { n: { type: 'integer', maximum: 3 } } },
      },
      { name: 'sid', in: 'cookie', schema: { type: 'string', minLength: 4 } },
      { name: 'X-N', in: 'header', schema: { type: 'integer' } },
      { name: 'big', in: 'query', schema: { type: 'integer', format: 'int64', maximum: 2 ** 63 } },
    ),
  );
  expect(cases.get('parameters/ids/items-type')?.target).toBe('/a?ids=text');
  expect(cases.get('parameters/ids/maxItems')?.target).toBe('/a?ids=1,1,1');
  expect(cases.get('parameters/f/n-maximum')?.target).toBe('/a?f[n]=4');
  expect(cases.get('parameters/sid/minLength')?.plan.cookies).toEqual([['sid', 'aaa']]);
  expect(cases.get('parameters/X-N/type')?.plan.headers).toEqual([['X-N', 'text']]);
  expect(ids(cases, 'parameters/big'), 'no integer that JavaScript cannot write').toEqual(['parameters/big/type']);
});

test('a required list or object is left out whole', async () => {
  const ids2 = { name: 'ids', in: 'query', required: true, schema: { type: 'array', items: { type: 'integer' } } };
  const filter = {
    name: 'f',
    in: 'query',
    required: true,
    schema: { type: 'object', required: ['a'], properties: { a: { enum: [1] } } },
  };
  const cases = await casesOfTiny(get(ids2, filter));
  expect(cases.get('parameters/ids/required')?.target).toBe('/a?a=1');
  expect(cases.get('parameters/f/required')?.target).toBe('/a?ids=1');
  expect(cases.has('parameters/ids/repeated'), 'a list may be given twice').toBe(false);
});

test('an empty string must be rejected only where the schema rejects it', async () => {
  const q = (name: string, schema: Part) => ({ name, in: 'query', required: true, schema });
  const cases = await casesOfTiny(get(q('free', { type: 'string' }), q('filled', { type: 'string', minLength: 1 })));
  expect([cases.has('parameters/free/empty'), cases.has('parameters/filled/empty')]).toEqual([false, true]);
});

test('a page size above its maximum is only recorded, another number warns', async () => {
  const q = (name: string) => ({ name, in: 'query', schema: { type: 'integer', maximum: 100 } });
  const cases = await casesOfTiny(get(q('per_page'), q('year')));
  expect(cases.get('parameters/per_page/maximum')?.title).toMatch(/^INFO/);
  expect(cases.get('parameters/year/maximum')?.title).toMatch(/^SHOULD/);
});

test('two parameters of one name have cases each, told apart by their place', async () => {
  const p = (place: string) => ({ name: 'id', in: place, required: true, schema: { type: 'integer' } });
  const cases = await casesOfTiny({
    path: '/a/{id}',
    operation: { parameters: [p('path'), p('query')], responses: answered('200') },
  });
  expect([cases.has('parameters/path:id/type'), cases.has('parameters/query:id/type')]).toEqual([true, true]);
});

const withScheme = (...schemes: readonly Part[]): Tiny => ({
  path: '/a',
  operation: { security: schemes.map((_, index) => ({ [`s${index}`]: [] })), responses: answered('200', '401') },
  more: { components: { securitySchemes: Object.fromEntries(schemes.map((each, index) => [`s${index}`, each])) } },
});
const keys = ['absent', 'empty', 'unknown', 'cut', 'extended', 'altered', 'altered-inside', 'recased'];
const bearers = [...keys, 'jwt', 'unknown-scheme', 'wrong-scheme', 'no-scheme'];
for (const [what, schemes, expected] of [
  ['a key in a header', [{ type: 'apiKey', in: 'header', name: 'X-Key' }], keys],
  ['a key in a query', [{ type: 'apiKey', in: 'query', name: 'key' }], keys],
  ['a key in a cookie', [{ type: 'apiKey', in: 'cookie', name: 'key' }], keys],
  ['a bearer token', [{ type: 'http', scheme: 'Bearer' }], bearers],
  ['OAuth', [{ type: 'oauth2', flows: {} }], bearers],
  [
    'Basic',
    [{ type: 'http', scheme: 'basic' }],
    ['absent', 'empty', 'unknown', 'cut', 'extended', 'altered', 'recased', 'unknown-scheme'],
  ],
  ['Digest', [{ type: 'http', scheme: 'digest' }], ['absent']],
  [
    'a key or a token',
    [
      { type: 'apiKey', in: 'header', name: 'X-Key' },
      { type: 'http', scheme: 'bearer' },
    ],
    keys,
  ],
] as const)
  test(`the bad credentials of ${what} are those that its scheme has`, async () => {
    const operation = await tinyOperation(withScheme(...schemes));
    const found = casesOf(operation).map(({ id }) => id.slice(operation.id.length + 1));
    expect(found.filter((id) => id.startsWith('security/'))).toEqual(expected.map((id) => `security/${id}`));
  });

test('a case with a fault says so in its request, one that is valid does not', async () => {
  for (const { each, plan } of (
    await casesOfTiny(post({ type: 'object', required: ['a'], properties: { a: {} } }))
  ).values())
    expect(plan.faulty === true, each.id).toBe(each.assumed === 'rejected');
});

test('an undocumented method is only recorded', async () => {
  expect((await casesOfTiny(get())).get('methods/put')?.title).toBe(
    'INFO how PUT is answered, which the path does not document',
  );
});

test('a malformed id may be answered by a redirect to the normalized URL', async () => {
  const cases = await casesOfTiny({ operation: { responses: answered('200', '404') } });
  expect(cases.get('parameters/thingId/traversal')?.statuses).toEqual(['4XX', '3XX']);
});

test('an odd id may be answered with an empty list, as an unknown one', async () => {
  const cases = await casesOfTiny({ operation: { responses: answered('200', '404') } });
  for (const rule of ['unknown', 'long', 'nul', 'traversal'])
    expect(cases.get(`parameters/thingId/${rule}`)?.each.expect.orEmptyList, rule).toBe(true);
});
