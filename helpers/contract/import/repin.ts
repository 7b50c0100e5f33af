/** Brings a pinned document up to what is published now, and leaves alone what did not change: comments, order, our own words. */
import { isDeepStrictEqual } from 'node:util';
import { isMap, isScalar, parseDocument, stringify, type Document, type Pair, type YAMLMap } from 'yaml';
import { at, isObject, join, ownOf } from '../pointer.ts';
import type { Json, JsonSchema } from '../types.ts';
import { methods, namedKeys, wordingKeys } from './published.ts';

export interface Repin {
  /** The document as pinned and as published. */
  readonly pinned: JsonSchema;
  readonly published: JsonSchema;
  /** Pointers into the pinned document whose wording is taken over; elsewhere its own words stay. */
  readonly reworded: ReadonlySet<string>;
  /** True where nothing about credentials changed: the names of schemes are kept, which are ours where prose was read. */
  readonly keepSecurity: boolean;
  /** True where the published document is whole: what it lacks is gone. False for single pages: they show a part. */
  readonly complete: boolean;
}

/** The pinned document with everything that changed taken over. Extensions (`x-…`) that we added stay. */
export function repinned({ pinned, published, reworded, keepSecurity, complete }: Repin): JsonSchema {
  const merge = (was: Json, now: Json, pointer: string, inNames = false): Json => {
    if (isObject(was) && isObject(now)) return mergeObjects(was, now, pointer, inNames);
    if (Array.isArray(was) && Array.isArray(now)) return mergeLists(was, now, pointer);
    return now;
  };
  const mergeObjects = (was: JsonSchema, now: JsonSchema, pointer: string, inNames: boolean): Json => {
    const keys = new Set([...Object.keys(was), ...Object.keys(now)]);
    const entries = [...keys].flatMap((key): [string, Json][] => {
      const place = join(pointer, key);
      const [old, current] = [ownOf(was, key), ownOf(now, key)];
      const kept: [string, Json][] = old === undefined ? [] : [[key, old]];
      const isOurs = wordingKeys.has(key) ? !reworded.has(place) : keepSecurity && isSecurity(place);
      if (isOurs && !inNames) return kept;
      if (current === undefined) return key.startsWith('x-') || isElsewhere(place) ? kept : [];
      return [[key, old === undefined ? current : merge(old, current, place, namedKeys.has(key) && !inNames)]];
    });
    return Object.fromEntries(entries);
  };
  const isSecurity = (pointer: string): boolean =>
    /^(?:\/paths\/[^/]+\/[^/]+)?\/security$|^\/components\/securitySchemes$/.test(pointer) &&
    at(pinned, pointer) !== undefined;
  /** A page shows its own operation and the components it needs: others are not gone. */
  const isElsewhere = (pointer: string): boolean => {
    const [, root = '', second, third, ...deeper] = pointer.split('/');
    if (complete || deeper.length > 0) return false;
    if (root === 'paths')
      return second !== undefined && (third === undefined || (methods as readonly string[]).includes(third));
    return root === 'components' || root === 'tags';
  };
  const mergeLists = (was: readonly Json[], now: readonly Json[], pointer: string): Json =>
    now.map((each) => {
      const index = was.findIndex((old) => isSameItem(old, each));
      const old = was[index];
      return old === undefined ? each : merge(old, each, join(pointer, index));
    });
  return merge(pinned, published, '') as JsonSchema;
}

/** Parameters are the same by place and name, tags by name, servers by address, references by target. */
function isSameItem(a: Json, b: Json): boolean {
  if (!isObject(a) || !isObject(b)) return isDeepStrictEqual(a, b);
  const keys = ['$ref', 'in', 'name', 'url'].filter((key) => a[key] !== undefined || b[key] !== undefined);
  return keys.length > 0 ? keys.every((key) => a[key] === b[key]) : isDeepStrictEqual(a, b);
}

/** Writes a document over its text, JSON or YAML, and touches only what differs. */
export function rewrite(text: string, document: JsonSchema): string {
  if (/^\s*\{/.test(text)) return `${JSON.stringify(document, null, 2)}\n`;
  const yaml: Document = parseDocument(text, { merge: true });
  const written = yaml.toJS() as Json;
  if (isDeepStrictEqual(written, document)) return text;
  if (isMap(yaml.contents) && isObject(written)) editMap(yaml, yaml.contents, written, document);
  else yaml.contents = yaml.createNode(document);
  return yaml.toString({ lineWidth: 80 });
}

/** Keys are compared as text: `200:` is a number to YAML and a name to OpenAPI. */
function editMap(yaml: Document, map: YAMLMap, from: JsonSchema, to: JsonSchema): void {
  const keyOf = ({ key }: Pair) => String(isScalar(key) ? key.value : key);
  if (map.items.some((pair) => keyOf(pair) === '<<')) {
    // What a merge key brings in cannot be edited in place.
    map.items = (yaml.createNode(to) as YAMLMap).items;
    return;
  }
  map.items = map.items.filter((pair) => Object.hasOwn(to, keyOf(pair)));
  for (const [key, value] of Object.entries(to)) {
    const old = ownOf(from, key);
    if (isDeepStrictEqual(old, value)) continue;
    const pair = map.items.find((each) => keyOf(each) === key);
    if (!pair) map.items.push(yaml.createPair(key, value));
    else if (isMap(pair.value) && isObject(old) && isObject(value)) editMap(yaml, pair.value, old, value);
    else pair.value = yaml.createNode(value);
  }
}

/** A document as the text of a new file in `specs/<vendor>/`. */
export const documentText = (document: JsonSchema, comment: readonly string[]): string =>
  [...comment.map((line) => `# ${line}`), stringify(document, { lineWidth: 80, aliasDuplicateObjects: false })].join(
    '\n',
  );
