/** A body that is right, but inside a property of the one that was sent. */
import { follow, isObject } from '../contract/pointer.ts';
import type { Finding, Json, JsonSchema } from '../contract/types.ts';
import { shownName } from './read.ts';

/** The properties that the schema at a pointer requires itself. */
export function requiredIn(document: JsonSchema, schemaPointer: string): string[] {
  const required = follow(document, schemaPointer)?.value['required'];
  return Array.isArray(required) ? required.map(String) : [];
}

/** The property that holds the documented body, where the body itself has nothing of what is required. */
export function wrapperIn(
  value: Json,
  required: readonly string[],
  accepts: (value: Json) => boolean,
): string | undefined {
  if (!isObject(value) || required.length === 0) return undefined;
  if (required.some((name) => Object.hasOwn(value, name))) return undefined;
  return Object.entries(value).find(([, inner]) => isObject(inner) && accepts(inner))?.[0];
}

/** One finding for all that is missing: it is there, one level too deep. */
export const wrappedFinding = (clause: string, wrapper: string, required: readonly string[]): Finding => ({
  code: 'BODY_WRAPPED',
  clause,
  at: `/${shownName(wrapper)}`,
  expected: `${required.join(', ')} in the body itself`,
  actual: `inside ${shownName(wrapper)}`,
  values: { expected: { kind: 'unwrapped', required } },
});
