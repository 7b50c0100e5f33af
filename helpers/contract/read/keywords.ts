/** The keywords of Schema Objects: what each holds, and in which OpenAPI versions it means something. */
import { isObject } from '../pointer.ts';

/** Swagger 2.0, OpenAPI 3.0 (both JSON Schema of 2016 in parts), and OpenAPI 3.1 and later (JSON Schema 2020-12). */
export type Dialect = '2.0' | '3.0' | '3.1';

/** What a keyword holds. `schema`, `schemas` and `schemaMap` hold further schemas; `any` says nothing about validity or is free. */
export type Holds =
  | 'any'
  | 'boolean'
  | 'count'
  | 'discriminator'
  | 'exclusive'
  | 'names'
  | 'namesMap'
  | 'number'
  | 'pattern'
  | 'positive'
  | 'reference'
  | 'schema'
  | 'schemaMap'
  | 'schemas'
  | 'string'
  | 'type'
  | 'values';

/** Keywords of all versions. */
const always: Readonly<Record<string, Holds>> = {
  $ref: 'reference',
  additionalProperties: 'schema',
  allOf: 'schemas',
  default: 'any',
  description: 'any',
  discriminator: 'discriminator',
  enum: 'values',
  example: 'any',
  exclusiveMaximum: 'exclusive',
  exclusiveMinimum: 'exclusive',
  externalDocs: 'any',
  format: 'string',
  items: 'schema',
  maxItems: 'count',
  maxLength: 'count',
  maxProperties: 'count',
  maximum: 'number',
  minItems: 'count',
  minLength: 'count',
  minProperties: 'count',
  minimum: 'number',
  multipleOf: 'positive',
  pattern: 'pattern',
  properties: 'schemaMap',
  readOnly: 'boolean',
  required: 'names',
  title: 'any',
  type: 'type',
  uniqueItems: 'boolean',
  xml: 'any',
};

const since30: Readonly<Record<string, Holds>> = {
  anyOf: 'schemas',
  deprecated: 'any',
  not: 'schema',
  nullable: 'boolean',
  oneOf: 'schemas',
  writeOnly: 'boolean',
};

const since31: Readonly<Record<string, Holds>> = {
  $anchor: 'string',
  $comment: 'any',
  $defs: 'schemaMap',
  $dynamicAnchor: 'string',
  $dynamicRef: 'string',
  $id: 'string',
  $schema: 'any',
  $vocabulary: 'any',
  const: 'any',
  contains: 'schema',
  contentEncoding: 'any',
  contentMediaType: 'any',
  contentSchema: 'any',
  dependentRequired: 'namesMap',
  dependentSchemas: 'schemaMap',
  else: 'schema',
  examples: 'any',
  if: 'schema',
  maxContains: 'count',
  minContains: 'count',
  patternProperties: 'schemaMap',
  prefixItems: 'schemas',
  propertyNames: 'schema',
  // oxlint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema
  then: 'schema',
  unevaluatedItems: 'schema',
  unevaluatedProperties: 'schema',
};

const { nullable: _none, ...of31 } = { ...always, ...since30, ...since31 };

/** Keywords by version: own entries only. */
export const keywordsOf: Readonly<Record<Dialect, ReadonlyMap<string, Holds>>> = {
  '2.0': new Map(Object.entries(always)),
  '3.0': new Map(Object.entries({ ...always, ...since30 })),
  '3.1': new Map(Object.entries(of31)),
};

/** Keywords of any version. */
export const allKeywords: ReadonlyMap<string, Holds> = new Map(Object.entries({ ...always, ...since30, ...since31 }));

/** Types of JSON Schema 2020-12. */
export const types: ReadonlySet<string> = new Set([
  'array',
  'boolean',
  'integer',
  'null',
  'number',
  'object',
  'string',
]);

/** Whether a value can be what a keyword holds. Patterns, references and discriminators are looked at where they are read. */
export function isHeld(holds: Holds, value: unknown): boolean {
  switch (holds) {
    case 'boolean':
      return typeof value === 'boolean';
    case 'count':
      return typeof value === 'number' && Number.isInteger(value) && value >= 0;
    case 'exclusive':
      return typeof value === 'boolean' || Number.isFinite(value);
    case 'number':
      return Number.isFinite(value);
    case 'positive':
      return Number.isFinite(value) && (value as number) > 0;
    case 'names':
      return isNames(value);
    case 'namesMap':
      return isObject(value) && Object.values(value).every(isNames);
    case 'pattern':
    case 'reference':
    case 'string':
      return typeof value === 'string';
    case 'schema':
      return typeof value === 'boolean' || isObject(value);
    case 'schemas':
      return Array.isArray(value) && value.length > 0;
    case 'schemaMap':
      return isObject(value);
    case 'type':
      return typeof value === 'string' ? types.has(value) : isTypes(value);
    case 'values':
      return Array.isArray(value) && value.length > 0;
    case 'any':
    case 'discriminator':
      return true;
  }
}

const isNames = (value: unknown): boolean => Array.isArray(value) && value.every((each) => typeof each === 'string');
const isTypes = (value: unknown): boolean =>
  Array.isArray(value) && value.length > 0 && value.every((each) => typeof each === 'string' && types.has(each));
