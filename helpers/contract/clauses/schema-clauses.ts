/** What one schema object promises, keyword by keyword. */
import { isObject, join } from '../pointer.ts';
import type { SchemaNode } from '../schema-nodes.ts';
import { text } from '../text.ts';
import type { Json, JsonSchema, Level } from '../values.ts';

/** One promise of a schema object. */
export interface SchemaPromise {
  /** Where in the body: that of the schema, or of a property that it requires. */
  readonly path: string;
  /** Rule of its clause: the keyword, or the name of an inference. */
  readonly rule: string;
  /** The keyword that a value breaks; undefined where another check judges it. */
  readonly keyword: string | undefined;
  readonly level: Level;
  readonly sentence: string;
  readonly pointer: string;
  readonly says: unknown;
}

/** Keywords that make a clause of their own, with how they read. */
const keywords: Readonly<Record<string, (value: Json) => string>> = {
  enum: (value) => {
    const values = (value as Json[]).map((each) => JSON.stringify(each));
    return `is ${values.length === 1 ? '' : 'one of '}${values.join(', ')}`;
  },
  const: (value) => `is ${JSON.stringify(value)}`,
  format: (value) => `has the format ${text(value)}`,
  pattern: (value) => `matches ${text(value)}`,
  minLength: (value) => (value === 1 ? 'is not empty' : `has at least ${text(value)} characters`),
  maxLength: (value) => `has at most ${text(value)} characters`,
  minimum: (value) => `is at least ${text(value)}`,
  maximum: (value) => `is at most ${text(value)}`,
  exclusiveMinimum: (value) => (typeof value === 'number' ? `is more than ${value}` : 'is more than its minimum'),
  exclusiveMaximum: (value) => (typeof value === 'number' ? `is less than ${value}` : 'is less than its maximum'),
  multipleOf: (value) => `is a multiple of ${text(value)}`,
  minItems: (value) => `has at least ${text(value)} items`,
  maxItems: (value) => `has at most ${text(value)} items`,
  uniqueItems: () => 'has no item twice',
  anyOf: () => 'matches one of its documented shapes',
  oneOf: () => 'matches exactly one of its documented shapes',
  not: () => 'is not of the excluded shape',
  minProperties: (value) => `has at least ${text(value)} properties`,
  maxProperties: (value) => `has at most ${text(value)} properties`,
  contains: () => 'contains an item of the documented shape',
  propertyNames: () => 'has property names of the documented shape',
  dependentRequired: () => 'has the properties that come together',
  if: () => 'is as documented for its kind',
};

/** The promises of a schema object but for its type, and for required properties that are excused in answers. */
export function schemaPromises({ path, pointer, schema }: SchemaNode, excused: ReadonlySet<string>): SchemaPromise[] {
  const subject = path === '' ? 'the body' : named(path);
  const must = (rule: string, reads: string, says: unknown, keyword: string | undefined = rule): SchemaPromise => ({
    path,
    rule,
    keyword,
    level: 'MUST',
    sentence: `${subject} ${reads}`,
    pointer,
    says,
  });
  const required = Array.isArray(schema['required']) ? schema['required'].map(String) : [];
  return [
    ...Object.entries(keywords).flatMap(([keyword, reads]) =>
      schema[keyword] === undefined ? [] : [must(keyword, reads(schema[keyword]), schema[keyword])],
    ),
    ...['additionalProperties', 'unevaluatedProperties']
      .filter((keyword) => schema[keyword] === false)
      .map((keyword) => must(keyword, 'has declared properties only', false)),
    ...required
      .filter((name) => !excused.has(name))
      .map((name): SchemaPromise => ({
        path: join(path, name),
        rule: 'required',
        keyword: requiredKey(name),
        level: 'MUST',
        sentence: `${named(join(path, name))} is there`,
        pointer,
        says: name,
      })),
    ...(schema['writeOnly'] === true && path !== ''
      ? [{ ...must('writeOnly', 'is not in answers (writeOnly)', 'writeOnly'), level: 'SHOULD' as const }]
      : []),
    ...(schema['x-unique'] === true ? [must('unique', 'is never used twice', 'unique', undefined)] : []),
    ...inferred(schema).map((each, index): SchemaPromise => ({
      path,
      rule: each.name,
      keyword: undefined,
      level: 'SHOULD',
      sentence: each.sentence,
      pointer: join(pointer, 'x-should', index),
      says: each.schema,
    })),
  ];
}

/** The promise of a type, where the schema object gives one. */
export function typePromise({ path, pointer, schema }: SchemaNode): SchemaPromise | undefined {
  if (schema['type'] === undefined) return undefined;
  const subject = path === '' ? 'the body' : named(path);
  return {
    path,
    rule: 'type',
    keyword: 'type',
    level: 'MUST',
    sentence: `${subject} is of type ${typeText(schema)}`,
    pointer,
    says: [schema['type'], schema['nullable'] ?? false],
  };
}

/** Types of a schema as a person writes them. */
export const typeText = (schema: JsonSchema): string =>
  Array.isArray(schema['type']) ? schema['type'].join(' or ') : text(schema['type']);

/** Name under which a required property is known among the keywords of a schema object. */
export const requiredKey = (name: string): string => `required ${name}`;

/** `/data/id` as a person says it. */
const named = (path: string): string => path.slice(1).replaceAll('/', '.');

/** A form that is inferred rather than promised (`x-should` of the overlay). */
interface Inferred {
  readonly name: string;
  readonly sentence: string;
  readonly schema: Json;
}

/** The inferences of a schema object. */
export const inferred = ({ 'x-should': list }: JsonSchema): readonly Inferred[] =>
  Array.isArray(list) ? (list.filter(isObject) as unknown as Inferred[]) : [];
