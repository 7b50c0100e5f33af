/** Two views of one schema, keyword by keyword: which rule each difference is, and whether it allows more or less. */
import { isDeepStrictEqual } from 'node:util';
import { hashOf } from '../../contract/clauses.ts';
import { text } from '../../contract/text.ts';
import type { Json, JsonSchema } from '../../contract/types.ts';
import { at, join } from '../../contract/pointer.ts';
import type { Effect, Severity } from './change.ts';
import type { SchemaView } from './schema-view.ts';

export interface SchemaDifference {
  /** The end of the rule id: `type-changed`, `max-length-set`. */
  readonly suffix: string;
  readonly effect: Effect;
  /** Where the severity does not follow from the effect. */
  readonly severity?: Severity;
  readonly from?: Json;
  readonly to?: Json;
  /** Pointers where they are not the schemas' own. */
  readonly before?: string;
  readonly after?: string;
}

/** A consumer sends requests and reads responses: more allowed in a request is harmless, in a response it is new to him. */
export function severityOf(effect: Effect, side: 'request' | 'response'): Severity {
  if (effect === 'changes') return 'breaking';
  return effect === (side === 'request' ? 'narrows' : 'widens') ? 'breaking' : 'additive';
}

/** Every difference of two schemas themselves; their properties, items and branches are compared on their own. */
export function compareKeywords(a: SchemaView, b: SchemaView): SchemaDifference[] {
  return [
    ...types(a, b),
    ...nullability(a, b),
    ...enums(a, b),
    ...constants(a, b),
    ...bounds(a, b),
    ...simple(a, b),
    ...additional(a, b),
    ...wording(a, b),
  ];
}

const has = (value: Json | undefined): value is Json => value !== undefined;
const shown = (from: Json | undefined, to: Json | undefined) => ({
  ...(has(from) && { from }),
  ...(has(to) && { to }),
});

/** Type and format are one thing to a consumer. `number` takes every `integer`; no type takes every type. */
function types(a: SchemaView, b: SchemaView): SchemaDifference[] {
  const [formatA, formatB] = [a.keywords.get('format'), b.keywords.get('format')];
  const say = (view: SchemaView, format: Json | undefined): Json =>
    `${view.types?.join(' or ') ?? 'any type'}${format === undefined ? '' : ` (${text(format)})`}`;
  const from = say(a, formatA);
  const to = say(b, formatB);
  if (from === to) return [];
  const compare = typeEffect(a.types, b.types);
  const format: Effect =
    formatA === formatB ? 'neutral' : formatA === undefined ? 'narrows' : formatB === undefined ? 'widens' : 'changes';
  const effect = compare === 'neutral' ? format : format === 'neutral' || format === compare ? compare : 'changes';
  const lists = (a.types?.length ?? 0) > 1 || (b.types?.length ?? 0) > 1;
  const suffix =
    effect === 'changes'
      ? 'type-changed'
      : lists && format === 'neutral'
        ? `list-of-types-${effect === 'widens' ? 'widened' : 'narrowed'}`
        : effect === 'widens'
          ? 'type-generalized'
          : 'type-specialized';
  return [{ suffix, effect, from, to }];
}

function typeEffect(a: readonly string[] | undefined, b: readonly string[] | undefined): Effect {
  if (isDeepStrictEqual(a, b)) return 'neutral';
  if (b === undefined) return 'widens';
  if (a === undefined) return 'narrows';
  const covers = (wide: readonly string[], narrow: readonly string[]) =>
    narrow.every((type) => wide.includes(type) || (type === 'integer' && wide.includes('number')));
  if (covers(b, a)) return 'widens';
  return covers(a, b) ? 'narrows' : 'changes';
}

function nullability(a: SchemaView, b: SchemaView): SchemaDifference[] {
  if (a.nullable === b.nullable || a.types === undefined || b.types === undefined) return [];
  return [
    b.nullable
      ? { suffix: 'became-nullable', effect: 'widens', from: false, to: true }
      : { suffix: 'became-not-nullable', effect: 'narrows', from: true, to: false },
  ];
}

/** A value more is additive on both sides (the issue's reading; oasdiff calls it breaking in a response). */
function enums(a: SchemaView, b: SchemaView): SchemaDifference[] {
  const [from, to] = [a.keywords.get('enum'), b.keywords.get('enum')];
  if (!Array.isArray(from) && !Array.isArray(to)) return [];
  if (!Array.isArray(from)) return [{ suffix: 'became-enum', effect: 'narrows', ...shown(undefined, to) }];
  if (!Array.isArray(to)) return [{ suffix: 'became-not-enum', effect: 'widens', ...shown(from, undefined) }];
  const missing = (in_: readonly Json[], of: readonly Json[]) =>
    of.filter((value) => !in_.some((each) => isDeepStrictEqual(each, value)));
  return [
    ...missing(to as Json[], from as Json[]).map((value) => ({
      suffix: 'enum-value-removed',
      effect: 'narrows' as const,
      from: value,
    })),
    ...missing(from as Json[], to as Json[]).map((value) => ({
      suffix: 'enum-value-added',
      effect: 'widens' as const,
      severity: 'additive' as const,
      to: value,
    })),
  ];
}

function constants(a: SchemaView, b: SchemaView): SchemaDifference[] {
  const [from, to] = [a.keywords.get('const'), b.keywords.get('const')];
  if (isDeepStrictEqual(from, to)) return [];
  const suffix = from === undefined ? 'const-added' : to === undefined ? 'const-removed' : 'const-changed';
  const effect = from === undefined ? 'narrows' : to === undefined ? 'widens' : 'changes';
  return [{ suffix, effect, ...shown(from, to) }];
}

