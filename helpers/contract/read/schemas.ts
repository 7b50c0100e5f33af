/** Reads all schemas of a document: every Schema Object once, in the internal dialect, every `$ref` a pointer that leads somewhere. */
import type { Findings } from '../document-finding.ts';
import { at, isObject, join, segmentsOf } from '../pointer.ts';
import type { JsonSchema } from '../values.ts';
import { removeLoops } from './loops.ts';
import { keywordsOf, type Dialect } from './keywords.ts';
import type { Unresolved } from './bundle.ts';
import { readIdentifiers, resolveReference, type Base, type Identifiers } from './references.ts';
import { excluded, normalizeNode, type Mutable } from './schema-node.ts';

/** A schema object that refers to another. */
export interface Referring {
  readonly node: Mutable;
  readonly pointer: string;
  readonly base: Base;
}

export interface SchemaReader {
  /** Reads the schema that a field of an object or list holds; what is no schema there becomes one that judges nothing. */
  read(holder: Mutable, key: string, pointer: string): void;
  /** Resolves the references of all schemas that were read, reads what they lead to, and cuts loops. */
  finish(): void;
}

/** A reader of the schemas of a document, which it changes. */
export function schemaReader(
  document: JsonSchema,
  dialect: Dialect,
  unresolved: Unresolved,
  findings: Findings,
): SchemaReader {
  const known = keywordsOf[dialect];
  const seen = new WeakSet<object>();
  const referring: Referring[] = [];
  const identifiers: Identifiers = new Map();
  const nodes: { node: Mutable; pointer: string }[] = [];
  const root: Base = { uri: 'document:/', pointer: '' };

  const visit = (holder: Mutable, key: string, pointer: string, outer: Base): void => {
    const value = holder[key];
    if (typeof value === 'boolean') {
      if (dialect !== '3.1' && key !== 'additionalProperties')
        findings.add('wrong-schema', pointer, `a schema of OpenAPI 3.0 cannot be ${value}; it is read as in 3.1`);
      return;
    }
    if (!isObject(value)) {
      findings.add('wrong-schema', pointer, `${JSON.stringify(value)?.slice(0, 40)} is no schema, so it is ignored`);
      holder[key] = { [excluded]: true };
      return;
    }
    const node = value as Mutable;
    if (seen.has(node)) return;
    seen.add(node);
    nodes.push({ node, pointer });
    normalizeNode(node, pointer, dialect, findings);
    const base = dialect === '3.1' ? readIdentifiers(node, pointer, outer, identifiers) : outer;
    if (typeof node['$ref'] === 'string' || typeof node['$dynamicRef'] === 'string')
      referring.push({ node, pointer, base });
    for (const [inner, innerKey, where] of schemasIn(node, pointer, known)) visit(inner, innerKey, where, base);
  };

  return {
    read: (holder, key, pointer) => visit(holder, key, pointer, root),
    finish: () => {
      // References lead to schemas outside of all that was read so far, whose references do the same.
      for (const next of referring) {
        const target = resolveReference(document, next, { identifiers, unresolved, findings });
        if (target === undefined) continue;
        const holder = at(document, target.slice(0, target.lastIndexOf('/')));
        const key = segmentsOf(target).at(-1);
        if (typeof holder === 'object' && holder !== null && key !== undefined)
          visit(holder as Mutable, key, target, root);
      }
      removeLoops(document, nodes, findings);
      removeUncounted(nodes, findings);
    },
  };
}

/** What `contains`, or a condition without both of its branches, has looked at is not kept by the validator: nothing is said then. */
function removeUncounted(nodes: readonly { node: Mutable; pointer: string }[], findings: Findings): void {
  const contains = nodes.some(({ node }) => node['contains'] !== undefined);
  const halves = nodes.some(
    ({ node }) => node['if'] !== undefined && (node['then'] === undefined || node['else'] === undefined),
  );
  for (const { node, pointer } of nodes)
    for (const key of ['unevaluatedItems', 'unevaluatedProperties']) {
      if (node[key] === undefined || !(halves || (contains && key === 'unevaluatedItems'))) continue;
      const beside = halves ? 'if without then and else' : 'contains';
      findings.add('dynamic-reference', join(pointer, key), `${key} in a document with ${beside} is not judged`);
      delete node[key];
    }
}

type Slot = readonly [holder: Mutable, key: string, pointer: string];

/** Where the schemas directly inside a schema stand. */
export function* schemasIn(
  node: Mutable,
  pointer: string,
  known: ReadonlyMap<string, string> = keywordsOf['3.1'],
): Generator<Slot> {
  for (const [key, value] of Object.entries(node)) {
    const holds = known.get(key);
    if (holds === 'schema') yield [node, key, join(pointer, key)];
    else if ((holds === 'schemas' || holds === 'schemaMap') && typeof value === 'object' && value !== null)
      for (const inner of Object.keys(value)) yield [value as Mutable, inner, join(pointer, key, inner)];
  }
  const inferred = node['x-should'];
  if (Array.isArray(inferred))
    for (const [index, each] of inferred.entries())
      if (isObject(each)) yield [each as Mutable, 'schema', join(pointer, 'x-should', index, 'schema')];
}
