/**
 * Schemas of two documents compared in pairs. Each pair is compared once however often it is used, so that documents whose
 * schemas refer to each other in circles, or form a tree of hundreds of thousands of places, cost no more than their text.
 */
import { join } from '../../contract/pointer.ts';
import type { Json, JsonSchema } from '../../contract/types.ts';
import type { Effect, Severity } from './change.ts';
import { compareKeywords, matchBranches, severityOf, type SchemaDifference } from './schema-rules.ts';
import { viewOf, type SchemaView } from './schema-view.ts';

export type Side = 'request' | 'response';

/** A difference below a schema, with its place in the values that the schema describes. */
export interface PlacedDifference {
  /** JSON pointer with `*` for items: '' the value itself. */
  readonly path: string;
  /** Rule id without its prefix where `prefixed` is true, else whole. */
  readonly rule: string;
  readonly prefixed: boolean;
  readonly severity: Severity;
  readonly effect: Effect;
  readonly before?: string;
  readonly after?: string;
  readonly from?: Json;
  readonly to?: Json;
}

interface Pair {
  readonly own: readonly PlacedDifference[];
  /** Path of each inner pair, with its key. */
  readonly inner: readonly { readonly path: string; readonly key: string }[];
}

export interface SchemaPairs {
  /** All differences below two schemas, each pair of schemas at the first place where it is reached. */
  compare(before: string, after: string): readonly PlacedDifference[];
}

/** Compares schemas of two documents as requests or as responses. */
export function schemaPairs(before: JsonSchema, after: JsonSchema, side: Side): SchemaPairs {
  const pairs = new Map<string, Pair>();
  const users = new Map<string, Set<string>>();
  const views = { before: new Map<string, SchemaView>(), after: new Map<string, SchemaView>() };
  const view = (which: 'before' | 'after', pointer: string): SchemaView => {
    const known = views[which].get(pointer);
    if (known) return known;
    const made = viewOf(which === 'before' ? before : after, pointer);
    views[which].set(pointer, made);
    views[which].set(made.pointer, made);
    return made;
  };
  const keyOf = (a: string, b: string) => `${view('before', a).pointer}\n${view('after', b).pointer}`;

  /** Compares a pair and everything below it, as far as that was not done before. */
  const explore = (root: string): void => {
    const open = [root];
    for (let key = open.pop(); key !== undefined; key = open.pop()) {
      if (pairs.has(key)) continue;
      const [a = '', b = ''] = key.split('\n');
      const pair = pairOf(view('before', a), view('after', b));
      pairs.set(key, pair);
      for (const { key: inner } of pair.inner) {
        users.set(inner, (users.get(inner) ?? new Set()).add(key));
        open.push(inner);
      }
      if (pair.own.length > 0 || pair.inner.some((inner) => differing.has(inner.key))) mark(key);
    }
  };
  /** Pairs with a difference in or below them: nothing else has to be walked. */
  const differing = new Set<string>();
  const mark = (changed: string): void => {
    const open = [changed];
    for (let key = open.pop(); key !== undefined; key = open.pop()) {
      if (differing.has(key)) continue;
      differing.add(key);
      open.push(...(users.get(key) ?? []));
    }
  };

  const pairOf = (a: SchemaView, b: SchemaView): Pair => {
    const inner: { path: string; key: string }[] = [];
    const own: PlacedDifference[] = compareKeywords(a, b).map((each) => prefixed(each, a, b, side));
    for (const [name, pointer] of a.properties) {
      const other = b.properties.get(name);
      if (other === undefined) own.push(removedProperty(name, a, side, pointer));
      else inner.push({ path: join('', name), key: keyOf(pointer, other) });
      if (other !== undefined && a.required.has(name) !== b.required.has(name))
        own.push(requiredness(name, a, b, side));
    }
    for (const name of new Set([...a.required, ...b.required]))
      if (!a.properties.has(name) && !b.properties.has(name) && a.required.has(name) !== b.required.has(name))
        own.push(requiredness(name, a, b, side));
    for (const [name, pointer] of b.properties)
      if (!a.properties.has(name)) own.push(addedProperty(name, b, side, pointer));
    if (a.items !== undefined && b.items !== undefined) inner.push({ path: '/*', key: keyOf(a.items, b.items) });
    if (typeof a.additional === 'string' && typeof b.additional === 'string')
      inner.push({ path: '/*', key: keyOf(a.additional, b.additional) });
    for (const choice of ['anyOf', 'oneOf'] as const) {
      const found = matchBranches(
        { document: before, branches: a.choices.get(choice) ?? [] },
        { document: after, branches: b.choices.get(choice) ?? [] },
      );
      inner.push(...found.pairs.map(([from, to]) => ({ path: '', key: keyOf(from, to) })));
      own.push(...branchDifferences(choice, found, a, b, side));
    }
    return { own, inner };
  };

  return {
    compare(a, b) {
      const root = keyOf(a, b);
      explore(root);
      return walk(root, pairs, differing);
    },
  };
}

