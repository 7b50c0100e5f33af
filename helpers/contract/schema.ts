/** OpenAPI schemas as ajv understands them: 3.0 keywords turned into JSON Schema, patterns that cannot hang. */
import { Ajv, type AnySchemaObject, type Options, type ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { RE2JS } from 're2js';
import { isObject } from './pointer.ts';
import type { JsonSchema } from './types.ts';

type Mutable = Record<string, unknown>;

/** Keywords of OpenAPI that say nothing about validity. */
const annotations = [
  'example',
  'examples',
  'discriminator',
  'xml',
  'externalDocs',
  'deprecated',
  'readOnly',
  'writeOnly',
  'default',
];
const schemaLists = ['allOf', 'anyOf', 'oneOf', 'prefixItems'];
const schemaMaps = ['properties', 'patternProperties', 'dependentSchemas', '$defs'];
const schemaSlots = ['items', 'additionalProperties', 'not', 'contains', 'propertyNames', 'if', 'then', 'else'];

/** Visits every schema position below one schema, parents first; property names are never taken for keywords. */
export function walkSchema(schema: unknown, visit: (schema: Mutable) => void): void {
  if (!isObject(schema)) return;
  const node = schema as Mutable;
  visit(node);
  for (const key of schemaLists) if (Array.isArray(node[key])) for (const each of node[key]) walkSchema(each, visit);
  for (const key of schemaMaps)
    if (isObject(node[key])) for (const each of Object.values(node[key])) walkSchema(each, visit);
  for (const key of schemaSlots) walkSchema(node[key], visit);
  for (const each of Array.isArray(node['x-should']) ? node['x-should'] : [])
    if (isObject(each)) walkSchema(each['schema'], visit);
}

/** Turns one schema object of OpenAPI 3.0 into JSON Schema, in place (OpenAPI 3.0.3, "Schema Object"). */
function fromOpenApi30(schema: Mutable): void {
  if (typeof schema['$ref'] === 'string') {
    for (const key of Object.keys(schema)) if (key !== '$ref') delete schema[key];
    return;
  }
  for (const [exclusive, bound] of [
    ['exclusiveMinimum', 'minimum'],
    ['exclusiveMaximum', 'maximum'],
  ] as const) {
    if (schema[exclusive] === true) {
      schema[exclusive] = schema[bound];
      delete schema[bound];
    } else if (schema[exclusive] === false) delete schema[exclusive];
  }
  if (schema['nullable'] === true && typeof schema['type'] === 'string') schema['type'] = [schema['type'], 'null'];
  delete schema['nullable'];
}

function strip(schema: Mutable): void {
  for (const key of Object.keys(schema)) {
    if (annotations.includes(key) || (key.startsWith('x-') && key !== 'x-should')) delete schema[key];
  }
}

/** Makes one schema object of a document ready for ajv, in place; `version` is the document's `openapi`. */
export function prepareSchema(schema: unknown, version: string): void {
  walkSchema(schema, (node) => {
    if (version.startsWith('3.0')) fromOpenApi30(node);
    strip(node);
  });
}

/** Compiles a pattern on RE2, whose time is linear in the text. Throws where the pattern needs backtracking. */
export function safePattern(pattern: string): { test(text: string): boolean } {
  const compiled = RE2JS.compile(RE2JS.translateRegExp(pattern));
  return { test: (text) => compiled.matcher(text).find() };
}

/** ajv keys compiled patterns by their `toString`, so each needs its own. */
const regExp = Object.assign(
  (pattern: string, flags: string) => ({ ...safePattern(pattern), toString: () => `re2:/${pattern}/${flags}` }),
  { code: 're2' },
);

/** RFC 3339: ajv-formats would let a space stand for the T. */
const dateTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:(?:[0-5]\d|60)(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/i;

const options = {
  strict: true,
  strictTypes: false,
  strictRequired: false,
  allErrors: true,
  verbose: true,
  inlineRefs: false,
  multipleOfPrecision: 9,
  logger: false,
  code: { regExp },
} satisfies Options;

function formatsIn(value: unknown, found = new Set<string>()): Set<string> {
  if (typeof value !== 'object' || value === null) return found;
  for (const [key, each] of Object.entries(value))
    if (key === 'format' && typeof each === 'string') found.add(each);
    else formatsIn(each, found);
  return found;
}

/** A compiler of the schemas of one prepared document: give a JSON pointer, get ajv's validator, compiled once. */
export function schemaCompiler(document: JsonSchema, version: string): (pointer: string) => ValidateFunction {
  const make = () => {
    const ajv = version.startsWith('3.0') ? new Ajv(options) : new Ajv2020(options);
    addFormats.default(ajv);
    // The document's root is walked as if it were a schema: in strict mode its own keys have to be known words.
    ajv.addVocabulary([...Object.keys(document).filter((key) => !key.startsWith('$')), 'x-should']);
    const withZone = ajv.formats['date-time'];
    const check = isObject(withZone)
      ? (withZone as unknown as { validate: (text: string) => boolean }).validate
      : undefined;
    ajv.addFormat('date-time', (text: string) => dateTime.test(text) && (check ? check(text) : true));
    // "Formats such as email, uuid, and so on, MAY be used even though undefined by this specification" (OpenAPI 3.0.3).
    for (const format of formatsIn(document)) if (!(format in ajv.formats)) ajv.addFormat(format, true);
    ajv.addSchema(document as AnySchemaObject, 'document', undefined, false);
    return ajv;
  };
  let ajv = make();
  const compiled = new Map<string, ValidateFunction>();
  return (pointer) => {
    const known = compiled.get(pointer);
    if (known) return known;
    try {
      const validate = ajv.getSchema(`document#${encodeURI(pointer)}`);
      if (!validate) throw new Error('there is no schema');
      compiled.set(pointer, validate as ValidateFunction);
      return validate as ValidateFunction;
    } catch (error) {
      // After a stack overflow the other validators of that instance are broken too.
      if (error instanceof RangeError) ajv = make();
      throw error;
    }
  };
}
