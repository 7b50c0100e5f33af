/** Answers of any document: which schema judges, what is found, and what nobody may be accused of. */
import { expect, test } from '@playwright/test';
import { checks } from '../../../helpers/checks/index.ts';
import type { Answer, Operation } from '../../../helpers/contract/types.ts';
import { load, tiny, tinyOperation, type Tiny } from '../contract/tiny.ts';

interface Given {
  readonly status?: number;
  readonly type?: string;
  readonly headers?: readonly (readonly [string, string])[];
  /** A text as it is sent, or a value as JSON. */
  readonly body?: unknown;
  readonly method?: string;
}

const answerOf = ({ status = 200, type = 'application/json', headers = [], body, method = 'GET' }: Given): Answer => ({
  status,
  headers: [...(type === '' ? [] : [['content-type', type] as const]), ...headers],
  body: body === undefined ? new Uint8Array() : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
  durationMs: 1,
  method,
  echoes: [],
});

/** What is found wrong, as `CODE place clause`, the clause without its contract. */
const found = (operation: Operation, given: Given): string[] =>
  checks
    .flatMap((check) => [check.evaluate(operation, answerOf(given))].flat())
    .flatMap((outcome) =>
      outcome.kind === 'fail'
        ? [`${outcome.finding.code} ${outcome.finding.at} ${outcome.finding.clause.split('/').slice(1).join('/')}`]
        : [],
    );

const passed = (operation: Operation, given: Given): string[] =>
  checks
    .flatMap((check) => [check.evaluate(operation, answerOf(given))].flat())
    .flatMap((outcome) => (outcome.kind === 'pass' ? [outcome.clause.split('/').slice(1).join('/')] : []));

const of = (thing: unknown, others: object = {}, openapi = '3.1.0') =>
  tinyOperation({ openapi, byComponent: true, schemas: { Thing: thing, ...others } });

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
/** A condition; as text, because an object with a `then` looks like a promise. */
const when = (condition: unknown, consequence: unknown): object =>
  JSON.parse(`{"if":${JSON.stringify(condition)},"then":${JSON.stringify(consequence)}}`) as object;
const Cat = {
  type: 'object',
  required: ['kind', 'lives'],
  properties: { kind: { const: 'cat' }, lives: { type: 'integer' } },
};
const Dog = {
  type: 'object',
  required: ['kind', 'tricks'],
  properties: { kind: { const: 'dog' }, tricks: { type: 'array' } },
};
const Card = { type: 'object', required: ['number', 'holder'], properties: { number: { type: 'string' } } };
const Bank = { type: 'object', required: ['iban', 'bic'], properties: { iban: { type: 'string' } } };

