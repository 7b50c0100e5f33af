/** Properties that one part of a schema declares and another forbids: the document's error, not an answer's. */
import type { SchemaError } from '../contract/compile/errors.ts';
import { isObject } from '../contract/pointer.ts';
import { walkValue, type Applied } from '../contract/schema-walk.ts';
import type { Contract, Json } from '../contract/types.ts';

const closing = ['additionalProperties', 'unevaluatedProperties'];

/**
 * Those of the errors of a value that say of a property that it must not be there, although another schema that applies in the
 * same place declares it: `additionalProperties: false` in one part of an `allOf` closes it for all that the other parts add.
 */
export function contradictoryIn(
  contract: Pick<Contract, 'document' | 'schemas'>,
  schemaPointer: string,
  value: Json,
  errors: readonly SchemaError[],
): ReadonlySet<SchemaError> {
  const suspects = errors.filter(({ keyword }) => closing.includes(keyword));
  const found = new Set<SchemaError>();
  if (suspects.length === 0) return found;
  walkValue(contract, schemaPointer, value, (instancePointer, _part, applied) => {
    for (const error of suspects)
      if (error.instancePointer === instancePointer && applied.some((each) => declares(each, error))) found.add(error);
  });
  return found;
}

function declares(
  { schema: { properties }, schemaPointer }: Applied,
  { params, schemaPointer: own }: SchemaError,
): boolean {
  const name = params['additionalProperty'] ?? params['unevaluatedProperty'];
  return schemaPointer !== own && isObject(properties) && typeof name === 'string' && Object.hasOwn(properties, name);
}
