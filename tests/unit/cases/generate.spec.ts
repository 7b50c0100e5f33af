/** Generated values: valid for any schema that has any, the same each time, and bounded. */
import { expect, test } from '@playwright/test';
import { many } from '../many.ts';
import fc from 'fast-check';
import { generate, TooLarge } from '../../../helpers/cases/generate/generate.ts';
import { Unbuildable } from '../../../helpers/cases/generate/merge.ts';
import { textMatching } from '../../../helpers/cases/generate/pattern.ts';
import { compiled } from '../contract/tiny.ts';
import { matches } from '../../../helpers/cases/valid.ts';
import type { Json, JsonSchema } from '../../../helpers/contract/types.ts';

/** A value for one schema, and whether the validator accepts it. */
function made(schema: unknown, version = '3.1.0', components: JsonSchema = {}): { value: Json; valid: boolean } {
  const document = { schema, components } as unknown as JsonSchema;
  const { schemas } = compiled({ schema, components }, version.startsWith('3.0') ? '3.0' : '3.1');
  const accepts = (pointer: string, value: Json) => schemas.accepts(pointer, value);
  const value = generate(document, '/schema', { matches, accepts });
  return { value, valid: accepts('/schema', value) };
}

test('properties and formats named like what every object of JavaScript has are made like others', () => {
  const properties = JSON.parse(
    '{"__proto__":{"type":"integer"},"toString":{"type":"string","format":"constructor"}}',
  ) as object;
  const { value, valid } = made({ type: 'object', required: Object.keys(properties), properties });
  expect(valid).toBe(true);
  expect(Object.keys(value ?? {})).toEqual(['__proto__', 'toString']);
  expect(JSON.stringify(value)).not.toContain('object');
});

const bounds = (low: string, high: string, most: number) =>
  fc.tuple(fc.option(fc.nat(most)), fc.option(fc.nat(most))).map(([one, other]) => {
    const [min, max] = one !== null && other !== null && one > other ? [other, one] : [one, other];
    return { ...(min !== null && { [low]: min }), ...(max !== null && { [high]: max }) };
  });
const formats = fc.constantFrom(
  'uuid',
  'date',
  'date-time',
  'email',
  'ipv4',
  'ipv6',
  'uri',
  'hostname',
  'byte',
  'unknown-format',
);
const leaf = fc.oneof(
  bounds('minLength', 'maxLength', 60).map((more) => ({ type: 'string', ...more })),
  formats.map((format) => ({ type: 'string', format })),
  fc
    .constantFrom('^[a-z]{3,9}$', '\\d+', '^(a|b)c?$', '^[^/]+$', '^\\+?[1-9]\\d{1,14}$', '^$|^x')
    .map((pattern) => ({ type: 'string', pattern })),
  bounds('minimum', 'maximum', 1_000).map((more) => ({ type: 'integer', ...more })),
  bounds('minimum', 'maximum', 9).map((more) => ({ type: 'number', ...more })),
  fc.integer({ min: 1, max: 50 }).map((multipleOf) => ({ type: 'integer', multipleOf })),
  fc
    .uniqueArray(fc.oneof(fc.string({ maxLength: 5 }), fc.integer()), { minLength: 1, maxLength: 4 })
    .map((list) => ({ enum: list })),
  fc.constantFrom({ type: 'boolean' }, { type: 'null' }, {}, { type: ['string', 'null'] }, { const: 7 }),
);
const { schema: anySchema } = fc.letrec<{ schema: object }>((tie) => ({
  schema: fc.oneof(
    { maxDepth: 3 },
    leaf,
    fc
      .tuple(
        fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('schema')),
        fc.subarray(['a', 'b', 'c']),
        fc.boolean(),
        fc.nat(4),
      )
      .map(([properties, required, closed, minProperties]) => ({
        type: 'object',
        properties,
        required: required.filter((name) => name in properties),
        ...(closed ? { additionalProperties: false } : { minProperties }),
      })),
    fc
      .tuple(tie('schema'), bounds('minItems', 'maxItems', 4))
      .map(([items, more]) => ({ type: 'array', items, ...more })),
    fc.array(tie('schema'), { minLength: 1, maxLength: 3 }).map((anyOf) => ({ anyOf })),
    tie('schema').map((each) => ({ allOf: [each, { description: 'beside' }] })),
  ),
}));

test('for any schema the value is valid, and the same each time', () => {
  fc.assert(
    fc.property(anySchema, (schema) => {
      const { value, valid } = made(schema);
      expect(valid, JSON.stringify([schema, value])).toBe(true);
      expect(made(schema).value).toEqual(value);
    }),
    { numRuns: many(400), seed: 20_261_126 },
  );
});

