/** Walks a value together with the schemas that apply to it: as far as the value goes, so schemas that hold themselves end. */
import { at, isObject, join, localPointer } from './pointer.ts';
import { compiledPattern } from './patterns.ts';
import type { Contract } from './operation.ts';
import type { Json, JsonSchema } from './values.ts';

/** A schema object that applies to a part of a value. */
export interface Applied {
  readonly schema: JsonSchema;
  /** JSON pointer into the document, of the schema. */
  readonly schemaPointer: string;
}

/** Parts of a value that are visited at most: a body of megabytes shows nothing more. */
const mostVisits = 50_000;

/**
 * Visits every part of a value (parents first) with the schemas that apply to it; of choices and conditions the branches that
 * hold, or all of them. `instancePointer` is the part's JSON pointer.
 */
export function walkValue(
  contract: Pick<Contract, 'document' | 'schemas'>,
  root: string,
  value: Json,
  visit: (instancePointer: string, value: Json, applied: readonly Applied[]) => void,
  branches: 'holding' | 'all' = 'holding',
): void {
  let visits = 0;
  const go = (here: Json, instancePointer: string, pointers: readonly string[]): void => {
    if (++visits > mostVisits) return;
    const schemas = branches === 'all' ? undefined : contract.schemas;
    const applied = applying({ document: contract.document, schemas }, pointers, here);
    if (applied.length === 0) return;
    visit(instancePointer, here, applied);
    if (typeof here !== 'object' || here === null) return;
    for (const [key, each] of Object.entries(here))
      go(
        each as Json,
        join(instancePointer, key),
        applied.flatMap((schema) => below(schema, key, Array.isArray(here))),
      );
  };
  go(value, '', [root]);
}

/**
 * All schemas that apply to a value: those given, what they refer to and are composed of, and the branches that hold; without
 * `schemas` all branches.
 */
function applying(
  { document, schemas }: Pick<Contract, 'document'> & { readonly schemas: Contract['schemas'] | undefined },
  pointers: readonly string[],
  value: Json,
): Applied[] {
  const found = new Map<string, Applied>();
  const add = (schemaPointer: string): void => {
    const schema = at(document, schemaPointer);
    if (!isObject(schema) || found.has(schemaPointer)) return;
    found.set(schemaPointer, { schema, schemaPointer });
    const target = typeof schema['$ref'] === 'string' ? localPointer(schema['$ref']) : undefined;
    if (target !== undefined) add(target);
    const { allOf, if: condition } = schema;
    if (Array.isArray(allOf)) for (const index of allOf.keys()) add(join(schemaPointer, 'allOf', index));
    for (const choice of ['anyOf', 'oneOf']) {
      const branches = schema[choice];
      for (const index of Array.isArray(branches) ? branches.keys() : []) {
        const branch = join(schemaPointer, choice, index);
        if (!schemas || accepts(schemas, branch, value)) add(branch);
      }
    }
    if (condition !== undefined)
      for (const branch of ['then', 'else'])
        if (!schemas || accepts(schemas, join(schemaPointer, 'if'), value) === (branch === 'then'))
          add(join(schemaPointer, branch));
  };
  for (const pointer of pointers) add(pointer);
  return [...found.values()];
}

/** All schemas that may apply to a value that is not known yet: every branch of choices and conditions among them. */
export const mayApply = (document: Contract['document'], pointers: readonly string[]): Applied[] =>
  applying({ document, schemas: undefined }, pointers, null);

function accepts(schemas: Contract['schemas'], pointer: string, value: Json): boolean {
  try {
    return schemas.accepts(pointer, value);
  } catch {
    return false;
  }
}

/** The schemas that a schema applies to a property or an item: JSON pointers. */
export function below({ schema, schemaPointer }: Applied, key: string, isItem: boolean): string[] {
  if (isItem) {
    const { prefixItems, items } = schema;
    if (Array.isArray(prefixItems) && Number(key) < prefixItems.length)
      return [join(schemaPointer, 'prefixItems', key)];
    return isObject(items) ? [join(schemaPointer, 'items')] : [];
  }
  const { properties, patternProperties, additionalProperties } = schema;
  const found: string[] = [];
  if (isObject(properties) && Object.hasOwn(properties, key)) found.push(join(schemaPointer, 'properties', key));
  for (const pattern of isObject(patternProperties) ? Object.keys(patternProperties) : [])
    if (compiledPattern(pattern).test(key)) found.push(join(schemaPointer, 'patternProperties', pattern));
  if (found.length === 0 && isObject(additionalProperties)) found.push(join(schemaPointer, 'additionalProperties'));
  return found;
}
