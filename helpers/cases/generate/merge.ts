/** A schema with its `$ref`s and `allOf`s read as one list of constraints, and the choices that are left to make. */
import { at, isObject, join, localPointer } from '../../contract/pointer.ts';
import type { Json, JsonSchema } from '../../contract/types.ts';

/** One schema object and where it stands in the document. */
export interface Node {
  readonly pointer: string;
  readonly schema: JsonSchema;
}

/** An anyOf or oneOf: one of its branches has to be chosen. */
export interface Choice {
  readonly keyword: 'anyOf' | 'oneOf';
  readonly branches: readonly Branch[];
}
export interface Branch {
  readonly pointer: string;
  /** The value by which the discriminator chooses this branch, and the property that carries it. */
  readonly discriminator?: { readonly property: string; readonly value: string };
}

/** Schemas that apply together. */
export interface Flat {
  readonly nodes: readonly Node[];
  readonly choices: readonly Choice[];
  /** Schemas that were reached by a `$ref`. */
  readonly refs: readonly string[];
}

/** Two lists of constraints as one. */
export const joined = (one: Flat, other: Flat): Flat => ({
  nodes: [...one.nodes, ...other.nodes],
  choices: [...one.choices, ...other.choices],
  refs: [...one.refs, ...other.refs],
});

/** Why no value can be made. */
export class Unbuildable extends Error {}

/** All that applies to the value whose schema stands at a pointer. Throws Unbuildable where a `$ref` leads nowhere. */
export function flatten(document: Json, pointer: string): Flat {
  const flat = { nodes: [] as Node[], choices: [] as Choice[], refs: [] as string[] };
  const seen = new Set<string>();
  const visit = (here: string): void => {
    if (seen.has(here)) return;
    seen.add(here);
    const schema = at(document, here);
    if (schema === true) return;
    if (!isObject(schema)) throw new Unbuildable(`there is no schema at ${here}`);
    flat.nodes.push({ pointer: here, schema });
    const { $ref: ref, allOf } = schema;
    if (typeof ref === 'string') {
      const target = localPointer(ref);
      if (target === undefined) throw new Unbuildable(`${ref} points outside the document`);
      flat.refs.push(target);
      visit(target);
    }
    if (Array.isArray(allOf)) for (const index of allOf.keys()) visit(join(here, 'allOf', index));
    flat.choices.push(...choicesOf(schema, here));
  };
  visit(pointer);
  return flat;
}

const choicesOf = (schema: JsonSchema, pointer: string): Choice[] =>
  (['anyOf', 'oneOf'] as const).flatMap((keyword) => {
    const list = schema[keyword];
    if (!Array.isArray(list) || list.length === 0) return [];
    return [
      { keyword, branches: list.map((each: Json, index) => branchOf(schema, each, join(pointer, keyword, index))) },
    ];
  });

function branchOf({ discriminator }: JsonSchema, branch: Json, pointer: string): Branch {
  const ref = isObject(branch) ? branch['$ref'] : undefined;
  if (!isObject(discriminator) || typeof discriminator['propertyName'] !== 'string' || typeof ref !== 'string')
    return { pointer };
  const mapping = isObject(discriminator['mapping']) ? discriminator['mapping'] : {};
  const name = ref.slice(ref.lastIndexOf('/') + 1);
  const mapped = Object.entries(mapping).find(([, target]) => target === ref || target === name)?.[0];
  return { pointer, discriminator: { property: discriminator['propertyName'], value: mapped ?? name } };
}

/**
 * The keywords of the schema at a pointer with those of its `$ref` and allOf, and where the part with its properties or items
 * stands; undefined where a `$ref` leads nowhere. A proposal: what is made of it is judged by the validator.
 */
export function mergedSchema(document: Json, pointer: string): { schema: JsonSchema; pointer: string } | undefined {
  try {
    const { nodes } = flatten(document, pointer);
    const holder = nodes.find(({ schema }) => schema['items'] ?? schema['properties']) ?? nodes.at(-1);
    const schema = Object.assign({}, ...nodes.map((node) => node.schema)) as JsonSchema;
    return { schema, pointer: holder?.pointer ?? pointer };
  } catch (error) {
    if (error instanceof Unbuildable) return undefined;
    throw error;
  }
}

/** The constraints of schemas that apply together, the narrower of two bounds each. */
export interface Constraints {
  /** Allowed types without null; undefined where every type is. */
  readonly types: readonly string[] | undefined;
  readonly nullable: boolean;
  readonly minLength: number;
  readonly maxLength: number;
  readonly patterns: readonly string[];
  readonly format: string | undefined;
  readonly minimum: number;
  readonly maximum: number;
  readonly exclusiveMinimum: number;
  readonly exclusiveMaximum: number;
  readonly multipleOf: number | undefined;
  readonly minItems: number;
  readonly maxItems: number;
  readonly uniqueItems: boolean;
  readonly minProperties: number;
  readonly maxProperties: number;
  readonly required: readonly string[];
}

/** The types of one schema, null among them where it is allowed; undefined where it names none. */
function typesOf({ type, nullable }: JsonSchema): string[] | undefined {
  const types = typeof type === 'string' ? [type] : Array.isArray(type) ? type.map(String) : undefined;
  return types && nullable === true ? [...types, 'null'] : types;
}

const both = (one: readonly string[], other: readonly string[]): string[] =>
  one.filter((each) => other.includes(each) || (each === 'integer' && other.includes('number')));

/** Joins the constraints of schemas that apply together. */
export function constraintsOf(schemas: readonly JsonSchema[]): Constraints {
  const numbers = (key: string): number[] =>
    schemas.map((schema) => schema[key]).filter((value): value is number => typeof value === 'number');
  const least = (key: string) => Math.max(...numbers(key), -Infinity);
  const most = (key: string) => Math.min(...numbers(key), Infinity);
  const excluded = (key: string, bound: string): number[] => [
    ...numbers(key),
    // OpenAPI 3.0: the bound itself is excluded by a boolean beside it.
    ...schemas.flatMap((schema) => (schema[key] === true && typeof schema[bound] === 'number' ? [schema[bound]] : [])),
  ];
  const types = schemas
    .map(typesOf)
    .filter((each) => each !== undefined)
    .reduce<string[] | undefined>((all, each) => (all ? [...both(all, each), ...both(each, all)] : each), undefined);
  const strings = (key: string) => schemas.map((schema) => schema[key]).filter((each) => typeof each === 'string');
  return {
    types: types && [...new Set(types)].filter((each) => each !== 'null'),
    nullable: types?.includes('null') ?? false,
    minLength: Math.max(0, least('minLength')),
    maxLength: most('maxLength'),
    patterns: strings('pattern'),
    format: strings('format')[0],
    minimum: least('minimum'),
    maximum: most('maximum'),
    exclusiveMinimum: Math.max(...excluded('exclusiveMinimum', 'minimum'), -Infinity),
    exclusiveMaximum: Math.min(...excluded('exclusiveMaximum', 'maximum'), Infinity),
    multipleOf: numbers('multipleOf')[0],
    minItems: Math.max(0, least('minItems')),
    maxItems: most('maxItems'),
    uniqueItems: schemas.some((schema) => schema['uniqueItems'] === true),
    minProperties: Math.max(0, least('minProperties')),
    maxProperties: most('maxProperties'),
    required: [...new Set(schemas.flatMap(({ required }) => (Array.isArray(required) ? required.map(String) : [])))],
  };
}
