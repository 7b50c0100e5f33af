/** Which credentials an operation needs, and what its schemes are. */
import { follow, isObject, join } from '../../contract/pointer.ts';
import type { Json, JsonSchema } from '../../contract/types.ts';
import type { ChangePlace, Difference } from './change.ts';
import type { Comparison, OperationPair, OperationSpot } from './compare.ts';

/** Differences of the security requirements of one operation. One requirement of the list is enough, so one more is harmless. */
export function compareSecurity(comparison: Comparison, { before, after }: OperationPair): Difference[] {
  const [old, current] = [requirementsOf(comparison.before, before), requirementsOf(comparison.after, after)];
  const place: ChangePlace = { operation: before.name, side: 'request', group: 'security' };
  const here = { before: join(before.pointer, 'security'), after: join(after.pointer, 'security') };
  const [wasOpen, isOpen] = [old.has(''), current.has('')];
  const of = (rule: string, severity: Difference['severity'], values: { from?: Json; to?: Json }): Difference => ({
    rule,
    severity,
    place,
    ...here,
    ...values,
  });
  if (wasOpen && !isOpen) return [of('api-security-anonymous-access-removed', 'breaking', { to: [...current.keys()] })];
  if (isOpen && !wasOpen) return [of('api-security-anonymous-access-added', 'additive', { from: [...old.keys()] })];
  const differences: Difference[] = [];
  for (const [key, scopes] of old) {
    const now = current.get(key);
    if (now === undefined) differences.push(of('api-security-removed', 'breaking', { from: key }));
    else differences.push(...scopeDifferences(of, scopes, now));
  }
  for (const key of current.keys()) if (!old.has(key)) differences.push(of('api-security-added', 'additive', { to: key }));
  return differences;
}

function scopeDifferences(
  of: (rule: string, severity: Difference['severity'], values: { from?: Json; to?: Json }) => Difference,
  before: readonly string[],
  after: readonly string[],
): Difference[] {
  return [
    ...before.filter((scope) => !after.includes(scope)).map((from) => of('api-security-scope-removed', 'additive', { from })),
    ...after.filter((scope) => !before.includes(scope)).map((to) => of('api-security-scope-added', 'breaking', { to })),
  ];
}

/** The alternatives by the names of their schemes (`a+b` needs both, '' is open), each with its scopes. */
function requirementsOf(document: JsonSchema, { value }: OperationSpot): ReadonlyMap<string, readonly string[]> {
  const list = value['security'] ?? document['security'];
  const alternatives = (Array.isArray(list) ? list : []).filter(isObject);
  if (alternatives.length === 0) return new Map([['', []]]);
  return new Map(
    alternatives.map((each) => [
      Object.keys(each).toSorted().join('+'),
      Object.values(each).flatMap((scopes) => (Array.isArray(scopes) ? scopes.map(String) : [])),
    ]),
  );
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

/** Differences of the security schemes that both documents have. */
export function compareSchemes(before: JsonSchema, after: JsonSchema): Difference[] {
  const list = '/components/securitySchemes';
  const names = Object.keys(follow(before, list)?.value ?? {});
  return names.flatMap((name) => {
    const [a, b] = [follow(before, join(list, name)), follow(after, join(list, name))];
    if (!a || !b) return [];
    const place: ChangePlace = { operation: '', side: 'document', group: 'security', pointer: join('', name) };
    return schemeRules.flatMap(([key, rule, severity]): Difference[] => {
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
  });
}