const choices: readonly (readonly [what: string, thing: unknown, others: object, body: unknown, findings: string[]])[] =
  [
    [
      'one finding where all branches fail',
      { oneOf: [ref('Card'), ref('Bank')] },
      { Card, Bank },
      {},
      ['BODY_SCHEMA body schema:Thing/oneOf'],
    ],
    [
      'what all branches lack is named',
      { oneOf: [ref('Card'), { allOf: [ref('Card'), { required: ['iban'] }] }] },
      { Card },
      { number: '1' },
      ['BODY_REQUIRED /holder schema:Thing/oneOf'],
    ],
    [
      'what breaks all branches alike is named',
      { type: 'object', properties: { a: { anyOf: [ref('Card'), { type: 'null' }, { allOf: [ref('Card'), {}] }] } } },
      { Card },
      { a: { number: 1, holder: 'x' } },
      ['BODY_TYPE /a/number schema:Thing/a/anyOf'],
    ],
    [
      'the branch whose tag is there speaks',
      { oneOf: [ref('Cat'), ref('Dog')] },
      { Cat, Dog },
      { kind: 'dog' },
      ['BODY_REQUIRED /tricks schema:Dog/tricks/required'],
    ],
    [
      'the branch of the right type speaks',
      { type: 'object', properties: { a: { anyOf: [ref('Card'), { type: 'null' }] } } },
      { Card },
      { a: { number: 5, holder: 'x' } },
      ['BODY_TYPE /a/number schema:Card/number/type'],
    ],
    [
      'a list of choices',
      { type: 'array', items: { anyOf: [{ type: 'string' }, { type: 'integer' }] } },
      {},
      ['a', 1, true, false],
      ['BODY_SCHEMA /2 schema:Thing/*/anyOf'],
    ],
    [
      'a choice within a choice',
      { anyOf: [{ type: 'string' }, { oneOf: [{ type: 'integer' }, { type: 'boolean' }] }] },
      {},
      null,
      ['BODY_SCHEMA body schema:Thing/anyOf'],
    ],
    [
      'what stands beside a choice is found too',
      { required: ['id'], anyOf: [{ required: ['a'] }, { required: ['b'] }] },
      {},
      {},
      ['BODY_REQUIRED /a schema:Thing/anyOf', 'BODY_REQUIRED /id schema:Thing/id/required'],
    ],
    [
      'more than one branch of oneOf',
      { oneOf: [{ type: 'integer' }, { type: 'number' }] },
      {},
      1,
      ['BODY_SCHEMA body schema:Thing/oneOf'],
    ],
    [
      'more than one branch, of which a discriminator names one',
      {
        oneOf: [ref('A'), ref('B')],
        discriminator: { propertyName: 'type', mapping: { a: '#/components/schemas/A' } },
      },
      { A: { type: 'object' }, B: { type: 'object' } },
      { type: 'a' },
      [],
    ],
    [
      'the branch that a discriminator names speaks',
      {
        oneOf: [ref('Card'), ref('Bank')],
        discriminator: { propertyName: 'type', mapping: { bank: 'Bank' } },
      },
      { Card, Bank },
      { type: 'bank', iban: 'x' },
      ['BODY_REQUIRED /bic schema:Bank/bic/required'],
    ],
    [
      'a condition',
      when({ properties: { a: { const: 1 } }, required: ['a'] }, { required: ['b'] }),
      {},
      { a: 1 },
      ['BODY_REQUIRED /b schema:Thing/if'],
    ],
    ['not', { not: { required: ['secret'] } }, {}, { secret: 1 }, ['BODY_SCHEMA body schema:Thing/not']],
    [
      'items that contain nothing of the kind',
      { type: 'array', contains: { type: 'string' } },
      {},
      [1, 2],
      ['BODY_SCHEMA body schema:Thing/contains'],
    ],
    [
      'unevaluated properties beside a composition',
      { allOf: [ref('Card')], unevaluatedProperties: false },
      { Card },
      { number: 'a', holder: 'b' },
      ['BODY_SCHEMA body schema:Thing/unevaluatedProperties'],
    ],
  ];
for (const [what, thing, others, body, findings] of choices)
  test(`choices: ${what}`, async () => {
    expect(found(await of(thing, others), { body }).toSorted()).toEqual(findings.toSorted());
  });

test('a finding belongs to the schema that is broken, whichever response refers to it', async () => {
  const operation = await of(
    { type: 'object', properties: { card: ref('Card'), cards: { type: 'array', items: ref('Card') } } },
    { Card },
  );
  expect(found(operation, { body: { card: { number: 1, holder: 'x' } } })).toEqual([
    'BODY_TYPE /card/number schema:Card/number/type',
  ]);
  expect(found(operation, { body: { cards: [{ number: 'a' }, { number: 'b' }] } })).toEqual([
    'BODY_REQUIRED /cards/0/holder schema:Card/holder/required',
  ]);
  const held = passed(operation, { body: { cards: [{ number: 'a', holder: 'x' }] } });
  expect(held).toEqual(
    expect.arrayContaining(['getThing/200/body', 'schema:Card/number/type', 'schema:Card/holder/required']),
  );
  expect(held).not.toContain('schema:Thing/card/type');
});

test('a recursive schema has its clauses once and is validated at any depth', async () => {
  const tree = {
    type: 'object',
    required: ['name'],
    properties: { name: { type: 'string' }, children: { type: 'array', items: ref('Thing') } },
  };
  const operation = await of(tree);
  const about = [...operation.contract.clauses.keys()].filter((id) => id.includes('schema:Thing'));
  expect(about).toEqual([
    'max-ai-v1/schema:Thing/type',
    'max-ai-v1/schema:Thing/name/required',
    'max-ai-v1/schema:Thing/name/type',
    'max-ai-v1/schema:Thing/children/type',
  ]);
  const deep = { name: 'a', children: [{ name: 'b', children: [{ name: 1 }] }] };
  expect(found(operation, { body: deep })).toEqual(['BODY_TYPE /children/0/children/0/name schema:Thing/name/type']);
});

const content = (types: Readonly<Record<string, unknown>>, more: Tiny = {}) =>
  tinyOperation({
    byComponent: true,
    ...more,
    operation: {
      responses: {
        '200': {
          description: 'ok',
          content: Object.fromEntries(Object.entries(types).map(([type, schema]) => [type, { schema }])),
        },
      },
    },
  });