/** Keyword, its name in rule ids, and whether it is an upper bound. */
const boundRules = [
  ['maximum', 'max', true],
  ['minimum', 'min', false],
  ['exclusiveMaximum', 'exclusive-max', true],
  ['exclusiveMinimum', 'exclusive-min', false],
  ['maxLength', 'max-length', true],
  ['minLength', 'min-length', false],
  ['maxItems', 'max-items', true],
  ['minItems', 'min-items', false],
  ['maxProperties', 'max-properties', true],
  ['minProperties', 'min-properties', false],
] as const;

function bounds(a: SchemaView, b: SchemaView): SchemaDifference[] {
  return boundRules.flatMap(([keyword, name, upper]): SchemaDifference[] => {
    const [from, to] = [a.keywords.get(keyword), b.keywords.get(keyword)];
    if (from === to) return [];
    if (from === undefined) return [{ suffix: `${name}-set`, effect: 'narrows', ...shown(from, to) }];
    if (to === undefined) return [{ suffix: `${name}-unset`, effect: 'widens', ...shown(from, to) }];
    const increased = Number(to) > Number(from);
    return [
      {
        suffix: `${name}-${increased ? 'increased' : 'decreased'}`,
        effect: increased === upper ? 'widens' : 'narrows',
        from,
        to,
      },
    ];
  });
}

/** Keywords that are there or not: name in rule ids for there, gone and changed, and what being there does. */
const simpleRules: readonly (readonly [string, string, string, string, Effect])[] = [
  ['pattern', 'pattern-added', 'pattern-removed', 'pattern-changed', 'narrows'],
  ['multipleOf', 'multiple-of-set', 'multiple-of-unset', 'multiple-of-changed', 'narrows'],
  ['uniqueItems', 'unique-items-set', 'unique-items-unset', 'unique-items-changed', 'narrows'],
  ['not', 'not-added', 'not-removed', 'not-changed', 'narrows'],
  ['default', 'default-value-added', 'default-value-removed', 'default-value-changed', 'neutral'],
  ['deprecated', 'deprecated', 'reactivated', 'deprecated', 'neutral'],
];

function simple(a: SchemaView, b: SchemaView): SchemaDifference[] {
  return simpleRules.flatMap(([keyword, added, removed, changed, effect]): SchemaDifference[] => {
    const [from, to] = [a.keywords.get(keyword), b.keywords.get(keyword)];
    if (isDeepStrictEqual(from, to)) return [];
    const opposite: Effect = effect === 'narrows' ? 'widens' : effect;
    const both: Effect = effect === 'neutral' ? effect : 'changes';
    const [suffix, what] =
      from === undefined ? [added, effect] : to === undefined ? [removed, opposite] : [changed, both];
    return [{ suffix, effect: what, ...shown(from, to) }];
  });
}

/** Only whether others than the declared properties are allowed: documents that are silent allow them. */
function additional(a: SchemaView, b: SchemaView): SchemaDifference[] {
  const [from, to] = [a.additional !== false, b.additional !== false];
  if (from === to) return [];
  // A consumer reads past properties he does not know, so opening a response is harmless.
  return [
    to
      ? { suffix: 'additional-properties-allowed', effect: 'widens', severity: 'additive', from, to }
      : { suffix: 'additional-properties-forbidden', effect: 'narrows', from, to },
  ];
}

function wording(a: SchemaView, b: SchemaView): SchemaDifference[] {
  return [...new Set([...a.wording.keys(), ...b.wording.keys()])].flatMap((key): SchemaDifference[] => {
    const [from, to] = [a.wording.get(key), b.wording.get(key)];
    if (isDeepStrictEqual(from?.value, to?.value)) return [];
    return [
      {
        suffix: `${key}-changed`,
        effect: 'neutral',
        severity: 'editorial',
        ...shown(from?.value, to?.value),
        before: from?.pointer ?? join(a.pointer, key),
        after: to?.pointer ?? join(b.pointer, key),
      },
    ];
  });
}

/** Branches of a choice that belong together: of one name, or saying the same, else in their order. */
export function matchBranches(
  before: { document: JsonSchema; branches: readonly string[] },
  after: { document: JsonSchema; branches: readonly string[] },
): { pairs: (readonly [string, string])[]; removed: string[]; added: string[] } {
  const identity = (document: JsonSchema, branch: string): string => {
    const value = at(document, branch) as JsonSchema | undefined;
    return typeof value?.['$ref'] === 'string' ? value['$ref'] : hashOf(value ?? null);
  };
  const left = new Map(after.branches.map((branch) => [identity(after.document, branch), branch]));
  const pairs: (readonly [string, string])[] = [];
  const removed: string[] = [];
  for (const branch of before.branches) {
    const key = identity(before.document, branch);
    const match = left.get(key);
    if (match === undefined) removed.push(branch);
    else pairs.push([branch, match]);
    left.delete(key);
  }
  const added = [...left.values()];
  // As many gone as new ones: most likely the same ones, changed.
  if (removed.length === added.length)
    return {
      pairs: [...pairs, ...removed.map((branch, index) => [branch, added[index] ?? branch] as const)],
      removed: [],
      added: [],
    };
  return { pairs, removed, added };
}
