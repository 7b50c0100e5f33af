/** Schemas as a graph: the nodes of one schema up to its references, and the schemas those lead to. */
import { at, follow, isObject, join, localPointer } from './pointer.ts';
import type { JsonSchema } from './values.ts';

export interface SchemaNode {
  /** Where in the body: `/data/id`, `*` for array items and the values of maps, '' the root. */
  readonly path: string;
  /** Where in the document. */
  readonly pointer: string;
  readonly schema: JsonSchema;
  /** True below a choice (anyOf, oneOf): it need not apply. */
  readonly choice: boolean;
}

/** A node that a keyword of another one applies only sometimes; what breaks it breaks that keyword. */
export interface InnerNode {
  readonly pointer: string;
  readonly owner: { readonly pointer: string; readonly keyword: string };
}

/** One schema, without what it refers to. */
export interface SchemaPart {
  /** Nodes that apply wherever the schema does, parents first; allOf shares its parent's path. */
  readonly nodes: readonly SchemaNode[];
  readonly inner: readonly InnerNode[];
  /** Pointers that it refers to, each once. */
  readonly references: readonly string[];
}

/** Keywords whose schemas apply to properties and items. */
const children = ['additionalProperties', 'items', 'unevaluatedProperties', 'unevaluatedItems'];
/** Keywords whose schemas apply on conditions, or to what has no place of its own. */
const conditional = ['anyOf', 'oneOf', 'not', 'if', 'then', 'else', 'contains', 'propertyNames', 'dependentSchemas'];

/** The nodes of the schema at a pointer, in one walk that ends at references. */
export function schemaPart(document: JsonSchema, root: string): SchemaPart {
  const nodes: SchemaNode[] = [];
  const inner: InnerNode[] = [];
  const references = new Set<string>();
  const visit = (schema: unknown, pointer: string, path: string, owner?: InnerNode['owner']): void => {
    if (!isObject(schema)) return;
    if (owner) inner.push({ pointer, owner });
    else nodes.push({ path, pointer, schema, choice: false });
    const target = typeof schema['$ref'] === 'string' ? localPointer(schema['$ref']) : undefined;
    if (target !== undefined) references.add(target);
    const { properties, patternProperties, allOf, prefixItems } = schema;
    const into = (value: unknown, keyword: string, place: (name: string) => string) => {
      if (isObject(value) || Array.isArray(value))
        for (const [name, each] of Object.entries(value)) visit(each, join(pointer, keyword, name), place(name), owner);
    };
    into(properties, 'properties', (name) => join(path, name));
    into(patternProperties, 'patternProperties', () => `${path}/*`);
    into(prefixItems, 'prefixItems', (index) => `${path}/${index}`);
    into(allOf, 'allOf', () => path);
    for (const keyword of children) visit(schema[keyword], join(pointer, keyword), `${path}/*`, owner);
    for (const keyword of conditional) {
      const value = schema[keyword];
      const below = owner ?? { pointer, keyword: /^(?:then|else)$/.test(keyword) ? 'if' : keyword };
      if (Array.isArray(value) || keyword === 'dependentSchemas') {
        if (typeof value === 'object' && value !== null)
          for (const [name, each] of Object.entries(value)) visit(each, join(pointer, keyword, name), path, below);
      } else visit(value, join(pointer, keyword), path, below);
    }
  };
  visit(at(document, root), root, '');
  return { nodes, inner, references: [...references] };
}

/** Depth at which the reading of a schema as a tree ends. */
const deepest = 12;

const known = new WeakMap<JsonSchema, Map<string, readonly SchemaNode[]>>();

/**
 * The nodes of the body whose schema stands at a pointer with all it refers to, as a tree: parents first; allOf and choices
 * share their parent's path. A schema that holds itself is read once on each way. For documents whose clauses go by response.
 */
export function schemaNodes(document: JsonSchema, root: string): readonly SchemaNode[] {
  const cache = known.get(document) ?? new Map<string, readonly SchemaNode[]>();
  known.set(document, cache);
  const cached = cache.get(root);
  if (cached) return cached;
  const nodes: SchemaNode[] = [];
  const visit = (here: string, path: string, choice: boolean, way: readonly string[]): void => {
    const target = follow(document, here);
    if (!target || way.length > deepest || way.includes(target.pointer)) return;
    const { value: schema, pointer } = target;
    nodes.push({ path, pointer, schema, choice });
    const next = [...way, pointer];
    const { properties, items } = schema;
    if (isObject(properties))
      for (const name of Object.keys(properties))
        visit(join(pointer, 'properties', name), join(path, name), choice, next);
    if (isObject(items)) visit(join(pointer, 'items'), `${path}/*`, choice, next);
    for (const list of ['allOf', 'anyOf', 'oneOf']) {
      const branches = schema[list];
      if (Array.isArray(branches))
        for (const index of branches.keys()) visit(join(pointer, list, index), path, choice || list !== 'allOf', next);
    }
  };
  visit(root, '', false, []);
  cache.set(root, nodes);
  return nodes;
}
