/** Parameters of Swagger 2.0 in the structure of OpenAPI 3.0: bodies and forms become a request body, types a schema. */
import { isObject, join, ownOf } from '../pointer.ts';
import { text } from '../text.ts';
import type { Json, JsonSchema } from '../values.ts';

/** An object of the old document and where it stands. */
export interface Source {
  readonly value: JsonSchema;
  readonly pointer: string;
}

type Mutable = Record<string, unknown>;

/** Keywords that a parameter or header of 2.0 holds itself and that belong to its schema. */
const schemaWords = new Set([
  'type',
  'format',
  'items',
  'default',
  'maximum',
  'exclusiveMaximum',
  'minimum',
  'exclusiveMinimum',
  'maxLength',
  'minLength',
  'pattern',
  'maxItems',
  'minItems',
  'uniqueItems',
  'enum',
  'multipleOf',
  'x-nullable',
]);

/**
 * The parameters and the request body of an operation that will stand at `to`. `media`: what it consumes.
 * Notes in `origins` where each part comes from.
 */
export function convertParameters(
  sources: readonly Source[],
  media: readonly string[],
  to: string,
  origins: Map<string, string>,
): { parameters: unknown[]; requestBody?: Mutable } {
  const placeOf = ({ value }: Source) => (isObject(value) ? value['in'] : undefined);
  const body = sources.find((each) => placeOf(each) === 'body');
  const fields = sources.filter((each) => placeOf(each) === 'formData');
  const others = sources.filter((each) => placeOf(each) !== 'body' && placeOf(each) !== 'formData');
  const parameters = others.map(({ value, pointer }, index) => {
    const here = join(to, 'parameters', index);
    origins.set(here, pointer);
    origins.set(join(here, 'schema'), pointer);
    return isObject(value) ? parameterOf(value) : value;
  });
  if (body) return { parameters, requestBody: bodyOf(body, media, to, origins) };
  if (fields.length > 0) return { parameters, requestBody: formOf(fields, media, to, origins) };
  return { parameters };
}

function bodyOf(
  { value, pointer }: Source,
  media: readonly string[],
  to: string,
  origins: Map<string, string>,
): Mutable {
  const types = media.length > 0 ? media : ['application/json'];
  origins.set(join(to, 'requestBody'), pointer);
  for (const type of types) origins.set(join(to, 'requestBody', 'content', type, 'schema'), join(pointer, 'schema'));
  const { required, description, schema } = value;
  return {
    ...(description !== undefined && { description }),
    required: required === true,
    content: Object.fromEntries(types.map((type) => [type, { schema: schema ?? {} }])),
  };
}

function formOf(
  fields: readonly Source[],
  media: readonly string[],
  to: string,
  origins: Map<string, string>,
): Mutable {
  const hasFile = fields.some(({ value }) => value['type'] === 'file');
  const forms = media.filter((type) => /^(?:multipart\/form-data|application\/x-www-form-urlencoded)/.test(type));
  const types = hasFile ? ['multipart/form-data'] : forms.length > 0 ? forms : ['application/x-www-form-urlencoded'];
  const properties: Mutable = {};
  const encoding: Mutable = {};
  for (const { value, pointer } of fields) {
    const name = text(value['name']);
    const { schema, style, explode, example } = parameterOf(value);
    properties[name] = {
      ...(schema as Mutable),
      ...(value['description'] !== undefined && { description: value['description'] }),
      ...(example !== undefined && { example }),
    };
    if (style !== undefined) encoding[name] = { style, explode };
    for (const type of types)
      origins.set(join(to, 'requestBody', 'content', type, 'schema', 'properties', name), pointer);
  }
  const required = fields.filter(({ value }) => value['required'] === true).map(({ value }) => text(value['name']));
  origins.set(join(to, 'requestBody'), fields[0]?.pointer.replace(/\/[^/]*$/, '') ?? to);
  const schema = { type: 'object', properties, ...(required.length > 0 && { required }) };
  return {
    required: required.length > 0,
    content: Object.fromEntries(
      types.map((type) => [type, { schema, ...(Object.keys(encoding).length > 0 && { encoding }) }]),
    ),
  };
}

/** A parameter that is neither body nor form field. */
function parameterOf(value: JsonSchema): Mutable {
  if (value['$ref'] !== undefined) return value;
  const { collectionFormat, 'x-example': example, ...all } = value;
  const { kept, schema } = split(all);
  return {
    ...kept,
    schema: fileless(schema),
    ...(example !== undefined && { example }),
    ...(schema['type'] === 'array' && styleOf(text(collectionFormat ?? 'csv'), value['in'])),
  };
}

function split(value: JsonSchema): { kept: Mutable; schema: Mutable } {
  const entries = Object.entries(value);
  return {
    kept: Object.fromEntries(entries.filter(([key]) => !schemaWords.has(key))),
    schema: Object.fromEntries(entries.filter(([key]) => schemaWords.has(key))),
  };
}

const fileless = (schema: Mutable): Mutable =>
  schema['type'] === 'file' ? { ...schema, type: 'string', format: 'binary' } : schema;

/** How lists are written (Swagger 2.0, Parameter Object, collectionFormat). `tabDelimited`, and any of these beside a query, is not OpenAPI 3. */
function styleOf(format: string, place: unknown): Mutable {
  const isQuery = place === 'query' || place === 'formData';
  if (format === 'multi' && isQuery) return { style: 'form', explode: true };
  return { style: ownOf(delimited, format) ?? (isQuery ? 'form' : 'simple'), explode: false };
}

const delimited: Readonly<Record<string, string>> = {
  ssv: 'spaceDelimited',
  tsv: 'tabDelimited',
  pipes: 'pipeDelimited',
};

/** A response header. */
export function headerOf(value: Json): unknown {
  if (!isObject(value)) return value;
  const { collectionFormat, ...all } = value;
  const { kept, schema } = split(all);
  return { ...kept, schema, ...(schema['type'] === 'array' && styleOf(text(collectionFormat ?? 'csv'), 'header')) };
}
