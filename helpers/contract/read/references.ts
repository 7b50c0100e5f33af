/** What `$ref`, `$id`, `$anchor` and `$dynamicRef` of schemas lead to (JSON Schema 2020-12 core, 8.2; OpenAPI 3.0.3, Reference Object). */
import type { Findings } from '../document-finding.ts';
import { at, isObject, join, localPointer } from '../pointer.ts';
import type { JsonSchema } from '../values.ts';
import { quoted, type Unresolved } from './bundle.ts';
import type { Referring } from './schemas.ts';
import { excluded, type Mutable } from './schema-node.ts';

/** The schema resource that a schema belongs to: its URI, and where its root stands in the document. */
export interface Base {
  readonly uri: string;
  readonly pointer: string;
}

/** Places by URI: of resources (`$id`) and, with a fragment, of anchors. Several where a name is not unique. */
export type Identifiers = Map<string, string[]>;

/** What references are resolved with. */
export interface References {
  readonly identifiers: Identifiers;
  readonly unresolved: Unresolved;
  readonly findings: Findings;
}

/** Notes what a schema is called, and takes its `$id` and anchors out: afterwards pointers say all. Returns its own base. */
export function readIdentifiers(node: Mutable, pointer: string, outer: Base, identifiers: Identifiers): Base {
  const { $id: id, $anchor: anchor, $dynamicAnchor: dynamic } = node;
  let base = outer;
  if (typeof id === 'string') {
    base = { uri: resolve(id, outer.uri), pointer };
    note(identifiers, base.uri, pointer);
    delete node['$id'];
  }
  for (const name of [anchor, dynamic]) if (typeof name === 'string') note(identifiers, `${base.uri}#${name}`, pointer);
  if (typeof dynamic === 'string') note(identifiers, `dynamic:${dynamic}`, pointer);
  delete node['$anchor'];
  delete node['$dynamicAnchor'];
  return base;
}

function note(identifiers: Identifiers, name: string, pointer: string): void {
  const known = identifiers.get(name);
  if (known) known.push(pointer);
  else identifiers.set(name, [pointer]);
}

const resolve = (reference: string, base: string): string => {
  try {
    return new URL(reference, base).href.replace(/#$/, '');
  } catch {
    return reference;
  }
};

/**
 * Makes the reference of a schema a pointer (`#/…`) and returns it. Where it leads nowhere, or cannot be followed, the schema
 * becomes one by which nothing is judged, and the finding says so.
 */
export function resolveReference(
  document: JsonSchema,
  { node, pointer, base }: Referring,
  { identifiers, unresolved, findings }: References,
): string | undefined {
  const dynamic = node['$dynamicRef'];
  delete node['$dynamicRef'];
  const isDynamic = typeof dynamic === 'string';
  const reference = isDynamic ? dynamic : String(node['$ref']);
  const exclude = (): undefined => {
    for (const key of Object.keys(node)) delete node[key];
    node[excluded] = true;
  };
  if (isDynamic) {
    const candidates = identifiers.get(`dynamic:${reference.split('#')[1] ?? ''}`) ?? [];
    if (candidates.length > 1 || node['$ref'] !== undefined) {
      findings.add(
        'dynamic-reference',
        join(pointer, '$dynamicRef'),
        `${quoted(reference)} depends on the referring schema, so this schema is ignored`,
      );
      return exclude();
    }
  }
  const target = targetOf(document, reference, base, identifiers);
  if (target === undefined || isOtherComponent(target)) {
    const { rule, sentence } = unresolved.get(node) ?? {
      rule: 'dangling-reference',
      sentence: `${quoted(reference)} does not resolve to a schema`,
    };
    findings.add(rule, join(pointer, '$ref'), `${sentence}, so this schema is ignored`);
    return exclude();
  }
  node['$ref'] = `#${target.replaceAll('%', '%25')}`;
  return target;
}

/** `#/components/parameters/x`: an object of another kind. */
const isOtherComponent = (pointer: string): boolean => /^\/components\/(?!schemas\/)[^/]+\/[^/]+$/.test(pointer);

function targetOf(document: JsonSchema, reference: string, base: Base, identifiers: Identifiers): string | undefined {
  const local = localPointer(reference);
  // Authors who give their schemas an $id still write pointers from the top of the document.
  const places = local === undefined ? [] : [base.pointer + local, local];
  const found = places.find((place) => isSchema(at(document, place)));
  if (found !== undefined) return found;
  const uri = resolve(reference, base.uri);
  const [resource = '', fragment] = uri.split('#');
  const own = identifiers.get(uri)?.[0];
  if (own !== undefined || fragment === undefined) return own;
  const start = identifiers.get(resource)?.[0];
  const inside = start === undefined ? undefined : `${start}${localPointer(`#${fragment}`) ?? ''}`;
  if (inside !== undefined && isSchema(at(document, inside))) return inside;
  const anchors = [...identifiers].filter(([name]) => name.endsWith(`#${fragment}`));
  return anchors.length === 1 ? anchors[0]?.[1][0] : undefined;
}

const isSchema = (value: unknown): boolean => typeof value === 'boolean' || isObject(value);
