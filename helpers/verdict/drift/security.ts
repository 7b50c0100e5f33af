/** Which credentials an operation needs, and what its schemes are. */
import { follow, isObject, join } from '../../contract/pointer.ts';
import type { Json, JsonSchema } from '../../contract/types.ts';
import type { ChangePlace, Difference } from './change.ts';
import type { Comparison, OperationPair, OperationSpot } from './compare.ts';
import { wordingDifferences } from './wording.ts';

/** One alternative of an operation's security. */
interface Requirement {
  /** The names of its schemes; '' where nothing is needed. */
  readonly names: string;
  /** What its schemes are: `http bearer and apikey header x-key`. A scheme that is only called otherwise is the same. */
  readonly text: string;
  readonly scopes: readonly string[];
}

/** Differences of the security requirements of one operation. One alternative is enough, so one more is harmless. */
export function compareSecurity(comparison: Comparison, { before, after }: OperationPair): Difference[] {
  const old = requirementsOf(comparison.before, before);
  const current = requirementsOf(comparison.after, after);
  const place: ChangePlace = { operation: before.name, side: 'request', group: 'security' };
  const here = { before: join(before.pointer, 'security'), after: join(after.pointer, 'security') };
  const of = (rule: string, severity: Difference['severity'], values: { from?: Json; to?: Json }): Difference => ({
    rule,
    severity,
    place,
    ...here,
    ...values,
  });
  const texts = (list: readonly Requirement[]) => list.map(({ text }) => text);
  const open = (list: readonly Requirement[]) => list.some(({ names }) => names === '');
  if (open(old) && !open(current))
    return [of('api-security-anonymous-access-removed', 'breaking', { to: texts(current) })];
  if (open(current) && !open(old)) return [of('api-security-anonymous-access-added', 'additive', { from: texts(old) })];
  const match = (list: readonly Requirement[], wanted: Requirement) =>
    list.find(({ names }) => names === wanted.names) ?? list.find(({ text }) => text === wanted.text);
  return [
    ...old.flatMap((each) => {
      const now = match(current, each);
      return now
        ? scopeDifferences(of, each.scopes, now.scopes)
        : [of('api-security-removed', 'breaking', { from: each.text })];
    }),
    ...current
      .filter((each) => !match(old, each))
      .map((each) => of('api-security-added', 'additive', { to: each.text })),
  ];
}

function scopeDifferences(
  of: (rule: string, severity: Difference['severity'], values: { from?: Json; to?: Json }) => Difference,
  before: readonly string[],
  after: readonly string[],
): Difference[] {
  return [
    ...before
      .filter((scope) => !after.includes(scope))
      .map((from) => of('api-security-scope-removed', 'additive', { from })),
    ...after.filter((scope) => !before.includes(scope)).map((to) => of('api-security-scope-added', 'breaking', { to })),
  ];
}

function requirementsOf(document: JsonSchema, { value }: OperationSpot): Requirement[] {
  const list = value['security'] ?? document['security'];
  const alternatives = (Array.isArray(list) ? list : []).filter(isObject);
  if (alternatives.length === 0) return [{ names: '', text: 'open', scopes: [] }];
  return alternatives.map((each) => ({
    names: Object.keys(each).toSorted().join(' and '),
    text: Object.keys(each)
      .map((name) => schemeText(document, name))
      .toSorted()
      .join(' and '),
    scopes: Object.values(each).flatMap((scopes) => (Array.isArray(scopes) ? scopes.map(String) : [])),
  }));
}

function schemeText(document: JsonSchema, name: string): string {
  const scheme = follow(document, join('/components/securitySchemes', name))?.value;
  if (!scheme) return name;
  const parts = [scheme['type'], scheme['scheme'], scheme['in'], scheme['name']].flatMap((part) =>
    typeof part === 'string' ? [part] : [],
  );
  return parts.join(' ').toLowerCase();
}

/** What of a scheme a consumer notices, with the rule for a change of it. */
const schemeRules: readonly (readonly [string, string, Difference['severity']])[] = [
  ['type', 'api-security-component-type-changed', 'breaking'],
  ['scheme', 'api-security-component-http-scheme-changed', 'breaking'],
  ['in', 'api-security-component-api-key-in-changed', 'breaking'],
  ['name', 'api-security-component-api-key-name-changed', 'breaking'],
  ['bearerFormat', 'api-security-component-bearer-format-changed', 'editorial'],
  ['openIdConnectUrl', 'api-security-component-openid-connect-url-changed', 'breaking'],
];

/** Differences of the security schemes of one name: what an operation needs because of them is said there. */
export function compareSchemes(before: JsonSchema, after: JsonSchema): Difference[] {
  const list = '/components/securitySchemes';
  const names = Object.keys(follow(before, list)?.value ?? {});
  return names.flatMap((name) => {
    const [a, b] = [follow(before, join(list, name)), follow(after, join(list, name))];
    if (!a || !b) return [];
    const place: ChangePlace = { operation: '', side: 'document', group: 'security', pointer: join('', name) };
    const kinds = schemeRules.flatMap(([key, rule, severity]): Difference[] => {
      const [from, to] = [a.value[key], b.value[key]].map((value) =>
        key === 'scheme' && typeof value === 'string' ? value.toLowerCase() : value,
      );
      if (from === to) return [];
      return [
        {
          rule,
          severity,
          place,
          before: join(a.pointer, key),
          after: join(b.pointer, key),
          ...(from !== undefined && { from }),
          ...(to !== undefined && { to }),
        },
      ];
    });
    return [...kinds, ...wordingDifferences(place, a, b)];
  });
}