const integer = { type: 'object', required: ['n'], properties: { n: { type: 'integer' } } };
const string = { type: 'object', required: ['s'], properties: { s: { type: 'string' } } };

test('the media type that fits the Content-Type best judges', async () => {
  const both = await content({
    '*/*': { type: 'object' },
    'application/*': { type: 'object' },
    'application/json': integer,
    'application/vnd.x+json': string,
  });
  expect(found(both, { body: { n: 1 } })).toEqual([]);
  expect(found(both, { body: { n: 'a' } })).toHaveLength(1);
  expect(found(both, { type: 'Application/Vnd.X+JSON; charset=utf-8', body: { s: 'a' } })).toEqual([]);
  expect(found(both, { type: 'application/vnd.x+json', body: { n: 1 } })).toHaveLength(1);
  expect(found(both, { type: 'application/hal+json', body: { anything: 1 } })).toEqual([]);
  expect(found(both, { type: 'image/png', body: 'x' })).toEqual([]);
});

test('a range of media types judges what it covers', async () => {
  for (const range of ['*/*', 'application/*', 'application/*+json']) {
    const operation = await content({ [range]: integer });
    expect(found(operation, { type: 'application/problem+json', body: { n: 'a' } }), range).toHaveLength(1);
    expect(found(operation, { type: 'application/problem+json', body: { n: 1 } }), range).toEqual([]);
  }
  expect(found(await content({ 'text/*': { type: 'string' } }), { body: { n: 1 } })).toContain(
    'CONTENT_TYPE header:content-type getThing/200/content-type',
  );
});

test('content that is no JSON is judged by its media type only, plain text by a simple schema too', async () => {
  const csv = await content({
    'text/csv': { type: 'array', items: { type: 'object' } },
    'application/octet-stream': { type: 'string', format: 'binary' },
  });
  expect(found(csv, { type: 'text/csv', body: 'a,b\n1,2' })).toEqual([]);
  expect(found(csv, { type: 'application/octet-stream', body: '\u0000' })).toEqual([]);
  const count = await content({ 'text/plain': { type: 'integer' }, '*/*': {} });
  expect(found(count, { type: 'text/plain', body: '42\n' })).toEqual([]);
  expect(found(count, { type: 'text/plain', body: 'many' })).toEqual(['BODY_TYPE body getThing/200/body']);
});

test('a response without content has no Content-Type to be wrong about', async () => {
  const operation = await tinyOperation({
    byComponent: true,
    operation: { responses: { default: { description: 'all', content: { 'application/json': { schema: integer } } } } },
  });
  expect(found(operation, { status: 204, type: '' })).toEqual([]);
  expect(found(operation, { status: 304, type: '' }).filter((line) => !line.startsWith('STATUS'))).toEqual([]);
  expect(found(operation, { method: 'HEAD', type: '' })).toEqual([]);
  expect(found(operation, { status: 418, body: { n: 'a' } })).toEqual(['BODY_TYPE /n getThing/default/body/n/type']);
});

const user = (password: unknown) => ({
  type: 'object',
  required: ['id', 'password'],
  properties: { id: { type: 'string', readOnly: true }, password },
});
const directions: readonly (readonly [what: string, thing: unknown, others: object])[] = [
  ['itself', user({ type: 'string', writeOnly: true }), {}],
  ['behind a $ref', user(ref('Secret')), { Secret: { type: 'string', writeOnly: true } }],
  ['in a composition', user({ allOf: [ref('Secret')] }), { Secret: { type: 'string', writeOnly: true } }],
  [
    'required beside the part that marks it',
    { required: ['password'], allOf: [{ type: 'object', properties: { password: { writeOnly: true } } }] },
    {},
  ],
  [
    'required in one part, marked in another',
    { allOf: [{ required: ['password'] }, { properties: { password: { writeOnly: true } } }] },
    {},
  ],
];
for (const [what, thing, others] of directions)
  for (const openapi of ['3.0.3', '3.1.0'])
    test(`a property that is write-only is not required of answers: marked ${what}, ${openapi}`, async () => {
      const operation = await of(thing, others, openapi);
      expect(found(operation, { body: { id: 'u1' } })).toEqual([]);
      const { schemas } = operation.contract;
      expect(schemas.accepts('/components/schemas/Thing', { id: 'u1' }, { direction: 'request' })).toBe(false);
      expect(schemas.accepts('/components/schemas/Thing', { password: 'p' }, { direction: 'request' })).toBe(true);
    });

