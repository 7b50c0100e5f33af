/** JSON pointers (RFC 6901) into documents and answers. */
import type { Json, JsonSchema } from './types.ts';

const escape = (segment: string) =>
  segment.includes('~') || segment.includes('/') ? segment.replaceAll('~', '~0').replaceAll('/', '~1') : segment;
const unescape = (segment: string) =>
  segment.includes('~') ? segment.replaceAll('~1', '/').replaceAll('~0', '~') : segment;

/** Adds segments to a pointer: `join('/paths', '/a/{b}')` is `/paths/~1a~1{b}`. */
export function join(pointer: string, ...segments: readonly (string | number)[]): string {
  let joined = pointer;
  for (const segment of segments) joined += `/${escape(String(segment))}`;
  return joined;
}

/** The steps of a pointer, unescaped: `/paths/~1a` is `paths` and `/a`. */
export const segmentsOf = (pointer: string): string[] => pointer.split('/').slice(1).map(unescape);

/** The value at a pointer, or undefined where there is none. */
export function at(document: Json, pointer: string): Json | undefined {
  let value: Json | undefined = document;
  if (pointer === '') return value;
  const segments = pointer.split('/');
  for (let index = 1; index < segments.length; index += 1) {
    const segment = unescape(segments[index] ?? '');
    if (value === null || typeof value !== 'object' || !Object.hasOwn(value, segment)) return undefined;
    value = (value as Record<string, Json>)[segment];
  }
  return value;
}

export const isObject = (value: unknown): value is JsonSchema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A pointer into a body with `*` for each item of a list: items break and keep a promise alike. */
export const withoutIndexes = (pointer: string): string => pointer.replaceAll(/\/\d+(?=\/|$)/g, '/*');

/** The value of an object's own property: a document may name one `constructor`. */
export const ownOf = <Value>(object: Readonly<Record<string, Value>>, name: string): Value | undefined =>
  Object.hasOwn(object, name) ? object[name] : undefined;

/** Gives an object a property of its own, whatever its name: assigned, `__proto__` would be another thing. */
export const setOwn = (object: object, name: string | number, value: unknown): void =>
  void Object.defineProperty(object, name, { value, writable: true, enumerable: true, configurable: true });

/** Follows local `$ref`s from a pointer to the object they end at; undefined where one leads nowhere or in a circle. */
export function follow(document: Json, pointer: string): { pointer: string; value: JsonSchema } | undefined {
  const seen = new Set<string>();
  for (let here: string | undefined = pointer; here !== undefined && !seen.has(here);) {
    seen.add(here);
    const value = at(document, here);
    if (!isObject(value)) return undefined;
    if (typeof value['$ref'] !== 'string') return { pointer: here, value };
    here = localPointer(value['$ref']);
  }
  return undefined;
}

/** `#/a/b` as a pointer, percent-decoding undone; undefined for a reference that is no pointer into the same document. */
export function localPointer(ref: string): string | undefined {
  if (ref !== '#' && !ref.startsWith('#/')) return undefined;
  try {
    return decodeURIComponent(ref.slice(1));
  } catch {
    return ref.slice(1);
  }
}
