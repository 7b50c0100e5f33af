/** Which cases a change touches: what the documents say otherwise than at the last run, and what that run found. Pure. */
import { responseKey, responseKeyOf } from '../contract/clause.ts';
import type { Clause, Contract } from '../contract/types.ts';
import type { CaseInfo } from './result.ts';

/** A clause as the last run reported it. */
export interface LastClause {
  readonly id: string;
  readonly hash: string;
  readonly verdict: string;
}

/** Verdicts that are looked at again. */
const found = new Set(['deviates', 'waived', 'error']);

/**
 * Ids of the cases to ask again. `clauses`: the catalogue of today; one that is new, whose hash differs, or that did not hold in the
 * last run touches the cases that prove it, or that bring its response about; one of a shared schema those of every response that
 * leads to the schema.
 */
export function touchedCases(
  cases: readonly CaseInfo[],
  clauses: ReadonlyMap<string, Clause>,
  contracts: readonly Contract[],
  last: readonly LastClause[],
): ReadonlySet<string> {
  const before = new Map(last.map((clause) => [clause.id, clause]));
  const changed = [...clauses.values()].filter(({ id, hash }) => {
    const known = before.get(id);
    return known === undefined || known.hash !== hash || found.has(known.verdict);
  });
  const keys = new Set([
    ...changed.flatMap((clause) => [clause.id, responseKeyOf(clause.ref) ?? []].flat()),
    ...responsesOf(changed, contracts),
  ]);
  return new Set(cases.filter((one) => one.clauses.some((key) => keys.has(key))).map(({ id }) => id));
}

/** Keys of the responses that decide clauses which belong to none of them: of a whole operation, or of a shared schema. */
function responsesOf(changed: readonly Clause[], contracts: readonly Contract[]): string[] {
  const operations = new Set(
    changed.flatMap(({ ref, decidedBy }) => (decidedBy === 'every-response' ? (ref.operation ?? []) : [])),
  );
  const components = new Set(
    changed.flatMap(({ ref }) => (ref.component === undefined ? [] : `${ref.contract} ${ref.component}`)),
  );
  return contracts.flatMap((contract) =>
    [...contract.operations.values()].flatMap((operation) =>
      [...operation.responses.values()]
        .filter(({ content }) => {
          if (operations.has(operation.id)) return true;
          if (components.size === 0) return false;
          const schemas = content.flatMap(({ schemaPointer }) => schemaPointer ?? []);
          const names = contract.schemaClauses?.componentsFrom(schemas) ?? new Set<string>();
          return [...names].some((name) => components.has(`${contract.id} ${name}`));
        })
        .map(({ key }) => responseKey(operation.id, key)),
    ),
  );
}
