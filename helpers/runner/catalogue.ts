/** Every clause of every contract: what the document promises of answers, and what the families of cases prove of requests. */
import type { Family } from '../cases/types.ts';
import type { Clause, Contract } from '../contract/types.ts';
import { operationsOf, requestClauses } from './generated.ts';

/** By id, in the order of the documents. */
export function catalogue(contracts: readonly Contract[], families?: readonly Family[]): ReadonlyMap<string, Clause> {
  const all = contracts.flatMap((contract) => [
    ...contract.clauses.values(),
    ...operationsOf([contract]).flatMap((operation) => requestClauses(operation, families)),
  ]);
  return new Map(all.map((clause) => [clause.id, clause]));
}
