/** What the schemas of a document say of the properties of answers. */
import { matches } from '../cases/valid.ts';
import { follow, isObject, join } from '../contract/pointer.ts';
import type { JsonSchema, Operation } from '../contract/types.ts';

/** The schema of the JSON that an operation answers a status with: a JSON pointer. */
export function jsonSchemaOf(operation: Operation, status: string): string | undefined {
  const content = operation.responses.get(status)?.content ?? [];
  return content.find(({ type, schemaPointer }) => schemaPointer !== undefined && /[/+]json\b|^\*\/\*$/.test(type))
    ?.schemaPointer;
}

/** The schema of the JSON that an operation takes: a JSON pointer. */
export const jsonRequestSchema = ({ body }: Operation): string | undefined =>
  body?.content.find(({ type }) => /[/+]json\b/.test(type))?.schemaPointer;

/** The schema of a list's items. */
export const itemsPointer = (document: JsonSchema, pointer: string): string | undefined => {
  const target = follow(document, pointer);
  return target && isObject(target.value['items']) ? join(target.pointer, 'items') : undefined;
};

/** Names of an object schema's properties with the pointers of their schemas, through `$ref` and `allOf`. */
export function propertiesOf(document: JsonSchema, pointer: string, depth = 0): Map<string, string> {
  const target = follow(document, pointer);
  const found = new Map<string, string>();
  if (!target || depth > 6) return found;
  const { value, pointer: here } = target;
  if (isObject(value['properties']))
    for (const name of Object.keys(value['properties'])) found.set(name, join(here, 'properties', name));
  if (Array.isArray(value['allOf']))
    for (const index of value['allOf'].keys())
      for (const [name, at] of propertiesOf(document, join(here, 'allOf', index), depth + 1)) found.set(name, at);
  return found;
}

/** True for a schema that says that its objects have further properties. */
export function isOpen(document: JsonSchema, pointer: string): boolean {
  const more = follow(document, pointer)?.value['additionalProperties'];
  return more !== undefined && more !== false;
}

/** JSON pointer of a text of the request body that takes any value: an answer that repeats it speaks of what this request made. */
export function markableText(operation: Operation): string | undefined {
  const { document } = operation.contract;
  const schema = jsonRequestSchema(operation);
  if (schema === undefined) return undefined;
  const found = [...propertiesOf(document, schema)].find(([, each]) => isFreeText(follow(document, each)?.value ?? {}));
  return found && join('', found[0]);
}

/** A mark as any other (`markText`), to see whether a pattern allows one. */
const sampleMark = 'conformance-01234567-89ab-4cde-8f01-23456789abcd';

/** Whether a schema takes any text that is long enough to hold a mark, or at least every mark. */
export function isFreeText(schema: JsonSchema): boolean {
  const { pattern } = schema;
  const isFree =
    ['enum', 'const', 'format', 'readOnly'].every((keyword) => schema[keyword] === undefined) &&
    (typeof pattern !== 'string' || matches(pattern, sampleMark));
  return isFree && [schema['type']].flat().includes('string') && Number(schema['maxLength'] ?? 200) >= 48;
}
