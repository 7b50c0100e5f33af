/** What a document promises of its answers, clause by clause. (What it asks of requests is said by the families of cases.) */
import type { Clause } from './clause.ts';
import { clausesByComponent, type SchemaClauses } from './clauses/by-component.ts';
import { bodyClausesByResponse } from './clauses/by-response.ts';
import { operationClauses, promiseClause } from './clauses/operation-clauses.ts';
import { responseClauses } from './clauses/response-clauses.ts';
import { inferred } from './clauses/schema-clauses.ts';
import { hasWord } from './has-word.ts';
import type { Contract, Operation } from './operation.ts';
import { join } from './pointer.ts';
import { schemaNodes } from './schema-nodes.ts';
import type { JsonSchema } from './values.ts';

export { clauseOf } from './clauses/clause-of.ts';
export { hashOf } from './hash.ts';
export { isJson } from './media-type.ts';

/** All clauses about answers. `schemas` is absent where the overlay wants them by response (`x-clauses: by-response`). */
export function clausesOf(
  contract: Contract,
  operations: readonly Operation[],
): { clauses: Clause[]; schemas: SchemaClauses | undefined } {
  if (contract.document['x-clauses'] === 'by-response')
    return {
      clauses: operations.flatMap((operation) => [
        ...operationClauses(operation),
        ...[...operation.responses.values()].flatMap((response) => [
          ...responseClauses(operation, response),
          ...bodyClausesByResponse(operation, response),
        ]),
        ...operation.promises.map((promise) => promiseClause(operation, promise)),
      ]),
      schemas: undefined,
    };
  const { ofResponses, ofComponents, schemas } = clausesByComponent(contract, operations);
  const ofOperations = operations.flatMap((operation) => [
    ...operationClauses(operation),
    ...[...operation.responses.values()].flatMap((response) => responseClauses(operation, response)),
    ...(ofResponses.get(operation) ?? []),
    ...operation.promises.map((promise) => promiseClause(operation, promise)),
  ]);
  return { clauses: [...ofOperations, ...ofComponents], schemas };
}

/** The clauses of the body of a documented response, by its key (`404`). */
export const bodyClauses = ({ id, contract: { clauses } }: Operation, key: string): readonly Clause[] =>
  clauses.ofOperation(id).filter(({ ref }) => ref.group === 'body' && ref.status === key);

/** The inferred (SHOULD) schemas of a response body: where they apply and where in the document they stand. */
export const inferencesOf = (document: JsonSchema, root: string): { path: string; name: string; pointer: string }[] =>
  hasWord(document, 'x-should')
    ? schemaNodes(document, root).flatMap(({ path, pointer, schema }) =>
        inferred(schema).map(({ name }, index) => ({
          path,
          name,
          pointer: join(pointer, 'x-should', index, 'schema'),
        })),
      )
    : [];

/** Where in a body a property with the given mark stands (`x-unique`), as pointers with `*` for items. */
export const markedPlaces = (document: JsonSchema, root: string, mark: string): string[] =>
  hasWord(document, mark)
    ? schemaNodes(document, root).flatMap(({ path, schema }) => (schema[mark] === true ? [path] : []))
    : [];
