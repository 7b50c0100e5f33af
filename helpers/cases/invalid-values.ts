/** Values that break one keyword of a schema, and values on the inside of its bounds. */
import { isOpenEnum } from '../contract/open-enum.ts';
import { isObject } from '../contract/pointer.ts';
import type { Json, JsonSchema } from '../contract/types.ts';

export interface InvalidValue {
  /** Names the case: the keyword, with `-inside` where the value is valid. */
  readonly keyword: string;
  readonly sentence: string;
  readonly value: Json;
  readonly inside?: true;
}

/**
 * One value for each keyword that can be broken. `isValid` says whether the schema as a whole accepts a value: nothing is called
 * inside that it rejects, nothing outside that it accepts. `typed` where the value goes into JSON and so can be of another type.
 */
export function invalidValues(schema: JsonSchema, isValid: (value: Json) => boolean, typed = false): InvalidValue[] {
  const type = typeOf(schema);
  const candidates = [
    ...ofType(type, typed),
    ...ofEnum(schema),
    ...ofFormat(schema),
    ...ofPattern(schema, isValid),
    ...ofLength(schema),
    ...ofBounds(schema, type),
  ];
  return candidates.filter(({ value, inside }) => isExact(value) && isValid(value) === (inside === true));
}

/** The type that a schema names beside null; undefined where it names none. */
export function typeOf({ type }: JsonSchema): string | undefined {
  const named = Array.isArray(type) ? type.find((each) => each !== 'null') : type;
  return typeof named === 'string' ? named : undefined;
}

/** An integer that JavaScript can write: what lies beyond 2^53 would go out as another number. */
const isExact = (value: Json): boolean =>
  typeof value !== 'number' || !Number.isInteger(value) || Number.isSafeInteger(value);

const outside = (keyword: string, sentence: string, value: Json): InvalidValue => ({ keyword, sentence, value });
const inside = (keyword: string, sentence: string, value: Json): InvalidValue => ({
  keyword: `${keyword}-inside`,
  sentence,
  value,
  inside: true,
});

function ofType(type: string | undefined, typed: boolean): InvalidValue[] {
  if (type === undefined || (!typed && !['integer', 'number', 'boolean'].includes(type))) return [];
  return [outside('type', `that is not of type ${type}`, typed && type === 'string' ? 12_345 : 'text')];
}

/** A list that may grow says nothing of a value that it does not name. */
const ofEnum = (schema: JsonSchema): InvalidValue[] =>
  Array.isArray(schema['enum']) && !isOpenEnum(schema)
    ? [
        outside(
          'enum',
          'outside its list of values',
          typeof schema['enum'][0] === 'number' ? -987_654 : 'conformance-none-of-these',
        ),
      ]
    : [];

function ofFormat({ format }: JsonSchema): InvalidValue[] {
  if (typeof format !== 'string') return [];
  if (format === 'int32') return [outside('format', 'that does not fit 32 bits', 2 ** 31)];
  return checkableFormats.has(format)
    ? [outside('format', `that does not have the format ${format}`, 'not-of-this-format')]
    : [];
}

const ofPattern = ({ pattern }: JsonSchema, isValid: (value: Json) => boolean): InvalidValue[] =>
  typeof pattern === 'string'
    ? [outside('pattern', 'that does not match its pattern', nonMatchingTexts.find((each) => !isValid(each)) ?? '')]
    : [];

/** Longer texts are not made: they would be rejected for their size. */
const longestMade = 5_000;
const filler = (length: number): string => 'a'.repeat(Math.max(0, length));

