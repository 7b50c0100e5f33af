/** Every clause of every contract: what the document promises of answers, and what the families of cases prove of requests. */
import type { Clause } from '../contract/types.ts';
import { operationsIn, type Suite } from '../profile/suite.ts';
import { operationsOf, requestClauses } from './generated.ts';

const known = new WeakMap<Suite, ReadonlyMap<string, Clause>>();

/** By id, in the order of the documents. Computed once for the same suite. */
export function catalogue(suite: Suite): ReadonlyMap<string, Clause> {
  const clauses = known.get(suite) ?? compute(suite);
  known.set(suite, clauses);
  return clauses;
}

/** A clause by its id, of which it is known near which operation it is used. */
export type ClauseLookup = (id: string, operation: string) => Clause | undefined;

/** Looks clauses up; those about requests are made for the operation that needs them, not for all. */
export function clauseLookup(suite: Suite): ClauseLookup {
  const operations = operationsIn(suite);
  const ofRequests = new Map<string, ReadonlyMap<string, Clause>>();
  const near = (name: string): ReadonlyMap<string, Clause> => {
    const operation = operations.get(name);
    const clauses =
      ofRequests.get(name) ?? byId(operation ? requestClauses(operation, suite.vendors.of(operation)) : []);
    ofRequests.set(name, clauses);
    return clauses;
  };
  return (id, operation) => {
    const ofAnswers = suite.contracts.find(({ clauses }) => clauses.has(id))?.clauses;
    // As in the catalogue: what a family says of a clause comes last.
    return near(operation).get(id) ?? ofAnswers?.get(id) ?? catalogue(suite).get(id);
  };
}

const byId = (clauses: readonly Clause[]): ReadonlyMap<string, Clause> =>
  new Map(clauses.map((clause) => [clause.id, clause]));

function compute({ contracts, vendors }: Suite): ReadonlyMap<string, Clause> {
  const all = contracts.flatMap((contract) => [
    ...contract.clauses.values(),
    ...operationsOf([contract]).flatMap((operation) => requestClauses(operation, vendors.of(operation))),
  ]);
  return byId(all);
}