/** The differences below a pair, nearest first, every pair once. */
function walk(root: string, pairs: ReadonlyMap<string, Pair>, differing: ReadonlySet<string>): PlacedDifference[] {
  const found: PlacedDifference[] = [];
  const seen = new Set([root]);
  const queue = [{ key: root, path: '' }];
  for (const { key, path } of queue) {
    if (!differing.has(key)) continue;
    const pair = pairs.get(key);
    for (const each of pair?.own ?? []) found.push({ ...each, path: path + each.path });
    for (const inner of pair?.inner ?? []) {
      if (seen.has(inner.key)) continue;
      seen.add(inner.key);
      queue.push({ key: inner.key, path: path + inner.path });
    }
  }
  return found;
}

function prefixed(each: SchemaDifference, a: SchemaView, b: SchemaView, side: Side): PlacedDifference {
  const {
    suffix,
    effect,
    severity = severityOf(effect, side),
    before = a.pointer,
    after = b.pointer,
    ...values
  } = each;
  return {
    path: '', // A request that takes less has simply another type (oasdiff).
    rule: side === 'request' && suffix === 'type-specialized' ? 'type-changed' : suffix,
    prefixed: severity !== 'editorial',
    severity,
    effect,
    before,
    after,
    ...values,
  };
}

function removedProperty(name: string, view: SchemaView, side: Side, before: string): PlacedDifference {
  const required = view.required.has(name) ? 'required' : 'optional';
  return {
    path: join('', name),
    rule: side === 'request' ? 'request-property-removed' : `response-${required}-property-removed`,
    prefixed: false,
    severity: 'breaking',
    effect: 'widens',
    before,
    from: name,
  };
}

function addedProperty(name: string, view: SchemaView, side: Side, after: string): PlacedDifference {
  const required = view.required.has(name) ? 'required' : 'optional';
  return {
    path: join('', name),
    rule: side === 'request' ? `new-${required}-request-property` : `response-${required}-property-added`,
    prefixed: false,
    severity: side === 'request' && required === 'required' ? 'breaking' : 'additive',
    effect: 'narrows',
    after,
    to: name,
  };
}

function requiredness(name: string, a: SchemaView, b: SchemaView, side: Side): PlacedDifference {
  const now = b.required.has(name);
  return {
    path: join('', name),
    rule: `${side}-property-became-${now ? 'required' : 'optional'}`,
    prefixed: false,
    severity: severityOf(now ? 'narrows' : 'widens', side),
    effect: now ? 'narrows' : 'widens',
    before: a.properties.get(name) ?? a.pointer,
    after: b.properties.get(name) ?? b.pointer,
    from: !now,
    to: now,
  };
}

/** A branch more allows more values; the first branch that was there for nothing allows less. */
function branchDifferences(
  choice: 'anyOf' | 'oneOf',
  found: { readonly pairs: readonly unknown[]; readonly removed: readonly string[]; readonly added: readonly string[] },
  a: SchemaView,
  b: SchemaView,
  side: Side,
): PlacedDifference[] {
  const name = choice === 'anyOf' ? 'any-of' : 'one-of';
  const fresh = (a.choices.get(choice)?.length ?? 0) === 0;
  const gone = (b.choices.get(choice)?.length ?? 0) === 0;
  return [
    ...found.removed.map((before) => ({
      path: '',
      rule: `${name}-removed`,
      prefixed: true,
      severity: severityOf(gone ? 'widens' : 'narrows', side),
      effect: gone ? ('widens' as const) : ('narrows' as const),
      before,
      from: before.slice(before.lastIndexOf('/') + 1),
    })),
    ...found.added.map((after) => ({
      path: '',
      rule: `${name}-added`,
      prefixed: true,
      severity: severityOf(fresh ? 'narrows' : 'widens', side),
      effect: fresh ? ('narrows' as const) : ('widens' as const),
      after,
      to: after.slice(after.lastIndexOf('/') + 1),
    })),
  ];
}
