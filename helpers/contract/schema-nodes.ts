/** Every place of a body that a schema describes, read once a document. */
import { follow, isObject, join } from './pointer.ts';
import type { JsonSchema } from './types.ts';

export interface Place {
  /** Where in the body: `/data/id`, `*` for array items, '' the root. */
  readonly path: string;
  /** Where in the document, `$ref`s followed. */
  readonly pointer: string;
  readonly schema: JsonSchema;
  /** True below a choice (anyOf, oneOf): it need not apply. */
  readonly choice: boolean;
}

/** Depth at which the reading of a (possibly circular) schema ends. */
const deepest = 12;

const known = new WeakMap<JsonSchema, Map<string, readonly Place[]>>();

/** The places of the body whose schema stands at a pointer, parents first; allOf and choices share their parent's path. */
export function placesOf(document: JsonSchema, root: string): readonly Place[] {
  const cache = known.get(document) ?? new Map<string, readonly Place[]>();
  known.set(document, cache);
  const cached = cache.get(root);
  if (cached) return cached;
  const places: Place[] = [];
  const visit = (at: string, path: string, choice: boolean, depth: number): void => {
    const target = follow(document, at);
    if (!target || depth > deepest) return;
    const { value: schema, pointer } = target;
    places.push({ path, pointer, schema, choice });
    const { properties, items } = schema;
    if (isObject(properties))
      for (const name of Object.keys(properties))
        visit(join(pointer, 'properties', name), join(path, name), choice, depth + 1);
    if (isObject(items)) visit(join(pointer, 'items'), `${path}/*`, choice, depth + 1);
    for (const list of ['allOf', 'anyOf', 'oneOf']) {
      const branches = schema[list];
      if (Array.isArray(branches))
        for (const index of branches.keys())
          visit(join(pointer, list, index), path, choice || list !== 'allOf', depth + 1);
    }
  };
  visit(root, '', false, 0);
  cache.set(root, places);
  return places;
}
