/** Every clause of every contract: what the document promises of answers, and what the families of cases prove of requests. */
import type { Clause } from '../contract/types.ts';
import type { Suite } from '../profile/suite.ts';
import { operationsOf, requestClauses } from './generated.ts';

const known = new WeakMap<Suite, ReadonlyMap<string, Clause>>();

/** By id, in the order of the documents. Computed once for the same suite. */
export function catalogue(suite: Suite): ReadonlyMap<string, Clause> {
  const clauses = known.get(suite) ?? compute(suite);
  known.set(suite, clauses);
  return clauses;
}

function compute({ contracts, vendors }: Suite): ReadonlyMap<string, Clause> {
  const all = contracts.flatMap((contract) => [
    ...contract.clauses.values(),
    ...operationsOf([contract]).flatMap((operation) => requestClauses(operation, vendors.of(operation))),
  ]);
  return new Map(all.map((clause) => [clause.id, clause]));
}
