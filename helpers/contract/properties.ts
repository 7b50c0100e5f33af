/** Which properties a schema declares, at any depth. */
import { placesOf } from './schema-nodes.ts';
import { isObject, join } from './pointer.ts';
import type { JsonSchema } from './types.ts';

/** `objects`: places whose properties are listed; `all`: every listed property. `/data/id`, `*` for array items, '' the root. */
export interface Declared {
  readonly objects: ReadonlySet<string>;
  readonly all: ReadonlySet<string>;
}

/** What the schema at a pointer declares, branches of choices included. */
export function declaredProperties(document: JsonSchema, root: string): Declared {
  const withProperties = placesOf(document, root).flatMap(({ path, schema: { properties } }) =>
    isObject(properties) ? [{ path, properties }] : [],
  );
  return {
    objects: new Set(withProperties.map(({ path }) => path)),
    all: new Set(
      withProperties.flatMap(({ path, properties }) => Object.keys(properties).map((name) => join(path, name))),
    ),
  };
}
