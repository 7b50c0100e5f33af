/** Schemas of a document (internal dialect) as ajv compiles them, for one direction and one way to read numbers. */
import { at, follow, isObject, join, localPointer, ownOf } from '../pointer.ts';
import { keywordsOf } from '../read/keywords.ts';
import { acceptsNull, excluded } from '../read/schema-node.ts';
import { text } from '../text.ts';
import type { JsonSchema } from '../values.ts';
import { formats } from './formats.ts';
import { exactKeywords, exactly, selector } from './keywords.ts';

/** Who sends what is judged: properties that are read-only are not required of requests, write-only ones not of responses. */
export type Direction = 'request' | 'response';

export interface Translation {
  readonly document: JsonSchema;
  readonly direction: Direction;
  /** Values hold bigints (see `parseExactly`). */
  readonly exact: boolean;
  /** Where a compiled schema object comes from: its pointer in the document. */
  readonly origins: WeakMap<object, string>;
  /** Name under which the schema at a pointer is known to ajv; asks for it to be added. */
  nameOf(pointer: string): string;
}

type Mutable = Record<string, unknown>;

/** Keywords that say nothing about validity, or that are dealt with apart. */
const left = new Set([
  '$comment',
  '$defs',
  '$schema',
  '$vocabulary',
  'contentEncoding',
  'contentMediaType',
  'contentSchema',
  'default',
  'deprecated',
  'description',
  'discriminator',
  'example',
  'examples',
  'externalDocs',
  'readOnly',
  'title',
  'writeOnly',
  'xml',
]);

/** The schema at a pointer for ajv. `outer`: required names that the schemas around it excuse from being there. */
export function translate(
  use: Translation,
  schema: unknown,
  pointer: string,
  outer: ReadonlySet<string> = none,
): unknown {
  if (schema === true || !isObject(schema) || schema[excluded] === true)
    return schema === false ? never(use, pointer) : {};
  const excused = new Set([...outer, ...excusedIn(use.document, use.direction, pointer)]);
  const result: Mutable = {};
  use.origins.set(result, pointer);
  for (const [key, value] of Object.entries(schema)) {
    const holds = keywordsOf['3.1'].get(key);
    if (holds === undefined || left.has(key)) continue;
    const where = join(pointer, key);
    if (key === '$ref') result[key] = use.nameOf(localPointer(text(value)) ?? '');
    else if (holds === 'schema')
      result[key] =
        value === false && /^(?:additional|unevaluated)/.test(key)
          ? false
          : translate(use, value, where, sameValue.has(key) ? excused : none);
    else if (holds === 'schemas')
      result[key] = (value as unknown[]).map((each, index) =>
        translate(use, each, join(where, index), sameValue.has(key) ? excused : none),
      );
    else if (holds === 'schemaMap')
      result[key] = Object.fromEntries(
        Object.entries(value as object).map(([name, each]) => [
          name,
          translate(use, each, join(where, name), sameValue.has(key) ? excused : none),
        ]),
      );
    else if (key === 'required') result[key] = (value as string[]).filter((name) => !excused.has(name));
    else if (key === 'format') setFormat(result, text(value), use.exact);
    else result[use.exact && exactKeywords.has(key) ? exactly + key : key] = value;
  }
  // ajv takes no property of this name from `properties`.
  if (isObject(result['properties']) && Object.hasOwn(result['properties'], '__proto__')) {
    const { ['__proto__']: named, ...others } = result['properties'];
    result['properties'] = others;
    result['patternProperties'] = { ...(result['patternProperties'] as object | undefined), '^__proto__$': named };
  }
  if (isObject(schema['discriminator']) && (Array.isArray(schema['oneOf']) || Array.isArray(schema['anyOf'])))
    result[selector] = branchSelector(use.document, schema);
  return schema[acceptsNull] === true ? { if: { type: 'null' }, else: result } : result;
}

const none: ReadonlySet<string> = new Set();

/** Keywords whose schemas apply to the same value. */
const sameValue = new Set(['allOf', 'anyOf', 'oneOf', 'not', 'if', 'then', 'else', 'dependentSchemas']);

/** Nothing is valid: as an object, so that its errors say where it stands. */
function never({ origins }: Translation, pointer: string): object {
  const result = { not: {} };
  origins.set(result, pointer);
  return result;
}

function setFormat(result: Mutable, format: string, exact: boolean): void {
  if (!Object.hasOwn(formats, format)) return;
  result['format'] = format;
  if (exact && format.startsWith('int')) result[`${exactly}format`] = format;
}

/** Names of properties that need not be there in this direction: of the schema itself and of what it is composed of. */
export function excusedIn(
  document: JsonSchema,
  direction: Direction,
  pointer: string,
  seen: Set<string> = new Set(),
): string[] {
  const target = follow(document, pointer);
  if (!target || seen.has(target.pointer)) return [];
  seen.add(target.pointer);
  const { properties, allOf } = target.value;
  const mark = direction === 'request' ? 'readOnly' : 'writeOnly';
  const own = isObject(properties)
    ? Object.keys(properties).filter((name) =>
        isMarked(document, join(target.pointer, 'properties', name), mark, new Set()),
      )
    : [];
  const parts = Array.isArray(allOf) ? [...allOf.keys()].map((index) => join(target.pointer, 'allOf', index)) : [];
  return [...own, ...parts.flatMap((part) => excusedIn(document, direction, part, seen))];
}

/** Whether a property's schema carries a mark: itself, what it refers to, or a part of its composition. */
function isMarked(document: JsonSchema, pointer: string, mark: string, seen: Set<string>): boolean {
  const schema = at(document, pointer);
  if (!isObject(schema) || seen.has(pointer)) return false;
  seen.add(pointer);
  if (typeof schema[mark] === 'boolean') return schema[mark];
  const parts = Array.isArray(schema['allOf'])
    ? [...schema['allOf'].keys()].map((index) => join(pointer, 'allOf', index))
    : [];
  const target = typeof schema['$ref'] === 'string' ? localPointer(schema['$ref']) : undefined;
  return [...parts, ...(target === undefined ? [] : [target])].some((each) => isMarked(document, each, mark, seen));
}

/** The index of the branch of a choice that the discriminator of a value names; -1 where it names none. */
export function branchSelector(document: JsonSchema, schema: JsonSchema): (data: unknown) => number {
  const { discriminator, oneOf, anyOf } = schema;
  const { propertyName, mapping } = discriminator as { propertyName: string; mapping?: unknown };
  const branches = (Array.isArray(oneOf) ? oneOf : Array.isArray(anyOf) ? anyOf : []).map((branch) =>
    isObject(branch) && typeof branch['$ref'] === 'string' ? localPointer(branch['$ref']) : undefined,
  );
  return (data) => {
    const value = isObject(data) ? ownOf(data, propertyName) : undefined;
    if (typeof value !== 'string') return -1;
    const mapped = isObject(mapping) && Object.hasOwn(mapping, value) ? text(mapping[value]) : value;
    const target = localPointer(mapped) ?? join('/components/schemas', mapped);
    const index = branches.indexOf(target);
    // A mapping may give a name or the file of a schema.
    return index >= 0 || at(document, target) !== undefined
      ? index
      : branches.findIndex((each) => each?.endsWith(`/${mapped}`));
  };
}
