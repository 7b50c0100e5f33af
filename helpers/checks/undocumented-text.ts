/** What of a success its document does not describe: what it describes is data that the caller was promised. */
import { isObject } from '../contract/pointer.ts';
import { compiledPattern } from '../contract/patterns.ts';
import { walkValue } from '../contract/schema-walk.ts';
import type { Answer, Json, JsonSchema, Operation } from '../contract/types.ts';
import { json, jsonResponse } from './read.ts';

/** The properties of a JSON answer that no schema declares, as text; undefined where the answer is no JSON with a schema. */
export function undocumentedText(operation: Operation, answer: Answer): string | undefined {
  const documented = jsonResponse(operation, answer);
  const parsed = documented && json(answer);
  if (!documented?.media.schemaPointer || !parsed?.ok) return undefined;
  const found: Json[] = [];
  walkValue(
    operation.contract,
    documented.media.schemaPointer,
    parsed.value,
    (_pointer, value, applied) => {
      const schemas = applied.map(({ schema }) => schema);
      if (
        Array.isArray(value) &&
        schemas.every(({ items, prefixItems }) => !isObject(items) && prefixItems === undefined)
      )
        found.push(value);
      if (!isObject(value)) return;
      for (const [name, each] of Object.entries(value))
        if (!schemas.some((schema) => declares(schema, name) && saysMore(schema, name)))
          found.push({ [name]: each as Json });
    },
    'all',
  );
  return JSON.stringify(found);
}

/** False for a property that is only covered by `additionalProperties: {}`. */
const saysMore = ({ properties, patternProperties, additionalProperties }: JsonSchema, name: string): boolean =>
  (isObject(properties) && Object.hasOwn(properties, name)) ||
  isObject(patternProperties) ||
  (isObject(additionalProperties) && Object.keys(additionalProperties).length > 0);

/** Whether a schema describes a property of a name: by name, by pattern, or all that have no other description. */
export function declares({ properties, patternProperties, additionalProperties }: JsonSchema, name: string): boolean {
  return (
    (isObject(properties) && Object.hasOwn(properties, name)) ||
    isObject(additionalProperties) ||
    (isObject(patternProperties) &&
      Object.keys(patternProperties).some((pattern) => compiledPattern(pattern).test(name)))
  );
}
