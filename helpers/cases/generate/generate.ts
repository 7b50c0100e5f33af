/** A value that a schema accepts: deterministic, small, bounded. What it makes is a proposal: the validator has the last word. */
import { at, isObject, ownOf } from '../../contract/pointer.ts';
import type { Json, JsonSchema } from '../../contract/types.ts';
import { listFor, objectFor } from './containers.ts';
import type { Context, Options, Place } from './context.ts';
import { givenValue } from './given.ts';
import { numberFor, textFor } from './leaves.ts';
import {
  constraintsOf,
  flatten,
  joined,
  Unbuildable,
  type Branch,
  type Choice,
  type Constraints,
  type Flat,
} from './merge.ts';

/** Schemas that are read for one value: more than any body that a person would write has. */
const mostSchemas = 4_000;
const deepest = 20;

/** The schema is too large for a value to be made within the bounds. Unlike Unbuildable it ends the search. */
export class TooLarge extends Error {}

/**
 * A value for the schema at a pointer of a document. readOnly properties are left out. Throws Unbuildable (a `$ref` that leads
 * nowhere, constraints that exclude each other, a schema that requires itself) or TooLarge.
 */
export function generate(document: Json, pointer: string, options: Options): Json {
  let left = mostSchemas;
  const context: Context = {
    ...options,
    document,
    build(flat, place) {
      left -= flat.nodes.length + 1;
      if (left < 0) throw new TooLarge(`its schema has more than ${mostSchemas} parts`);
      return build(context, flat, place);
    },
  };
  return context.build(flatten(document, pointer), { depth: 0, inside: [], name: options.name ?? '', variant: 0 });
}

function build(context: Context, flat: Flat, place: Place): Json {
  if (place.depth > deepest) throw new Unbuildable(`it is nested deeper than ${deepest} levels`);
  const again = flat.refs.find((ref) => place.inside.filter((each) => each === ref).length > 1);
  if (again !== undefined) throw new Unbuildable(`${again} requires itself`);
  const [choice, ...choices] = flat.choices;
  if (choice) return choose(context, { ...flat, choices }, choice, place);
  const schemas = flat.nodes.map(({ schema }) => schema);
  const constraints = constraintsOf(schemas);
  return (
    givenValue(context, schemas, constraints, place) ??
    valueFor(context, flat, constraints, { ...place, inside: [...place.inside, ...flat.refs] })
  );
}

/** Tries the branches of a choice in turn; a value for oneOf has to match one of them alone. */
function choose(context: Context, flat: Flat, { keyword, branches }: Choice, place: Place): Json {
  const isNull = ({ pointer }: Branch) => {
    const schema = at(context.document, pointer);
    return isObject(schema) && schema['type'] === 'null';
  };
  const first = (context.branch ?? 0) % branches.length;
  const ordered = [...branches.slice(first), ...branches.slice(0, first)];
  const values: Json[] = [];
  let failure = new Unbuildable(`${keyword} has no branch`);
  for (const branch of [...ordered.filter((each) => !isNull(each)), ...ordered.filter(isNull)]) {
    try {
      const built = context.build(joined(flat, flatten(context.document, branch.pointer)), place);
      const value = withDiscriminator(context, branch, built);
      if (keyword === 'anyOf' || branches.filter(({ pointer }) => context.accepts(pointer, value)).length === 1)
        return value;
      values.push(value);
    } catch (error) {
      if (!(error instanceof Unbuildable)) throw error;
      failure = error;
    }
  }
  if (values[0] === undefined) throw failure;
  return values[0];
}

/** A value with the name by which the discriminator chooses its branch, where the branch does not fix it itself. */
function withDiscriminator({ document }: Context, { pointer, discriminator }: Branch, value: Json): Json {
  if (!discriminator || !isObject(value)) return value;
  const { property, value: name } = discriminator;
  const isFixed = flatten(document, pointer).nodes.some(({ schema: { properties } }) => {
    const own = isObject(properties) ? ownOf(properties, property) : undefined;
    return isObject(own) && (own['enum'] !== undefined || own['const'] !== undefined);
  });
  return isFixed ? value : { ...value, [property]: name };
}

/** The type that is made: the first one declared, else the one that the other keywords are about. */
function typeFor(schemas: readonly JsonSchema[], { types, nullable }: Constraints): string {
  if (types) {
    const type = types[0] ?? (nullable ? 'null' : undefined);
    if (type === undefined) throw new Unbuildable('its types exclude each other');
    return type;
  }
  const has = (...keys: readonly string[]) => schemas.some((schema) => keys.some((key) => schema[key] !== undefined));
  if (has('properties', 'required', 'additionalProperties', 'patternProperties', 'minProperties')) return 'object';
  if (has('items', 'prefixItems', 'minItems', 'maxItems', 'uniqueItems', 'contains')) return 'array';
  if (has('minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf')) return 'number';
  return 'string';
}

function valueFor(context: Context, flat: Flat, constraints: Constraints, place: Place): Json {
  const { name, variant } = place;
  const type = typeFor(
    flat.nodes.map(({ schema }) => schema),
    constraints,
  );
  switch (type) {
    case 'null':
      return null;
    case 'boolean':
      return variant % 2 === 0;
    case 'array':
      return listFor(context, flat, constraints, place);
    case 'object':
      return objectFor(context, flat, constraints, place);
    case 'integer':
    case 'number': {
      const value = numberFor(constraints, type === 'integer', variant);
      if (value === undefined) throw new Unbuildable('no number is within its bounds');
      return value;
    }
    default: {
      const value = textFor({ constraints, matches: context.matches, name, variant });
      if (value === undefined) throw new Unbuildable(`no text was found ${needOf(constraints)}`);
      return value;
    }
  }
}

const needOf = ({ patterns, format, minLength, maxLength }: Constraints): string =>
  [
    ...patterns.map((pattern) => `for the pattern ${pattern}`),
    ...(format === undefined ? [] : [`for the format ${format}`]),
    `of ${minLength} to ${maxLength} characters`,
  ].join(' ');
