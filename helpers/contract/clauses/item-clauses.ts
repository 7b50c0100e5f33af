/** The clauses that a value of a schema decides, wherever clauses go by component. */
import type { Contract } from '../operation.ts';
import { localPointer } from '../pointer.ts';
import { schemaPart } from '../schema-nodes.ts';

const known = new WeakMap<Contract, Map<string, readonly string[]>>();

/**
 * Ids of the clauses of the schema at a JSON pointer, with what it is composed of, up to the lists and references inside it; found
 * once a contract. Empty where the clauses go by response (`x-clauses: by-response`).
 */
export function itemClauses(contract: Contract, schemaPointer: string): readonly string[] {
  const cache = known.get(contract) ?? new Map<string, readonly string[]>();
  known.set(contract, cache);
  const found = cache.get(schemaPointer) ?? find(contract, schemaPointer);
  cache.set(schemaPointer, found);
  return found;
}

function find({ document, schemaClauses }: Contract, schemaPointer: string): readonly string[] {
  const ids = new Set<string>();
  const seen = new Set([schemaPointer]);
  // A set that grows while it is read is read to its end.
  for (const pointer of seen)
    for (const { path, pointer: place, schema } of schemaPart(document, pointer).nodes) {
      if (path.split('/').includes('*')) continue;
      for (const id of schemaClauses?.clausesAt(place) ?? []) ids.add(id);
      const target = path === '' && typeof schema['$ref'] === 'string' ? localPointer(schema['$ref']) : undefined;
      if (target !== undefined) seen.add(target);
    }
  return [...ids];
}
