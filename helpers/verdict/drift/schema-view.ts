/** A schema as both versions of OpenAPI mean it: references followed, allOf joined, `nullable` and type lists alike. */
import { at, follow, isObject, join } from '../../contract/pointer.ts';
import { wordingKeys } from '../../contract/import/published.ts';
import type { Json, JsonSchema } from '../../contract/types.ts';

export interface SchemaView {
  /** Where it stands once references are followed. */
  readonly pointer: string;
  /** Sorted, without `null`; undefined where any type is allowed. */
  readonly types: readonly string[] | undefined;
  readonly nullable: boolean;
  /** Assertions and annotations by name, bounds in the form of OpenAPI 3.1. */
  readonly keywords: ReadonlyMap<string, Json>;
  readonly required: ReadonlySet<string>;
  /** Property names with where their schemas stand. */
  readonly properties: ReadonlyMap<string, string>;
  readonly items: string | undefined;
  /** Schema of further properties, or false where none are allowed. */
  readonly additional: string | boolean;
  /** The branches of anyOf and oneOf (the null branch left out), with where they stand. */
  readonly choices: ReadonlyMap<'anyOf' | 'oneOf', readonly string[]>;
  readonly wording: ReadonlyMap<string, { readonly value: Json; readonly pointer: string }>;
}

/** Keywords that are compared one by one; others say nothing about values. */
const compared: ReadonlySet<string> = new Set([
  'enum',
  'const',
  'format',
  'pattern',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'minProperties',
  'maxProperties',
  'uniqueItems',
  'default',
  'readOnly',
  'writeOnly',
  'deprecated',
  'not',
  'x-extensible-enum',
]);

interface Draft {
  types: readonly string[] | undefined;
  nullable: boolean;
  readonly keywords: Map<string, Json>;
  readonly required: Set<string>;
  readonly properties: Map<string, string>;
  items: string | undefined;
  additional: string | boolean;
  readonly choices: Map<'anyOf' | 'oneOf', string[]>;
  readonly wording: Map<string, { value: Json; pointer: string }>;
}

/** Reads the schema at a pointer. A reference that leads nowhere reads as the schema that allows everything. */
export function viewOf(document: JsonSchema, pointer: string): SchemaView {
  const draft: Draft = {
    types: undefined,
    nullable: false,
    keywords: new Map(),
    required: new Set(),
    properties: new Map(),
    items: undefined,
    additional: true,
    choices: new Map(),
    wording: new Map(),
  };
  const target = follow(document, pointer);
  if (target) read(document, target, draft, new Set());
  return { pointer: target?.pointer ?? pointer, ...draft };
}

function read(
  document: JsonSchema,
  target: { pointer: string; value: JsonSchema },
  draft: Draft,
  seen: Set<string>,
): void {
  const { pointer, value: schema } = target;
  if (seen.has(pointer)) return;
  seen.add(pointer);
  readTypes(schema, draft);
  readKeywords(schema, pointer, draft);
  for (const name of Array.isArray(schema['required']) ? schema['required'] : []) draft.required.add(String(name));
  if (isObject(schema['properties']))
    for (const name of Object.keys(schema['properties']))
      if (!draft.properties.has(name)) draft.properties.set(name, join(pointer, 'properties', name));
  if (isObject(schema['items'])) draft.items ??= join(pointer, 'items');
  const { additionalProperties } = schema;
  if (additionalProperties === false) draft.additional = false;
  else if (isObject(additionalProperties) && Object.keys(additionalProperties).length > 0)
    draft.additional = join(pointer, 'additionalProperties');
  for (const choice of ['anyOf', 'oneOf'] as const) readChoice(document, schema, join(pointer, choice), choice, draft);
  for (const index of Array.isArray(schema['allOf']) ? schema['allOf'].keys() : []) {
    const branch = follow(document, join(pointer, 'allOf', index));
    if (branch) read(document, branch, draft, seen);
  }
}

function readTypes(schema: JsonSchema, draft: Draft): void {
  const { type } = schema;
  const list = (Array.isArray(type) ? type : type === undefined ? [] : [type]).map(String);
  if (list.includes('null') || schema['nullable'] === true) draft.nullable = true;
  const own = list.filter((each) => each !== 'null').toSorted();
  if (own.length > 0) draft.types ??= own;
}

function readKeywords(schema: JsonSchema, pointer: string, draft: Draft): void {
  for (const [name, value] of Object.entries(schema)) {
    if (wordingKeys.has(name)) {
      if (!draft.wording.has(name)) draft.wording.set(name, { value, pointer: join(pointer, name) });
    } else if (compared.has(name) && !draft.keywords.has(name)) draft.keywords.set(name, value);
  }
  // OpenAPI 3.0: a bound is exclusive by a flag beside it.
  for (const [flag, bound] of [
    ['exclusiveMinimum', 'minimum'],
    ['exclusiveMaximum', 'maximum'],
  ] as const) {
    if (typeof schema[flag] !== 'boolean') continue;
    draft.keywords.delete(flag);
    const limit = schema[bound];
    if (schema[flag] !== true || limit === undefined) continue;
    draft.keywords.delete(bound);
    draft.keywords.set(flag, limit);
  }
  for (const flag of ['uniqueItems', 'readOnly', 'writeOnly', 'deprecated'])
    if (draft.keywords.get(flag) === false) draft.keywords.delete(flag);
}

function readChoice(
  document: JsonSchema,
  schema: JsonSchema,
  pointer: string,
  choice: 'anyOf' | 'oneOf',
  draft: Draft,
): void {
  const list = schema[choice];
  if (!Array.isArray(list)) return;
  const branches = [...list.keys()].map((index) => join(pointer, index));
  const isNull = (branch: string) => at(document, join(branch, 'type')) === 'null';
  const rest = branches.filter((branch) => !isNull(branch));
  if (rest.length < branches.length) draft.nullable = true;
  const [only] = rest;
  const target = rest.length === 1 && only !== undefined ? follow(document, only) : undefined;
  // `anyOf: [X, null]` is how 3.1 writes a nullable X.
  if (target) read(document, target, draft, new Set([pointer]));
  else if (rest.length > 0) draft.choices.set(choice, [...(draft.choices.get(choice) ?? []), ...rest]);
}