function ofLength(schema: JsonSchema): InvalidValue[] {
  const { minLength, maxLength } = schema;
  const isFree = schema['pattern'] === undefined && schema['format'] === undefined && schema['enum'] === undefined;
  const shortest = typeof minLength === 'number' ? minLength : undefined;
  const longest = typeof maxLength === 'number' && maxLength < longestMade ? maxLength : undefined;
  return [
    ...(shortest !== undefined && shortest > 0
      ? [
          outside(
            'minLength',
            shortest === 1 ? 'that is empty' : `of fewer than ${shortest} characters`,
            filler(shortest - 1),
          ),
        ]
      : []),
    ...(longest === undefined ? [] : [outside('maxLength', `of more than ${longest} characters`, filler(longest + 1))]),
    ...(isFree && shortest !== undefined
      ? [inside('minLength', `of exactly ${shortest} characters`, filler(shortest))]
      : []),
    ...(isFree && longest !== undefined
      ? [inside('maxLength', `of exactly ${longest} characters`, filler(longest))]
      : []),
  ];
}

function ofBounds(schema: JsonSchema, type: string | undefined): InvalidValue[] {
  const step = type === 'integer' ? 1 : typeof schema['multipleOf'] === 'number' ? schema['multipleOf'] : 0.5;
  return (
    [
      ['minimum', 'exclusiveMinimum', -step, 'below'],
      ['maximum', 'exclusiveMaximum', step, 'above'],
    ] as const
  ).flatMap(([bound, exclusiveBound, change, word]) => {
    const limit = schema[bound];
    const exclusive = schema[exclusiveBound];
    const excluded = (value: number) => outside(exclusiveBound, `on its excluded bound ${value}`, value);
    return [
      ...(typeof limit !== 'number'
        ? []
        : exclusive === true
          ? [excluded(limit)]
          : [outside(bound, `${word} ${limit}`, limit + change), inside(bound, `of exactly ${limit}`, limit)]),
      ...(typeof exclusive === 'number' ? [excluded(exclusive)] : []),
    ];
  });
}

/** Invalid values of a list: an item that is wrong, too few, too many, or one twice. `valid` is a list that the schema accepts. */
export function invalidLists(
  schema: JsonSchema,
  items: JsonSchema,
  valid: readonly Json[],
  isValid: (value: Json) => boolean,
): InvalidValue[] {
  const { minItems, maxItems, uniqueItems } = schema;
  const [first = 'conformance'] = valid;
  const wrongItems = invalidValues(items, (value) => isValid([value, ...valid.slice(1)])).filter(
    (each) => !each.inside,
  );
  return [
    ...wrongItems.map(({ keyword, sentence, value }) =>
      outside(`items-${keyword}`, `with an item ${sentence}`, [value, ...valid.slice(1)]),
    ),
    ...(typeof minItems === 'number' && minItems > 1
      ? [outside('minItems', `of fewer than ${minItems} items`, valid.slice(0, minItems - 1))]
      : []),
    ...(typeof maxItems === 'number' && maxItems < 100 && uniqueItems !== true
      ? [
          outside(
            'maxItems',
            `of more than ${maxItems} items`,
            Array.from({ length: maxItems + 1 }, () => first),
          ),
        ]
      : []),
    ...(uniqueItems === true ? [outside('uniqueItems', 'with an item twice', [first, first])] : []),
  ].filter(({ value }) => !isValid(value));
}

/** Invalid values of an object: one of its properties is wrong. `valid` is an object that the schema accepts. */
export const invalidObjects = (
  properties: readonly (readonly [name: string, schema: JsonSchema])[],
  valid: Json,
  isValid: (value: Json) => boolean,
): InvalidValue[] =>
  properties.flatMap(([name, schema]) => {
    const having = (value: Json): Json => ({ ...(isObject(valid) ? valid : {}), [name]: value });
    return invalidValues(schema, (value) => isValid(having(value)))
      .filter((each) => !each.inside)
      .map(({ keyword, sentence, value }) =>
        outside(`${name}-${keyword}`, `with a ${name} ${sentence}`, having(value)),
      );
  });

/** Texts that few patterns match. */
const nonMatchingTexts = ['\u00a7 no match \u00a7', 'conformance', '0', '~'];

/** Formats of texts that a server can be expected to check. */
const checkableFormats = new Set(['uuid', 'date', 'date-time', 'email', 'ipv4', 'ipv6', 'uri']);
