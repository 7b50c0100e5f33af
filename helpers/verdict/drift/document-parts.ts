/** What a document says of itself: title, version, servers, tags, security schemes. */
import { isDeepStrictEqual } from 'node:util';
import { at, isObject } from '../../contract/pointer.ts';
import type { JsonSchema } from '../../contract/types.ts';
import type { ChangePlace, Difference } from './change.ts';
import { compareSchemes } from './security.ts';
import { wordingDifferences } from './wording.ts';

const place: ChangePlace = { operation: '', side: 'document' };

/** Differences outside the operations. */
export function compareDocumentParts(before: JsonSchema, after: JsonSchema): Difference[] {
  const objectAt = (document: JsonSchema, pointer: string) => {
    const value = at(document, pointer);
    return { pointer, value: isObject(value) ? value : {} };
  };
  return [
    ...wordingDifferences(place, objectAt(before, '/info'), objectAt(after, '/info')),
    ...valueDifference(before, after, '/info/version', 'api-version-changed', 'editorial'),
    ...serverDifferences(before, after),
    ...compareSchemes(before, after),
  ];
}

function valueDifference(
  before: JsonSchema,
  after: JsonSchema,
  pointer: string,
  rule: string,
  severity: Difference['severity'],
): Difference[] {
  const [from, to] = [at(before, pointer), at(after, pointer)];
  if (isDeepStrictEqual(from, to)) return [];
  return [
    {
      rule,
      severity,
      place,
      before: pointer,
      after: pointer,
      ...(from !== undefined && { from }),
      ...(to !== undefined && { to }),
    },
  ];
}

/** A server that is gone breaks who calls it; one more, or another order, does not. */
function serverDifferences(before: JsonSchema, after: JsonSchema): Difference[] {
  const [old, current] = [serversOf(before), serversOf(after)];
  const here = { before: '/servers', after: '/servers' };
  return [
    ...old
      .filter((url) => !current.includes(url))
      .map((from): Difference => ({ rule: 'server-removed', severity: 'breaking', place, ...here, from })),
    ...current
      .filter((url) => !old.includes(url))
      .map((to): Difference => ({ rule: 'server-added', severity: 'additive', place, ...here, to })),
  ];
}

function serversOf(document: JsonSchema): string[] {
  const servers = document['servers'];
  return (Array.isArray(servers) ? servers : []).flatMap((server) =>
    isObject(server) && typeof server['url'] === 'string' ? [server['url'].replace(/\/$/, '')] : [],
  );
}
