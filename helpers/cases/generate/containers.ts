/** Lists and objects. */
import { isObject, join, ownOf, setOwn } from '../../contract/pointer.ts';
import type { Json, JsonSchema } from '../../contract/types.ts';
import type { Context, Place } from './context.ts';
import { flatten, joined, Unbuildable, type Constraints, type Flat, type Node } from './merge.ts';

/** Level below which optional properties are left out. */
const deepestOptional = 3;
/** More items than a server would be sent for a test. */
const mostItems = 200;

const nothing: Flat = { nodes: [], choices: [], refs: [] };

/** Schemas at a place below each of some nodes, joined. */
const below = ({ document }: Context, nodes: readonly Node[], keyword: string, ...more: readonly string[]): Flat =>
  nodes.map(({ pointer }) => flatten(document, join(pointer, keyword, ...more))).reduce(joined, nothing);

const having = (nodes: readonly Node[], keyword: string, test: (value: unknown) => boolean = isSchema): Node[] =>
  nodes.filter(({ schema }) => test(schema[keyword]));

const isSchema = (value: unknown): boolean => isObject(value) || value === true;

/** A list with as few items as allowed, but with one where it may have one: an empty list says nothing. */
export function listFor(context: Context, { nodes }: Flat, constraints: Constraints, place: Place): Json {
  const { minItems, maxItems, uniqueItems } = constraints;
  if (minItems > mostItems) throw new Unbuildable(`it has at least ${minItems} items`);
  const tuples = having(nodes, 'prefixItems', Array.isArray);
  const tupleLength = Math.max(0, ...tuples.map(({ schema }) => (schema['prefixItems'] as readonly Json[]).length));
  const items = having(nodes, 'items');
  const contained = having(nodes, 'contains');
  const isClosed = nodes.some(({ schema }) => schema['items'] === false);
  const wanted = Math.min(Math.max(minItems, isClosed ? tupleLength : Math.max(1, tupleLength)), maxItems);
  const values: Json[] = [];
  for (let index = 0; index < wanted; index += 1) {
    const own = tuples.filter(({ schema }) => index < (schema['prefixItems'] as readonly Json[]).length);
    const flat = [
      own.length > 0 ? below(context, own, 'prefixItems', String(index)) : below(context, items, 'items'),
      index === tupleLength ? below(context, contained, 'contains') : nothing,
    ].reduce(joined);
    const variant = uniqueItems ? place.variant + index : place.variant;
    try {
      values.push(context.build(flat, { ...place, depth: place.depth + 1, variant }));
    } catch (error) {
      if (error instanceof Unbuildable && values.length >= minItems) break;
      throw error;
    }
  }
  return values;
}

/** An object with its required properties and, near the top and where asked for, its optional ones. */
export function objectFor(context: Context, { nodes }: Flat, constraints: Constraints, place: Place): Json {
  const { required, minProperties, maxProperties } = constraints;
  const value: Record<string, Json> = {};
  const declared = [
    ...new Set(nodes.flatMap(({ schema: { properties } }) => (isObject(properties) ? Object.keys(properties) : []))),
  ];
  const add = (name: string): void => {
    const schema = propertyOf(context, nodes, name);
    if (schema.nodes.some((each) => each.schema['readOnly'] === true)) return;
    setOwn(value, name, context.build(schema, { ...place, depth: place.depth + 1, name }));
    for (const other of dependentOn(nodes, name)) if (!Object.hasOwn(value, other)) add(other);
  };
  for (const name of required) add(name);
  const isFull = () => Object.keys(value).length >= maxProperties;
  const wantsAll = context.optional === true && place.depth < deepestOptional;
  for (const name of declared) {
    if (Object.hasOwn(value, name) || isFull() || !(wantsAll || Object.keys(value).length < minProperties)) continue;
    try {
      add(name);
    } catch (error) {
      if (!(error instanceof Unbuildable)) throw error;
    }
  }
  for (let count = 1; Object.keys(value).length < minProperties && count <= mostItems; count += 1)
    add(`conformance${count}`);
  return value;
}

/** The schema of a property: where it is declared, by the patterns of names that fit, else what additional ones must be. */
function propertyOf(context: Context, nodes: readonly Node[], name: string): Flat {
  const own = nodes.filter(({ schema: { properties } }) => isObject(properties) && Object.hasOwn(properties, name));
  const declared = below(context, own, 'properties', name);
  const patterned = nodes.flatMap((node) =>
    patternsOf(node.schema)
      .filter((each) => context.matches(each, name))
      .map((each) => below(context, [node], 'patternProperties', each)),
  );
  const found = [declared, ...patterned].reduce(joined);
  if (own.length > 0 || patterned.length > 0) return found;
  if (nodes.some(({ schema }) => schema['additionalProperties'] === false))
    throw new Unbuildable(`${name} is required and not allowed`);
  return below(context, having(nodes, 'additionalProperties'), 'additionalProperties');
}

const patternsOf = ({ patternProperties }: JsonSchema): string[] =>
  isObject(patternProperties) ? Object.keys(patternProperties) : [];

/** Properties that another one requires (JSON Schema 2020-12 validation, 6.5.4, and `dependencies` of before). */
const dependentOn = (nodes: readonly Node[], name: string): string[] =>
  nodes.flatMap(({ schema: { dependentRequired, dependencies } }) =>
    [dependentRequired, dependencies].flatMap((each) => {
      const names = isObject(each) ? ownOf(each, name) : undefined;
      return Array.isArray(names) ? names.map(String) : [];
    }),
  );