const nulls: readonly (readonly [what: string, openapi: string, thing: unknown, others?: object])[] = [
  ['nullable', '3.0.3', { type: 'string', nullable: true }],
  ['a list of types', '3.1.0', { type: ['string', 'null'] }],
  ['anyOf', '3.1.0', { anyOf: [{ type: 'string' }, { type: 'null' }] }],
  ['an enum with null', '3.0.3', { type: 'string', nullable: true, enum: ['a', null] }],
  ['an enum without null, which contradicts itself', '3.0.3', { type: 'string', nullable: true, enum: ['a'] }],
  ['nullable beside a $ref, which contradicts itself', '3.0.3', { nullable: true, allOf: [ref('Card')] }, { Card }],
  ['x-nullable', '3.0.3', { type: 'string', 'x-nullable': true }],
  ['nullable in 3.1, which has no such word', '3.1.0', { type: 'string', nullable: true }],
  ['no type', '3.0.3', {}],
];
for (const [what, openapi, thing, others = {}] of nulls)
  test(`null is accepted: ${what}`, async () => {
    const schema = { type: 'object', properties: { a: thing } };
    const operation = await of(schema, others, openapi);
    expect(found(operation, { body: { a: null } })).toEqual([]);
    if (what !== 'no type') expect(found(operation, { body: { a: 5 } })).toHaveLength(1);
  });

const headers: readonly (readonly [header: object, valid: string[], invalid: string[]])[] = [
  [{ schema: { type: 'boolean' } }, ['true', 'false'], ['yes', '1']],
  [{ schema: { type: 'number' } }, ['1e3', '-2.5', '7'], ['many', '1,5']],
  [{ schema: { type: 'integer', minimum: 1 } }, ['5'], ['0', '1.5', '']],
  [{ schema: { type: 'array', items: { type: 'integer' }, maxItems: 2 } }, ['1', '1, 2'], ['a', '1,2,3']],
  [{ schema: { type: 'array', items: { type: 'string', enum: ['a', 'b'] } } }, ['a,b', 'b'], ['c']],
  [{ schema: { type: 'object', properties: { a: { type: 'integer' } }, required: ['a'] } }, ['a,1'], ['b,1', 'a,x']],
  [
    { explode: true, schema: { type: 'object', properties: { a: { type: 'integer' } }, required: ['a'] } },
    ['a=1,b=x'],
    ['b=1'],
  ],
  [{ content: { 'application/json': { schema: { type: 'object', required: ['a'] } } } }, ['{"a":1}'], ['{}', 'a=1']],
  [{ schema: { oneOf: [{ type: 'integer' }, { type: 'string', format: 'date' }] } }, ['5', '2026-01-02'], ['soon']],
  [{ schema: { type: 'string', pattern: '^W/' } }, ['W/"1"'], ['"1"']],
  [{}, ['anything'], []],
  ...[
    ['pipeDelimited', '1|2', '1,2'],
    ['spaceDelimited', '1 2', '1|2'],
    ['tabDelimited', '1\t2', '1 2'],
  ].map(
    ([style = '', valid = '', invalid = '']) =>
      [
        { style, schema: { type: 'array', items: { type: 'integer' } } },
        [valid],
        [invalid],
      ] as const satisfies readonly [object, string[], string[]],
  ),
];
for (const [header, valid, invalid] of headers)
  test(`headers are read by their schema: ${JSON.stringify(header)}`, async () => {
    const operation = await tinyOperation({
      byComponent: true,
      operation: { responses: { '200': { description: 'ok', headers: { 'X-A': header } } } },
    });
    const judged = (value: string) => found(operation, { headers: [['x-a', value]], type: '' }).length;
    for (const value of valid) expect(judged(value), value).toBe(0);
    for (const value of invalid) expect(judged(value), value).toBe(1);
  });

test('a date of HTTP is right where a document calls the header a date-time', async () => {
  const operation = await tinyOperation({
    byComponent: true,
    operation: {
      responses: {
        '200': { description: 'ok', headers: { 'Last-Modified': { schema: { type: 'string', format: 'date-time' } } } },
      },
    },
  });
  expect(found(operation, { headers: [['Last-Modified', 'Thu, 26 Nov 2026 08:29:00 GMT']], type: '' })).toEqual([]);
  expect(found(operation, { headers: [['Last-Modified', 'yesterday']], type: '' })).toHaveLength(1);
});

