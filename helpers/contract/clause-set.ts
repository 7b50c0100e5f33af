/** The clauses of a contract, by id and by operation; handed to other processes so that each reads only those that it needs. */
import type { Clause } from './clause.ts';
import { groupBy } from './group-by.ts';
import { textSharer } from './shared-texts.ts';

/** Clauses by id, in the order of the document. */
export interface ClauseSet extends ReadonlyMap<string, Clause> {
  /** The clauses of an operation, by its id; empty where it has none. */
  readonly ofOperation: (operation: string) => readonly Clause[];
}

/** A set of clauses; of several with one id, the last counts. */
export function clauseSet(clauses: readonly Clause[]): ClauseSet {
  const byId = new Map(clauses.map((clause) => [clause.id, clause]));
  let byOperation: ReadonlyMap<string, readonly Clause[]> | undefined;
  return Object.assign(byId, {
    ofOperation: (operation: string) =>
      (byOperation ??= groupBy([...byId.values()], ({ ref }) => ref.operation ?? '')).get(operation) ?? [],
  });
}

/** Neighbouring clauses of one operation, or of one component. */
interface Block {
  readonly operation: string;
  readonly ids: readonly string[];
  /** The clauses as JSON, which is read in a fraction of the time that a structured clone takes. */
  readonly text: string;
}

/** A set of clauses as plain data. */
export type PackedClauses = readonly Block[];

/** The plain data of a set. */
export function packedClauses(clauses: ClauseSet): PackedClauses {
  const runs: { readonly operation: string; readonly component: string | undefined; readonly own: Clause[] }[] = [];
  for (const clause of clauses.values()) {
    const { operation = '', component } = clause.ref;
    const last = runs.at(-1);
    if (last?.operation === operation && last.component === component) last.own.push(clause);
    else runs.push({ operation, component, own: [clause] });
  }
  return runs.map(({ operation, own }) => ({ operation, ids: own.map(({ id }) => id), text: JSON.stringify(own) }));
}

/** The set that the data was made of. A block is read when one of its clauses is wanted, all of them for a walk over the set. */
export function clauseSetFrom(blocks: PackedClauses): ClauseSet {
  const share = textSharer();
  // An id has its clause, or the block in which it stands: the text of a block that was read is needed no more.
  const known = new Map<string, Clause | Block>(blocks.flatMap((block) => block.ids.map((id) => [id, block])));
  const idsOf = new Map<string, string[]>();
  for (const { operation, ids } of blocks) {
    const own = idsOf.get(operation);
    if (own) own.push(...ids);
    else idsOf.set(operation, [...ids]);
  }
  const get = (id: string): Clause | undefined => {
    const found = known.get(id);
    if (found === undefined || !('text' in found)) return found;
    for (const clause of share(JSON.parse(found.text) as Clause[])) known.set(clause.id, clause);
    return get(id);
  };
  const those = (ids: Iterable<string>) => [...ids].flatMap((id) => get(id) ?? []);
  const all = () => new Map(those(known.keys()).map((clause) => [clause.id, clause]));
  return {
    size: known.size,
    has: (id) => known.has(id),
    get,
    ofOperation: (operation) => those(idsOf.get(operation) ?? []),
    keys: () => known.keys(),
    values: () => all().values(),
    entries: () => all().entries(),
    forEach: (visit, self) => all().forEach(visit, self),
    [Symbol.iterator]: () => all().entries(),
  };
}
