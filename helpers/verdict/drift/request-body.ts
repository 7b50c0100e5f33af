/** The request body of an operation: whether it is there and required, its media types and their schemas. */
import { follow, isObject, join, ownOf } from '../../contract/pointer.ts';
import type { JsonSchema } from '../../contract/types.ts';
import type { ChangePlace, Difference } from './change.ts';
import type { Comparison, OperationPair } from './compare.ts';
import { wordingDifferences } from './wording.ts';

/** Differences of the request bodies of one operation. */
export function compareBody(comparison: Comparison, { before, after }: OperationPair): Difference[] {
  const a = follow(comparison.before, join(before.pointer, 'requestBody'));
  const b = follow(comparison.after, join(after.pointer, 'requestBody'));
  const place: ChangePlace = { operation: before.name, side: 'request', group: 'body', pointer: '' };
  if (!a && !b) return [];
  if (!a && b) {
    const required = b.value['required'] === true;
    return [
      {
        rule: `request-body-added-${required ? 'required' : 'optional'}`,
        severity: required ? 'breaking' : 'additive',
        place,
        after: b.pointer,
      },
    ];
  }
  if (a && !b) return [{ rule: 'request-body-removed', severity: 'breaking', place, before: a.pointer }];
  if (!a || !b) return [];
  const differences = wordingDifferences(place, a, b);
  const [was, is] = [a.value['required'] === true, b.value['required'] === true];
  if (was !== is)
    differences.push({
      rule: `request-body-became-${is ? 'required' : 'optional'}`,
      severity: is ? 'breaking' : 'additive',
      effect: is ? 'narrows' : 'widens',
      place,
      before: a.pointer,
      after: b.pointer,
      from: was,
      to: is,
    });
  return [...differences, ...compareContent(comparison, 'request', place, a, b)];
}

interface Holder {
  readonly pointer: string;
  readonly value: JsonSchema;
}

/** Differences of the media types that two bodies offer. A type the consumer sends or reads must stay. */
export function compareContent(
  comparison: Comparison,
  side: 'request' | 'response',
  place: ChangePlace,
  a: Holder,
  b: Holder,
): Difference[] {
  const rule = side === 'request' ? 'request-body-media-type' : 'response-media-type';
  const [old, current] = [typesOf(a), typesOf(b)];
  const differences: Difference[] = [];
  for (const [key, type] of old) {
    const other = current.get(key);
    const before = join(a.pointer, 'content', type);
    if (other === undefined) {
      differences.push({ rule: `${rule}-removed`, severity: 'breaking', place, before, from: type });
      continue;
    }
    const after = join(b.pointer, 'content', other);
    differences.push(...compareMedia(comparison, side, place, before, after));
    differences.push(...wordingDifferences(place, mediaAt(a, type), mediaAt(b, other)));
  }
  for (const [key, type] of current)
    if (!old.has(key))
      differences.push({
        rule: `${rule}-added`,
        severity: 'additive',
        place,
        after: join(b.pointer, 'content', type),
        to: type,
      });
  return differences;
}

function compareMedia(
  comparison: Comparison,
  side: 'request' | 'response',
  place: ChangePlace,
  before: string,
  after: string,
): Difference[] {
  const [a, b] = [join(before, 'schema'), join(after, 'schema')];
  const [was, is] = [follow(comparison.before, a), follow(comparison.after, b)];
  const pairs = side === 'request' ? comparison.requests : comparison.responses;
  if (was && is)
    return pairs.compare(a, b).map(({ path, rule, prefixed, ...what }) => ({
      ...what,
      rule: prefixed ? `${prefixOf(side, path, rule)}-${rule}` : rule,
      place: { ...place, pointer: path },
    }));
  if (!was && !is) return [];
  const narrowed = is !== undefined;
  return [
    {
      rule: `${side}-body-media-type-schema-${narrowed ? 'added' : 'removed'}`,
      severity: narrowed === (side === 'request') ? 'breaking' : 'additive',
      place,
      ...(was ? { before: was.pointer } : { before }),
      ...(is ? { after: is.pointer } : { after }),
    },
  ];
}

/** oasdiff calls the body of a response `mediatype` where its enum is concerned. */
const prefixOf = (side: 'request' | 'response', path: string, rule: string): string =>
  path !== ''
    ? `${side}-property`
    : side === 'response' && rule.includes('enum')
      ? 'response-mediatype'
      : `${side}-body`;

/** Media types by their text without case and parameters, as published. */
function typesOf({ value }: Holder): ReadonlyMap<string, string> {
  const content = isObject(value['content']) ? value['content'] : {};
  return new Map(Object.keys(content).map((type) => [type.toLowerCase().replaceAll(/\s+/g, ''), type]));
}

function mediaAt({ pointer, value }: Holder, type: string): Holder {
  const content = isObject(value['content']) ? value['content'] : {};
  const media = ownOf(content, type);
  return { pointer: join(pointer, 'content', type), value: isObject(media) ? media : {} };
}