const numbers: readonly (readonly [schema: object, valid: string[], invalid: string[]])[] = [
  [
    { type: 'integer', format: 'int64' },
    ['9223372036854775807', '-9223372036854775808', '1e3'],
    ['9223372036854775808', '1e30', '1.5'],
  ],
  [{ type: 'integer', format: 'int32' }, ['2147483647'], ['2147483648', '9007199254740993']],
  [{ type: 'integer' }, ['12345678901234567890', '1e400', '1.0'], ['0.00000000000000000001']],
  [{ type: 'number' }, ['1e400', '-1e400', '0.1234567890123456789'], ['"1"']],
  [{ type: 'string' }, ['"12345678901234567890"'], ['12345678901234567890']],
  [{ type: 'integer', maximum: 9_007_199_254_740_992 }, ['9007199254740992'], ['9007199254740993']],
  [{ type: 'integer', minimum: 10, multipleOf: 2 }, ['9007199254740994'], ['9007199254740993', '-9007199254740994']],
  [
    { type: 'array', uniqueItems: true },
    ['[10000000000000001,10000000000000000]', '[{"a":1},{"a":2}]'],
    ['[10000000000000001,10000000000000001]', '[{"a":1,"b":2},{"b":2,"a":1}]'],
  ],
  [{ type: 'array', uniqueItems: true, minItems: 1 }, ['[0.10000000000000000001,0.1]', '[1,true,"1"]'], ['[1,1.0]']],
  [{ enum: [1, 'a'] }, ['1', '1.0'], ['9007199254740993', '"1"']],
  [
    { type: 'object', properties: { a: { anyOf: [{ type: 'integer' }, { type: 'null' }] } } },
    ['{"a":12345678901234567890}'],
    ['{"a":"x","b":12345678901234567890}'],
  ],
];
for (const [schema, valid, invalid] of numbers)
  test(`numbers have their exact values: ${JSON.stringify(schema)}`, async () => {
    const operation = await of(schema);
    for (const body of valid) expect(found(operation, { body }), body).toEqual([]);
    for (const body of invalid) expect(found(operation, { body }), body).toHaveLength(1);
  });

test('a bound that was rounded when the document was read causes no false positive', async () => {
  const document = tiny({ byComponent: true, schemas: { Thing: { type: 'integer', maximum: 'BOUND' } } });
  const [contract] = await load({
    'v1.openapi.json': JSON.stringify(document).replace('"BOUND"', '9223372036854775807'),
  });
  const [operation] = contract?.operations.values() ?? [];
  if (!operation) throw new Error('no operation');
  expect(found(operation, { body: '9223372036854775807' })).toEqual([]);
  expect(found(operation, { body: '92233720368547758070' })).toHaveLength(1);
});

test('names of Object.prototype do not count as present properties', async () => {
  const operation = await of({ type: 'object', required: ['toString', 'constructor'] });
  expect(found(operation, { body: {} })).toHaveLength(2);
  expect(found(operation, { body: { toString: 1, constructor: 2 } })).toEqual([]);
});

const annotations: readonly (readonly [what: string, schema: object, body: unknown])[] = [
  ['a pair by prefixItems', { type: 'array', prefixItems: [{ type: 'string' }, { type: 'number' }] }, ['a', 1]],
  ['an unknown keyword', { type: 'object', enumNames: ['a'], definitions: {} }, {}],
  [
    'a property that a pattern covers too',
    { properties: { x_a: { type: 'string' } }, patternProperties: { '^x_': { type: 'string' } } },
    { x_a: 'a' },
  ],
  ['an example below unevaluatedProperties', { unevaluatedProperties: { type: 'string', example: 'a' } }, { b: 'x' }],
  ['minContains, if and then alone', { minContains: 1, ...when(true, {}) }, [1]],
  [
    'a reference beside other words',
    { $ref: '#/components/schemas/Card', description: 'a card', default: {} },
    { number: 'a', holder: 'b' },
  ],
  [
    'an anchor',
    { $defs: { a: { $anchor: 'word', type: 'string' } }, properties: { w: { $ref: '#word' } } },
    { w: 'a' },
  ],
];
for (const [what, schema, body] of annotations)
  test(`legal schemas of 3.1 cause no false positive: ${what}`, async () => {
    expect(found(await of(schema, { Card }), { body })).toEqual([]);
  });
