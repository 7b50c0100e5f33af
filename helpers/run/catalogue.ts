/** Every clause of every contract: what the document promises of answers, and what the families of cases prove of requests. */
import type { Clause, Contract } from '../contract/types.ts';
import { operationsOf, requestClauses } from './generated.ts';

const known = new WeakMap<readonly Contract[], ReadonlyMap<string, Clause>>();

/** By id, in the order of the documents. Computed once for the same contracts. */
export function catalogue(contracts: readonly Contract[]): ReadonlyMap<string, Clause> {
  const clauses = known.get(contracts) ?? compute(contracts);
  known.set(contracts, clauses);
  return clauses;
}

function compute(contracts: readonly Contract[]): ReadonlyMap<string, Clause> {
  const all = contracts.flatMap((contract) => [
    ...contract.clauses.values(),
    ...operationsOf([contract]).flatMap((operation) => requestClauses(operation)),
  ]);
  return new Map(all.map((clause) => [clause.id, clause]));
}
