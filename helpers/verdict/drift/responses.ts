/** The responses of an operation: statuses, headers, media types and their schemas. */
import { follow, isObject, join } from '../../contract/pointer.ts';
import type { JsonSchema } from '../../contract/types.ts';
import type { ChangePlace, Difference } from './change.ts';
import type { Comparison, OperationPair } from './compare.ts';
import { compareContent } from './request-body.ts';
import { wordingDifferences } from './wording.ts';

interface Spot {
  readonly pointer: string;
  readonly value: JsonSchema;
}

/** Differences of the documented responses of one operation. A success that vanishes breaks its readers, an error does not. */
export function compareResponses(comparison: Comparison, { before, after }: OperationPair): Difference[] {
  const old = responsesOf(comparison.before, before.pointer);
  const current = responsesOf(comparison.after, after.pointer);
  const differences: Difference[] = [];
  for (const [key, a] of old) {
    const place: ChangePlace = { operation: before.name, side: 'response', status: key };
    const b = current.get(key);
    if (!b) {
      const severity = isSuccess(key) ? 'breaking' : 'additive';
      differences.push({
        rule: `${statusRule(key)}-removed`,
        severity,
        effect: 'narrows',
        place,
        before: a.pointer,
        from: key,
      });
      continue;
    }
    differences.push(...wordingDifferences(place, a, b));
    differences.push(...compareHeaders(comparison, place, a, b));
    differences.push(...compareContent(comparison, 'response', { ...place, group: 'body', pointer: '' }, a, b));
  }
  for (const [key, b] of current)
    if (!old.has(key))
      differences.push({
        rule: `${statusRule(key)}-added`,
        severity: 'additive',
        effect: 'widens',
        place: { operation: before.name, side: 'response', status: key },
        after: b.pointer,
        to: key,
      });
  return differences;
}

const isSuccess = (key: string): boolean => key.startsWith('2');
const statusRule = (key: string): string => `response-${isSuccess(key) ? 'success' : 'non-success'}-status`;

/** By status; a response that many share is compared where each operation refers to it. */
function responsesOf(document: JsonSchema, operation: string): ReadonlyMap<string, Spot> {
  const list = follow(document, join(operation, 'responses'));
  const found = new Map<string, Spot>();
  for (const key of Object.keys(list?.value ?? {})) {
    const target = key.startsWith('x-') ? undefined : follow(document, join(operation, 'responses', key));
    if (target) found.set(key.toUpperCase().replace('DEFAULT', 'default'), target);
  }
  return found;
}

function compareHeaders(comparison: Comparison, response: ChangePlace, a: Spot, b: Spot): Difference[] {
  const [old, current] = [headersOf(comparison.before, a), headersOf(comparison.after, b)];
  const differences: Difference[] = [];
  for (const [name, was] of old) {
    const place: ChangePlace = { ...response, group: 'headers', pointer: join('', name) };
    const is = current.get(name);
    const required = was.value['required'] === true;
    if (!is) {
      const rule = `${required ? 'required' : 'optional'}-response-header-removed`;
      differences.push({ rule, severity: required ? 'breaking' : 'additive', place, before: was.pointer, from: name });
      continue;
    }
    differences.push(...compareHeader(comparison, place, was, is));
  }
  for (const [name, is] of current)
    if (!old.has(name))
      differences.push({
        rule: 'response-header-added',
        severity: 'additive',
        place: { ...response, group: 'headers', pointer: join('', name) },
        after: is.pointer,
        to: name,
      });
  return differences;
}

function compareHeader(comparison: Comparison, place: ChangePlace, was: Spot, is: Spot): Difference[] {
  const here = { before: was.pointer, after: is.pointer };
  const differences = wordingDifferences(place, was, is);
  const [before, after] = [was.value['required'] === true, is.value['required'] === true];
  if (before !== after)
    differences.push({
      rule: `response-header-became-${after ? 'required' : 'optional'}`,
      severity: after ? 'additive' : 'breaking',
      effect: after ? 'narrows' : 'widens',
      place,
      ...here,
      from: before,
      to: after,
    });
  if (!isObject(was.value['schema']) || !isObject(is.value['schema'])) return differences;
  for (const each of comparison.responses.compare(join(was.pointer, 'schema'), join(is.pointer, 'schema'))) {
    const { path: _path, rule, prefixed, ...what } = each;
    differences.push({ ...what, rule: prefixed ? `response-header-${rule}` : rule, place });
  }
  return differences;
}

/** By name in lower case. Content-Type is described by the media types (3.0.3, Response Object). */
function headersOf(document: JsonSchema, response: Spot): ReadonlyMap<string, Spot> {
  const raw = response.value['headers'];
  const found = new Map<string, Spot>();
  for (const name of Object.keys(isObject(raw) ? raw : {})) {
    const target = follow(document, join(response.pointer, 'headers', name));
    if (target && name.toLowerCase() !== 'content-type') found.set(name.toLowerCase(), target);
  }
  return found;
}
