/** Two documents of one API version, operation by operation: everything that a consumer or a reader could notice. */
import { follow, isObject, join } from '../../contract/pointer.ts';
import { methods } from '../../contract/import/published.ts';
import type { JsonSchema } from '../../contract/types.ts';
import { changesOf, type Change, type Difference } from './change.ts';
import { compareDocumentParts } from './document-parts.ts';
import { compareParameters } from './parameters.ts';
import { compareBody } from './request-body.ts';
import { compareResponses } from './responses.ts';
import { schemaPairs, type SchemaPairs } from './schema-pairs.ts';
import { compareSecurity } from './security.ts';
import { compareWording } from './wording.ts';

/** One operation as a document has it. */
export interface OperationSpot {
  /** `DELETE /notes/{noteId}`. */
  readonly name: string;
  readonly method: string;
  readonly path: string;
  /** Pointers of the path item and of the operation, references of the path item followed. */
  readonly item: string;
  readonly pointer: string;
  readonly value: JsonSchema;
}

/** The two documents of a comparison and what comparing their schemas needs. */
export interface Comparison {
  readonly before: JsonSchema;
  readonly after: JsonSchema;
  readonly requests: SchemaPairs;
  readonly responses: SchemaPairs;
}

/** One operation in both documents. */
export interface OperationPair {
  readonly before: OperationSpot;
  readonly after: OperationSpot;
}

/**
 * Every change from one document (OpenAPI 3) to another, the gravest first. Operations belong together by method and path,
 * whatever the names of the path's parameters.
 */
export function compareDocuments(before: JsonSchema, after: JsonSchema): Change[] {
  const comparison: Comparison = {
    before,
    after,
    requests: schemaPairs(before, after, 'request'),
    responses: schemaPairs(before, after, 'response'),
  };
  const [old, current] = [operationsIn(before), operationsIn(after)];
  const differences: Difference[] = [...compareDocumentParts(before, after)];
  for (const [key, spot] of old) {
    const other = current.get(key);
    if (other) differences.push(...compareOperation(comparison, { before: spot, after: other }));
    else differences.push(removedOperation(spot));
  }
  for (const [key, spot] of current) if (!old.has(key)) differences.push(addedOperation(spot));
  return changesOf(differences);
}

function compareOperation(comparison: Comparison, pair: OperationPair): Difference[] {
  return [
    ...compareParameters(comparison, pair),
    ...compareBody(comparison, pair),
    ...compareResponses(comparison, pair),
    ...compareSecurity(comparison, pair),
    ...compareWording(pair),
  ];
}

const removedOperation = ({ name, value, pointer }: OperationSpot): Difference => ({
  rule: value['deprecated'] === true ? 'api-removed-with-deprecation' : 'api-removed-without-deprecation',
  severity: 'breaking',
  place: { operation: name, side: 'operation' },
  before: pointer,
  from: name,
});

const addedOperation = ({ name, pointer }: OperationSpot): Difference => ({
  rule: 'endpoint-added',
  severity: 'additive',
  place: { operation: name, side: 'operation' },
  after: pointer,
  to: name,
});

/** The operations of a document by method and path, names of path parameters left out. */
export function operationsIn(document: JsonSchema): ReadonlyMap<string, OperationSpot> {
  const paths = isObject(document['paths']) ? document['paths'] : {};
  const spots = Object.keys(paths).flatMap((path) => {
    const item = follow(document, join('/paths', path));
    if (!item) return [];
    return methods.flatMap((method): OperationSpot[] => {
      const value = item.value[method];
      if (!isObject(value)) return [];
      const name = `${method.toUpperCase()} ${path}`;
      return [
        { name, method: method.toUpperCase(), path, item: item.pointer, pointer: join(item.pointer, method), value },
      ];
    });
  });
  return new Map(spots.map((spot) => [operationKey(spot.method, spot.path), spot]));
}

/** What makes two operations the same one: `DELETE /notes/{}/images/{}`. */
export const operationKey = (method: string, path: string): string =>
  `${method.toUpperCase()} ${path.replaceAll(/\{[^}]*\}/g, '{}')}`;
