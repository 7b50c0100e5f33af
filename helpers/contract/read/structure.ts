/** Walks the objects of a document by the table of shapes: flaws are told where they stand, schemas are handed on. */
import type { Findings } from '../document-finding.ts';
import { at, isObject, join, localPointer, ownOf, segmentsOf } from '../pointer.ts';
import type { JsonSchema } from '../values.ts';
import { quoted, type Unresolved } from './bundle.ts';
import { excluded, type Mutable } from './schema-node.ts';
import type { SchemaReader } from './schemas.ts';
import { shapes, type Holds, type Kind } from './shapes.ts';

interface Walk {
  readonly document: JsonSchema;
  readonly unresolved: Unresolved;
  readonly findings: Findings;
  readonly schemas: SchemaReader;
  readonly seen: WeakMap<object, Set<Kind>>;
}

/**
 * Reads a document of OpenAPI 3, which it changes: a field of the wrong type is gone, an object that cannot be read is marked
 * as excluded, and every schema went through the reader of schemas.
 */
export function walkDocument(
  document: JsonSchema,
  unresolved: Unresolved,
  findings: Findings,
  schemas: SchemaReader,
): void {
  const walk: Walk = { document, unresolved, findings, schemas, seen: new WeakMap() };
  visitObject(walk, { '': document }, '', '', 'Document');
  schemas.finish();
}

function visit(walk: Walk, holder: Mutable, key: string, pointer: string, holds: Holds): void {
  if (holds === 'any') return;
  if (holds === 'schema') return walk.schemas.read(holder, key, pointer);
  if (!(holds in shapes) || shapes[holds as Kind].referable !== true) substitute(walk, holder, key);
  const value = holder[key];
  if (holds in shapes) return visitObject(walk, holder, key, pointer, holds as Kind);
  const inner = /^(\[\]|\{\})(.+)$/.exec(holds);
  const isRight =
    holds === 'list' || inner?.[1] === '[]'
      ? Array.isArray(value)
      : holds === 'object' || inner?.[1] === '{}'
        ? isObject(value)
        : typeof value === holds;
  if (!isRight) {
    // Versions and names that YAML reads as numbers are what they look like.
    if (holds === 'string' && typeof value === 'number') holder[key] = String(value);
    else delete holder[key];
    walk.findings.add('structure', pointer, `${key} has to be ${nameOf(holds)}, not ${short(value)}`);
    return;
  }
  const each = inner?.[2] as Holds | undefined;
  if (each === undefined || each === 'string' || each === 'any') return;
  for (const name of Object.keys(value as object)) visit(walk, value as Mutable, name, join(pointer, name), each);
}

function visitObject(walk: Walk, holder: Mutable, key: string, pointer: string, kind: Kind): void {
  const value = holder[key];
  const { fields, required = [], referable } = shapes[kind];
  if (!isObject(value)) {
    walk.findings.add('structure', pointer, `${key} has to be an object (${kind}), not ${short(value)}`);
    holder[key] = { [excluded]: true };
    return;
  }
  const kinds = walk.seen.get(value) ?? new Set();
  if (kinds.has(kind)) return;
  walk.seen.set(value, kinds.add(kind));
  if (referable && typeof value['$ref'] === 'string') return followReference(walk, value as Mutable, pointer, kind);
  const object = value as Mutable;
  for (const name of required)
    if (object[name] === undefined) walk.findings.add('structure', pointer, `${kind} has no ${name}`);
  for (const name of Object.keys(object)) {
    const holds = ownOf(fields, name) ?? fields['*'];
    if (name.startsWith('x-')) continue;
    if (holds === undefined) {
      if (name !== '$ref')
        walk.findings.add('unknown-field', join(pointer, name), `${JSON.stringify(name)} is no field of ${kind}`);
    } else visit(walk, object, name, join(pointer, name), holds);
  }
}

function followReference(walk: Walk, object: Mutable, pointer: string, kind: Kind): void {
  const reference = String(object['$ref']);
  const target = localPointer(reference);
  const way = target === undefined ? undefined : resolve(walk.document, target);
  if (way === undefined) {
    const { rule, sentence } = walk.unresolved.get(object) ?? {
      rule: 'dangling-reference',
      sentence: `${quoted(reference)} does not resolve`,
    };
    walk.findings.add(rule, join(pointer, '$ref'), `${sentence}; ${consequences[kind] ?? 'it is ignored'}`);
    delete object['$ref'];
    object[excluded] = true;
    return;
  }
  // A path item may have operations of its own beside its reference (OpenAPI 3.0.3, Path Item Object).
  if (kind === 'PathItem')
    for (const name of Object.keys(object)) {
      const holds = ownOf(shapes.PathItem.fields, name);
      if (holds !== undefined) visit(walk, object, name, join(pointer, name), holds);
    }
  visitObject(walk, way.holder, way.key, way.pointer, kind);
}

/** A `$ref` where the specification has none (descriptions, whole maps) stands for what it leads to, as authors mean it. */
function substitute({ document }: Walk, holder: Mutable, key: string): void {
  const value = holder[key];
  const target = isObject(value) && typeof value['$ref'] === 'string' ? localPointer(value['$ref']) : undefined;
  const meant = target === undefined ? undefined : at(document, target);
  if (meant !== undefined) holder[key] = meant;
}

const consequences: Partial<Record<Kind, string>> = {
  PathItem: 'its operations are not verified',
  Parameter: 'operations with it are not verified',
  RequestBody: 'operations with it are not verified',
  Response: 'its content is not judged',
};

/** The object that a pointer leads to, by way of its holder. */
function resolve(document: JsonSchema, pointer: string): { holder: Mutable; key: string; pointer: string } | undefined {
  const slash = pointer.lastIndexOf('/');
  const holder = at(document, pointer.slice(0, Math.max(slash, 0)));
  const key = segmentsOf(pointer).at(-1) ?? '';
  return typeof holder === 'object' && holder !== null && Object.hasOwn(holder, key)
    ? { holder: holder as Mutable, key, pointer }
    : undefined;
}

function nameOf(holds: Holds): string {
  if (holds === 'list' || holds.startsWith('[]')) return 'a list';
  if (holds === 'object' || holds.startsWith('{}')) return 'an object';
  return `a ${holds}`;
}

const short = (value: unknown): string =>
  Array.isArray(value) ? 'a list' : isObject(value) ? 'an object' : (JSON.stringify(value) ?? 'nothing').slice(0, 40);