for (const pattern of [
  '^img_[0-9a-f]{32}$',
  '^[A-Z]{2}\\d{2}[A-Z0-9]{1,30}$',
  '^(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}$',
  '^\\p{L}+$',
  '^[\\w.+-]+@[\\w-]+\\.[\\w.]+$',
  '^#(?:[0-9a-fA-F]{3}){1,2}$',
  '^(?!x)[a-z]+$',
  '^\\S(?:.*\\S)?$',
  '^[^\\s"]{1,2000}$',
  '^arn:aws:[a-z]+:[\\w-]*:\\d{12}:.+$',
  'a|b',
  '^.{64}$',
  '^\\u00e9?[\\x41-\\x43]$',
])
  test(`a text is found for ${pattern}`, () => {
    const native = new RegExp(pattern, 'u');
    const text = textMatching(pattern, { min: 0, max: Infinity }, (each) => native.test(each));
    expect(text).toMatch(native);
  });

test('an unreadable pattern gives no value, quickly', () => {
  for (const pattern of ['(', ')', '[', 'a{100000}', '(?<name>a)\\k<name>', '^(a+)+$'.repeat(30)])
    expect(() => textMatching(pattern, { min: 0, max: 10 }, () => false)).not.toThrow();
});

test('uniqueItems is respected', () => {
  for (const items of [
    { type: 'string' },
    { type: 'integer', maximum: 3 },
    { enum: ['a', 'b', 'c'] },
    { type: 'string', format: 'email' },
    { type: 'object', required: ['k'], properties: { k: { type: 'string' } } },
  ]) {
    const { value, valid } = made({ type: 'array', items, uniqueItems: true, minItems: 3 });
    expect(valid, JSON.stringify(value)).toBe(true);
  }
});

for (const [what, schema] of [
  ['a tuple', { type: 'array', prefixItems: [{ type: 'string' }, { enum: [2] }], items: false, minItems: 2 }],
  ['contains', { type: 'array', contains: { const: 'x' } }],
  [
    'names by pattern',
    {
      type: 'object',
      required: ['x-a'],
      patternProperties: { '^x-': { type: 'integer' } },
      additionalProperties: false,
    },
  ],
  [
    'what another property requires',
    { type: 'object', required: ['a'], properties: { a: {}, b: { const: 1 } }, dependentRequired: { a: ['b'] } },
  ],
  [
    'exactly one branch',
    {
      oneOf: [
        { type: 'object', required: ['a'] },
        { type: 'object', required: ['b'] },
      ],
    },
  ],
  [
    'exactly one of two that overlap',
    { oneOf: [{ type: 'string' }, { type: 'string', minLength: 3 }, { type: 'integer' }] },
  ],
  ['a choice within a choice', { anyOf: [{ oneOf: [{ type: 'null' }, { type: 'integer', minimum: 3 }] }] }],
  [
    'properties of two schemas',
    {
      allOf: [
        { type: 'object', required: ['a'], properties: { a: { type: 'string' } } },
        { properties: { a: { enum: ['z'] } } },
      ],
    },
  ],
  ['no type but bounds', { minimum: 3 }],
  ['true', true],
] as const)
  test(`${what} is kept`, () => {
    const { value, valid } = made(schema);
    expect(valid, JSON.stringify(value)).toBe(true);
  });

test('nullable and boolean exclusive bounds of OpenAPI 3.0 are supported', () => {
  expect(made({ type: 'integer', minimum: 0, exclusiveMinimum: true, maximum: 1 }, '3.0.3')).toEqual({
    value: 1,
    valid: true,
  });
  expect(made({ type: 'string', nullable: true, enum: ['a', null] }, '3.0.3').value).toBe('a');
});

test('an unsatisfiable schema is reported', () => {
  for (const schema of [
    { type: 'integer', minimum: 2, maximum: 1 },
    { allOf: [{ type: 'string' }, { type: 'object' }] },
    { $ref: '#/nowhere' },
    { type: 'string', pattern: '^a$', minLength: 3 },
  ])
    expect(() => made(schema), JSON.stringify(schema)).toThrow(Unbuildable);
});

test('an infinitely wide schema terminates', () => {
  const names = Array.from({ length: 12 }, (_, index) => `p${index}`);
  const wide = (next: string) => ({
    type: 'object',
    required: names,
    properties: Object.fromEntries(names.map((name) => [name, { $ref: next }])),
  });
  const components = Object.fromEntries(
    Array.from({ length: 15 }, (_, level) => [`L${level}`, wide(`#/components/L${level + 1}`)]),
  );
  const document = { components: { ...components, L15: { type: 'string' } } } as unknown as JsonSchema;
  expect(() => generate(document, '/components/L0', { matches, accepts: () => true })).toThrow(TooLarge);
});
