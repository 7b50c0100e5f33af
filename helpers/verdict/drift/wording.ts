/** Texts that people read: a change of them is editorial. */
import { isDeepStrictEqual } from 'node:util';
import { wordingKeys } from '../../contract/import/published.ts';
import { join } from '../../contract/pointer.ts';
import type { JsonSchema } from '../../contract/types.ts';
import type { ChangePlace, Difference } from './change.ts';
import type { OperationPair } from './compare.ts';

interface Spot {
  readonly pointer: string;
  readonly value: JsonSchema;
}

/** Differences of descriptions, summaries, titles and examples of two objects that are the same thing. */
export function wordingDifferences(place: ChangePlace, before: Spot, after: Spot): Difference[] {
  return [...wordingKeys].flatMap((key): Difference[] => {
    const [from, to] = [before.value[key], after.value[key]];
    if (isDeepStrictEqual(from, to)) return [];
    return [
      {
        rule: `${key}-changed`,
        severity: 'editorial',
        place,
        before: join(before.pointer, key),
        after: join(after.pointer, key),
        ...(from !== undefined && { from }),
        ...(to !== undefined && { to }),
      },
    ];
  });
}

/** What an operation says of itself beside its request and responses. */
export function compareWording({ before, after }: OperationPair): Difference[] {
  const place: ChangePlace = { operation: before.name, side: 'operation' };
  const here = { before: before.pointer, after: after.pointer };
  const differences = wordingDifferences(place, before, after);
  const [was, is] = [before.value['deprecated'] === true, after.value['deprecated'] === true];
  if (was !== is)
    differences.push({
      rule: is ? 'endpoint-deprecated' : 'endpoint-reactivated',
      severity: 'additive',
      place,
      ...here,
    });
  const ids = [before.value['operationId'], after.value['operationId']] as const;
  if (ids[0] !== ids[1])
    differences.push({
      rule: 'api-operation-id-changed',
      severity: 'editorial',
      place,
      ...here,
      ...(ids[0] !== undefined && { from: ids[0] }),
      ...(ids[1] !== undefined && { to: ids[1] }),
    });
  differences.push(...tagDifferences(place, before.value['tags'], after.value['tags'], here));
  return differences;
}

function tagDifferences(
  place: ChangePlace,
  before: unknown,
  after: unknown,
  here: { readonly before: string; readonly after: string },
): Difference[] {
  const names = (list: unknown) => (Array.isArray(list) ? list.map(String) : []);
  const [old, current] = [names(before), names(after)];
  return [
    ...old
      .filter((tag) => !current.includes(tag))
      .map((from): Difference => ({ rule: 'api-tag-removed', severity: 'editorial', place, ...here, from })),
    ...current
      .filter((tag) => !old.includes(tag))
      .map((to): Difference => ({ rule: 'api-tag-added', severity: 'editorial', place, ...here, to })),
  ];
}
