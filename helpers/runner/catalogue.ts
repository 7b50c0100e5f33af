/** Every clause of every contract: what the document promises of answers, and what the families of cases prove of requests. */
import type { Family } from '../cases/types.ts';
import type { Clause, Contract } from '../contract/types.ts';
import { operationsOf, requestClauses } from './generated.ts';

const known = new WeakMap<readonly Contract[], Map<readonly Family[] | undefined, ReadonlyMap<string, Clause>>>();

/** By id, in the order of the documents. Computed once for the same contracts and families. */
export function catalogue(contracts: readonly Contract[], families?: readonly Family[]): ReadonlyMap<string, Clause> {
  const cache = known.get(contracts) ?? new Map<readonly Family[] | undefined, ReadonlyMap<string, Clause>>();
  known.set(contracts, cache);
  const cached = cache.get(families);
  if (cached) return cached;
  const computed = compute(contracts, families);
  cache.set(families, computed);
  return computed;
}

function compute(contracts: readonly Contract[], families?: readonly Family[]): ReadonlyMap<string, Clause> {
  const all = contracts.flatMap((contract) => [
    ...contract.clauses.values(),
    ...operationsOf([contract]).flatMap((operation) => requestClauses(operation, families)),
  ]);
  return new Map(all.map((clause) => [clause.id, clause]));
}
