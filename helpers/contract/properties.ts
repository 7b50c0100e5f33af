/** Which properties a schema declares, at any depth. */
import { follow, isObject, join } from './pointer.ts';
import type { JsonSchema } from './types.ts';

const deepest = 12;
/** `objects`: places whose properties are listed; `all`: every listed property. `/data/id`, `*` for array items, '' the root. */
export interface Declared {
  readonly objects: ReadonlySet<string>;
  readonly all: ReadonlySet<string>;
}

const known = new WeakMap<JsonSchema, Map<string, Declared>>();

/** What the schema at a pointer declares; read once a document. */
export function declaredProperties(document: JsonSchema, root: string): Declared {
  const cache = known.get(document) ?? new Map<string, Declared>();
  known.set(document, cache);
  const cached = cache.get(root);
  if (cached) return cached;
  const objects = new Set<string>();
  const all = new Set<string>();
  const visit = (pointer: string, path: string, depth: number): void => {
    const target = follow(document, pointer);
    if (!target || depth > deepest) return;
    const { value: schema, pointer: here } = target;
    if (isObject(schema['properties'])) {
      objects.add(path);
      for (const name of Object.keys(schema['properties'])) {
        all.add(join(path, name));
        visit(join(here, 'properties', name), join(path, name), depth + 1);
      }
    }
    if (isObject(schema['items'])) visit(join(here, 'items'), `${path}/*`, depth + 1);
    for (const list of ['allOf', 'anyOf', 'oneOf']) {
      const branches = schema[list];
      if (Array.isArray(branches)) for (const index of branches.keys()) visit(join(here, list, index), path, depth + 1);
    }
  };
  visit(root, '', 0);
  const result = { objects, all };
  cache.set(root, result);
  return result;
}
