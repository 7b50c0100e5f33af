/** Whether a value may be sent: what the validator says of it, and what of it belongs to answers only. */
import { isObject } from '../contract/pointer.ts';
import { compiledPattern } from '../contract/patterns.ts';
import type { Contract, Json } from '../contract/types.ts';
import { flatten, Unbuildable, type Flat } from './generate/merge.ts';
import { join } from '../contract/pointer.ts';
import { firstLine } from '../contract/text.ts';

/** Why the schema at a pointer does not accept a value, in a few words; undefined where it does. */
export function whyInvalid(contract: Contract, pointer: string, value: Json): string | undefined {
  try {
    const [error] = contract.schemas.errors(pointer, value, { direction: 'request' });
    return error && `${error.instancePointer} breaks ${error.keyword}`.trim();
  } catch (error) {
    return `its schema cannot be compiled: ${firstLine(error)}`;
  }
}

/** Whether the schema at a pointer accepts a value; false where it cannot be compiled. */
export const accepts = (contract: Contract, pointer: string, value: Json): boolean =>
  whyInvalid(contract, pointer, value) === undefined;

/** Whether a text matches a pattern; false where the pattern cannot be run. */
export function matches(pattern: string, text: string): boolean {
  try {
    return compiledPattern(pattern).test(text);
  } catch {
    return false;
  }
}

/** A value without its readOnly properties: "sent as part of a response but SHOULD NOT be sent as part of the request" (OpenAPI 3.0.3). */
export function withoutReadOnly(document: Json, pointers: readonly string[], value: Json): Json {
  if (typeof value !== 'object' || value === null) return value;
  const flats = pointers.flatMap((pointer) => branchesOf(document, pointer));
  const below = (keyword: string, ...more: readonly string[]) =>
    flats.flatMap(({ nodes }) =>
      nodes.flatMap(({ pointer, schema }) => {
        const inner = schema[keyword];
        const [name] = more;
        const exists = name === undefined ? isObject(inner) : isObject(inner) && Object.hasOwn(inner, name);
        return exists ? [join(pointer, keyword, ...more)] : [];
      }),
    );
  if (Array.isArray(value)) {
    const items = below('items');
    return items.length === 0 ? value : value.map((each: Json) => withoutReadOnly(document, items, each));
  }
  return Object.fromEntries(
    Object.entries(value as Record<string, Json>).flatMap(([name, each]) => {
      const own = below('properties', name);
      if (own.some((pointer) => isReadOnly(document, pointer))) return [];
      return [[name, withoutReadOnly(document, own, each)] as const];
    }),
  );
}

/** What applies to a value, with all branches of its choices: which one was meant need not be known here. */
function branchesOf(document: Json, pointer: string, depth = 0): Flat[] {
  if (depth > 3) return [];
  try {
    const flat = flatten(document, pointer);
    return [
      flat,
      ...flat.choices.flatMap(({ branches }) =>
        branches.flatMap((each) => branchesOf(document, each.pointer, depth + 1)),
      ),
    ];
  } catch (error) {
    if (error instanceof Unbuildable) return [];
    throw error;
  }
}

function isReadOnly(document: Json, pointer: string): boolean {
  try {
    return flatten(document, pointer).nodes.some(({ schema }) => schema['readOnly'] === true);
  } catch {
    return false;
  }
}
