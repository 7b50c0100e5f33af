/** Values that break one keyword: whatever the schema, what is called outside is refused by it and what is called inside is taken. */
import { expect, test } from '@playwright/test';
import { many } from '../many.ts';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { invalidValues } from '../../../helpers/cases/invalid-values.ts';
import type { Json, JsonSchema } from '../../../helpers/contract/types.ts';
import { compiled } from '../contract/tiny.ts';

const ajv = new Ajv2020({ strict: false, multipleOfPrecision: 9 });
addFormats.default(ajv);

/** The judgement that the suite's own compiler gives, as the families ask it. */
function judge(schema: JsonSchema): (value: Json) => boolean {
  const { schemas } = compiled({ schema });
  return (value) => schemas.accepts('/schema', value);
}

/** Whether a schema of OpenAPI 3.0 takes a value; a parameter's text is read as its schema's type, as a server would. */
function takes(schema: JsonSchema, value: Json, asText: boolean): boolean {
  const prepared = compiled({ schema }).document['schema'] as JsonSchema;
  const read = asText ? readAs(schema['type'], typeof value === 'string' ? value : JSON.stringify(value)) : value;
  return ajv.validate(prepared, read);
}

function readAs(type: unknown, text: string): Json {
  if ((type === 'integer' || type === 'number') && /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text)) return Number(text);
  if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  return text;
}

const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const without = (schema: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(schema).filter(([, value]) => value !== undefined)) as JsonSchema;
const ordered = (low: number | undefined, high: number | undefined) =>
  low !== undefined && high !== undefined && low > high ? [high, low] : [low, high];

const texts = fc
  .record({
    type: fc.constant('string'),
    minLength: optional(fc.nat(40)),
    maxLength: optional(fc.nat(6_000)),
    enum: optional(fc.uniqueArray(fc.string({ maxLength: 8 }), { minLength: 1, maxLength: 4 })),
    format: optional(
      fc.constantFrom('uuid', 'date', 'date-time', 'email', 'ipv4', 'ipv6', 'uri', 'password', 'binary'),
    ),
    pattern: optional(fc.constantFrom('^[a-z]+$', '^img_[0-9a-f]{32}$', '^\\d{4}$', 'a', '^.{2,5}$', '.*', '^\\S+$')),
    nullable: optional(fc.boolean()),
  })
  .map(({ minLength, maxLength, ...rest }) => {
    const [low, high] = ordered(minLength, maxLength);
    return without({ ...rest, minLength: low, maxLength: high });
  });

const numbers = fc
  .record({
    type: fc.constantFrom('integer', 'number'),
    minimum: optional(fc.integer({ min: -1_000, max: 1_000 })),
    maximum: optional(fc.integer({ min: -1_000, max: 1_000 })),
    exclusiveMinimum: optional(fc.boolean()),
    exclusiveMaximum: optional(fc.boolean()),
    multipleOf: optional(fc.constantFrom(1, 2, 5, 0.5)),
    enum: optional(fc.uniqueArray(fc.integer({ min: -50, max: 50 }), { minLength: 1, maxLength: 4 })),
    format: optional(fc.constantFrom('int32', 'int64', 'double')),
  })
  .map(({ minimum, maximum, exclusiveMinimum, exclusiveMaximum, format, type, multipleOf, ...rest }) => {
    const [low, high] = ordered(minimum, maximum);
    return without({
      ...rest,
      type,
      minimum: low,
      maximum: high,
      exclusiveMinimum: low === undefined ? undefined : exclusiveMinimum,
      exclusiveMaximum: high === undefined ? undefined : exclusiveMaximum,
      multipleOf: type === 'integer' && multipleOf === 0.5 ? 1 : multipleOf,
      format: (type === 'integer') === (format === 'double') ? undefined : format,
    });
  });

const others = fc.constantFrom<JsonSchema>(
  { type: 'boolean' },
  {},
  { type: 'array', items: { type: 'string' } },
  { type: 'object' },
  { enum: ['a', 'b'] },
  { enum: [1, 2] },
);

const schemas = fc.oneof(
  { weight: 4, arbitrary: texts },
  { weight: 4, arbitrary: numbers },
  { weight: 1, arbitrary: others },
);

for (const [where, typed] of [
  ['in JSON', true],
  ['as a parameter', false],
] as const)
  test(`for any schema a value called outside is outside, and one called inside is inside, ${where}`, () => {
    fc.assert(
      fc.property(schemas, (schema) => {
        for (const { keyword, value, inside } of invalidValues(schema, judge(schema), typed))
          if (typed || typeof value !== 'object')
            expect(takes(schema, value, !typed), `${keyword} ${JSON.stringify(value)?.slice(0, 80)}`).toBe(
              inside === true,
            );
      }),
      { numRuns: many(250), seed: 20_261_121 },
    );
  });

test('a value that turns out to be valid is not sent', () => {
  const of = (schema: JsonSchema, typed = true) =>
    invalidValues(schema, judge(schema), typed).map(({ keyword }) => keyword);
  expect(of({ type: ['string', 'integer'] }), '12345 is one of the two types').toEqual([]);
  expect(of({ type: 'string', pattern: '.*' }, false), 'everything matches').toEqual([]);
  expect(of({ type: 'string', pattern: 'a' }, false), 'something does not match').toEqual(['pattern']);
  expect(of({ type: 'integer', maximum: 7, multipleOf: 5 }), '7 is no multiple').toEqual(['type', 'maximum']);
});

test('each keyword gives one value, once', () => {
  fc.assert(
    fc.property(schemas, fc.boolean(), (schema, typed) => {
      const keywords = invalidValues(schema, judge(schema), typed).map(({ keyword }) => keyword);
      expect(new Set(keywords).size).toBe(keywords.length);
    }),
    { numRuns: many(100), seed: 20_261_121 },
  );
});

test('the values of a bounded integer lie exactly one beside its bounds', () => {
  const found = invalidValues(
    { type: 'integer', minimum: 1, maximum: 9 },
    (value) => typeof value === 'number' && value >= 1 && value <= 9,
  );
  expect(found.map(({ keyword, value }) => [keyword, value])).toEqual([
    ['type', 'text'],
    ['minimum', 0],
    ['minimum-inside', 1],
    ['maximum', 10],
    ['maximum-inside', 9],
  ]);
});
