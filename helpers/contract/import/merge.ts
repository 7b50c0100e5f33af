/** Several pages of one API version as one document: paths and components side by side, contradictions named. */
import { isDeepStrictEqual } from 'node:util';
import { isObject, join, ownOf, setOwn } from '../pointer.ts';
import type { Json, JsonSchema } from '../types.ts';
import { namedKeys, wordingKeys, type Conflict, type FoundPart } from './published.ts';

type Mutable = { [key: string]: Json };

/**
 * Merges the parts in their order. Objects are joined key by key, lists by their items; where two parts say different
 * things about one place, the first one stays and the conflict is named with both texts.
 */
export function mergeParts(parts: readonly FoundPart[]): { document: JsonSchema; conflicts: Conflict[] } {
  const [first, ...others] = parts;
  if (!first) return { document: {}, conflicts: [] };
  const document = structuredClone(first.document) as Mutable;
  const origin = new Map<string, string>();
  const conflicts: Conflict[] = [];
  for (const part of others)
    mergeInto(document, part.document, '', { first: first.from, part, origin, conflicts, inNames: false });
  return { document, conflicts };
}

interface Merge {
  readonly first: string;
  readonly part: FoundPart;
  /** Pointers that a later part than the first has added, with its name. */
  readonly origin: Map<string, string>;
  readonly conflicts: Conflict[];
  /** True inside an object whose keys are chosen names. */
  readonly inNames: boolean;
}

function mergeInto(target: Mutable, source: JsonSchema, pointer: string, merge: Merge): void {
  for (const [key, value] of Object.entries(source)) {
    const at = join(pointer, key);
    const known = ownOf(target, key);
    if (known === undefined) {
      setOwn(target, key, structuredClone(value));
      merge.origin.set(at, merge.part.from);
    } else if (isDeepStrictEqual(known, value)) continue;
    else if (isObject(known) && isObject(value))
      mergeInto(known as Mutable, value, at, { ...merge, inNames: namedKeys.has(key) && !merge.inNames });
    else if (isTagList(at) && Array.isArray(known) && Array.isArray(value)) setOwn(target, key, joined(known, value));
    else {
      const kept = { from: originOf(at, merge), value: known };
      const wording = !merge.inNames && wordingKeys.has(key);
      merge.conflicts.push({ pointer: at, kept, dropped: { from: merge.part.from, value }, wording });
    }
  }
}

/** A page lists the tags of its own operation only: there a difference is no contradiction. */
const isTagList = (pointer: string): boolean => pointer === '/tags';

const joined = (a: readonly Json[], b: readonly Json[]): Json[] => [
  ...a,
  ...b.filter((each) => !a.some((known) => isDeepStrictEqual(known, each))),
];

/** Who said first what stands at a pointer: the part that added it or something above it. */
function originOf(pointer: string, { origin, first }: Merge): string {
  for (let at = pointer; at !== ''; at = at.slice(0, at.lastIndexOf('/'))) {
    const from = origin.get(at);
    if (from !== undefined) return from;
  }
  return first;
}
