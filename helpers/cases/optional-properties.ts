/** What a body has where its schema requires nothing of it: an empty object says nothing, and is often rejected for that. */
import { isObject, join } from '../contract/pointer.ts';
import type { Contract, Json } from '../contract/types.ts';
import { flatten, mergedSchema } from './generate/merge.ts';
import { typeOf } from './invalid-values.ts';
import { propose, type Proposal } from './propose.ts';
import { accepts } from './valid.ts';

/** Names of what leads elsewhere, reaches a person or is a secret: nothing that is made up belongs there. */
const sensitive = /id$|ur[il]|mail|phone|secret|password|token|key$|callback|hook/i;
const plainTypes = ['string', 'integer', 'number'];

/**
 * A proposal for the schema at a pointer; where that is a generated `{}`, with the optional texts, numbers and listed values of
 * the schema that can be made up without effect elsewhere. Booleans are left alone: they switch things.
 */
export function withPlainProperties(contract: Contract, pointer: string, proposal: Proposal): Proposal {
  if ('reason' in proposal || proposal.origin !== 'generated') return proposal;
  if (!isObject(proposal.value) || Object.keys(proposal.value).length > 0) return proposal;
  const value = Object.fromEntries(plainProperties(contract, pointer));
  return accepts(contract, pointer, value) ? { value, origin: 'generated' } : proposal;
}

/**
 * A generated object with the optional properties that can be made up without effect elsewhere; undefined where it has them all,
 * or would not be valid with them.
 */
export function withFurtherProperties(contract: Contract, pointer: string, value: Json): Json | undefined {
  if (!isObject(value)) return undefined;
  const further = Object.fromEntries(
    plainProperties(contract, pointer).filter(([name]) => !Object.hasOwn(value, name)),
  );
  const whole = { ...value, ...further };
  return Object.keys(further).length > 0 && accepts(contract, pointer, whole) ? whole : undefined;
}

function plainProperties(contract: Contract, pointer: string): (readonly [name: string, value: Json])[] {
  const places = flatten(contract.document, pointer).nodes.flatMap(({ pointer: here, schema: { properties } }) =>
    isObject(properties) ? Object.keys(properties).map((name) => [name, join(here, 'properties', name)] as const) : [],
  );
  return places.flatMap(([name, place]) => {
    if (sensitive.test(name) || !isPlain(contract, place)) return [];
    const made = propose(contract, place, { examples: [], name });
    return 'reason' in made ? [] : [[name, made.value] as const];
  });
}

function isPlain({ document }: Contract, place: string): boolean {
  const schema = mergedSchema(document, place)?.schema ?? {};
  const isFree = schema['format'] === undefined || schema['enum'] !== undefined || typeOf(schema) !== 'string';
  return (
    isFree &&
    plainTypes.includes(typeOf(schema) ?? '') &&
    schema['readOnly'] !== true &&
    schema['deprecated'] !== true &&
    schema['pattern'] === undefined
  );
}
