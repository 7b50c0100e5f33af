/** Lists that came back empty: what the document says of their items is not decided by such an answer. */
import { listOf } from '../contract/clause.ts';
import { bodyClauses } from '../contract/clauses.ts';
import { itemClauses } from '../contract/clauses/item-clauses.ts';
import { isObject, join, withoutIndexes } from '../contract/pointer.ts';
import { walkValue, type Applied } from '../contract/schema-walk.ts';
import type { Json, Operation, Outcome } from '../contract/types.ts';
import { unwitnessed } from './outcome.ts';

/**
 * The clauses that an item of an empty list, or an entry of an empty map, of a body would have decided. `key`: of the documented
 * response, `schemaPointer`: of its schema.
 */
export function emptyLists(operation: Operation, key: string, schemaPointer: string, value: Json): Outcome[] {
  const { contract } = operation;
  const found = new Set<string>();
  walkValue(contract, schemaPointer, value, (pointer, part, applied) => {
    const items = applied.flatMap((each) => missingEntry(each, part) ?? []);
    if (contract.schemaClauses) for (const each of items) for (const id of itemClauses(contract, each)) found.add(id);
    else if (items.length > 0) {
      const below = `${withoutIndexes(pointer)}/*`;
      for (const { id, ref } of bodyClauses(operation, key))
        if (ref.pointer !== undefined && listOf(ref) === below) found.add(id);
    }
  });
  return [...found].map((id) => unwitnessed(id, because));
}

const because = 'every list or map that holds it came back empty';

/** Pointer of the schema of the items or entries that a value would have, where it has none. */
function missingEntry({ schema, schemaPointer }: Applied, value: Json): string | undefined {
  const { items, properties, additionalProperties } = schema;
  if (isObject(items) && (value === null || (Array.isArray(value) && value.length === 0)))
    return join(schemaPointer, 'items');
  const isMap = isObject(additionalProperties) && properties === undefined;
  return isMap && (value === null || (isObject(value) && Object.keys(value).length === 0))
    ? join(schemaPointer, 'additionalProperties')
    : undefined;
}
