/** Values of parameters as text, by style and explode (OpenAPI 3.0.3, Parameter Object, "Style Values"; RFC 6570). */
import { delimiterOf, encodedDelimiterOf } from '../contract/delimiters.ts';
import { isObject } from '../contract/pointer.ts';
import { text } from '../contract/text.ts';
import type { Json, QueryPair } from '../contract/types.ts';

export interface Style {
  /** simple, label, matrix, form, spaceDelimited, pipeDelimited, tabDelimited (Swagger 2.0) or deepObject. */
  readonly style: string;
  /** Whether each item or property stands alone (`a=1&a=2`) rather than in one list (`a=1,2`). */
  readonly explode: boolean;
  /** Whether reserved characters stay as they are. Default false. */
  readonly allowReserved?: boolean;
}

type Encode = (text: string) => string;
const asIs: Encode = (value) => value;

/** Everything but letters, digits and what separates nothing in a query is percent-encoded, also where reserved characters are allowed. */
const reservedAllowed: Encode = (value) =>
  encodeURIComponent(value).replaceAll(/%(?:2C|2F|3A|3B|3F|40|24)/g, (code) => decodeURIComponent(code));

/** A property, or an item of a list, by its path of keys: `{a: {b: [1]}}` gives `['a', 'b', '0'], '1'`. */
function leaves(value: Json, path: readonly string[] = []): [path: readonly string[], text: string][] {
  if (Array.isArray(value)) return value.flatMap((each: Json, index) => leaves(each, [...path, String(index)]));
  if (isObject(value)) return Object.entries(value).flatMap(([key, each]) => leaves(each, [...path, key]));
  return [[path, text(value)]];
}

/** `R,100,G,200` or, exploded, `R=100,G=200`. */
const properties = (value: Json, explode: boolean, encode: Encode): string[] =>
  Object.entries(value as Record<string, Json>).flatMap(([key, each]) =>
    explode ? [`${encode(key)}=${encode(text(each))}`] : [encode(key), encode(text(each))],
  );

const listed = (value: Json, explode: boolean, encode: Encode): string[] =>
  Array.isArray(value)
    ? value.map((each) => encode(text(each)))
    : isObject(value)
      ? properties(value, explode, encode)
      : [encode(text(value))];

/** A path parameter as it goes into the path, percent-encoded: style simple, label or matrix. */
export function pathText(name: string, value: Json, { style, explode }: Style): string {
  const parts = listed(value, explode, encodeURIComponent);
  if (style === 'label') return `.${parts.join(explode ? '.' : ',')}`;
  if (style !== 'matrix') return parts.join(encodedDelimiterOf(style));
  if (!explode) return `;${encodeURIComponent(name)}=${parts.join(',')}`;
  return parts.map((part) => (isObject(value) ? `;${part}` : `;${encodeURIComponent(name)}=${part}`)).join('');
}

/** A header's value: style simple, nothing percent-encoded. */
export const headerText = (value: Json, { style, explode }: Style): string =>
  listed(value, explode, asIs).join(delimiterOf(style));

/** The pairs of a query parameter, of a property of an urlencoded body, or of a cookie. */
export function queryPairs(name: string, value: Json, { style, explode, allowReserved }: Style): QueryPair[] {
  const encode = allowReserved ? reservedAllowed : encodeURIComponent;
  const key = encodeURIComponent(name);
  if (style === 'deepObject')
    return leaves(value).map(([path, each]) => [
      key + path.map((step) => encodeURIComponent(`[${step}]`)).join(''),
      encode(each),
      'raw',
    ]);
  if (typeof value !== 'object' || value === null)
    return allowReserved ? [[key, encode(text(value)), 'raw']] : [[name, text(value)]];
  if (Array.isArray(value) && explode) return value.map((each: Json) => [key, encode(text(each)), 'raw']);
  if (explode)
    return Object.entries(value).map(([each, inner]) => [encodeURIComponent(each), encode(text(inner)), 'raw']);
  return [[key, listed(value, false, encode).join(encodedDelimiterOf(style)), 'raw']];
}

/** Pairs as they are sent: `a=1&b=2`. */
export const queryText = (pairs: readonly QueryPair[]): string =>
  pairs
    .map(([name, value, raw]) =>
      raw === 'raw' ? `${name}=${value}` : `${encodeURIComponent(name)}=${encodeURIComponent(value)}`,
    )
    .join('&');
