/** Media types and ranges of them, as documents use them for keys of `content` (RFC 9110, 8.3.1 and 12.5.1). */
import { MIMEType } from 'node:util';
import type { MediaType } from './operation.ts';

/** `type/subtype` in lower case, or undefined where a Content-Type cannot be read. */
export function essenceOf(contentType: string): string | undefined {
  try {
    return new MIMEType(contentType).essence;
  } catch {
    return undefined;
  }
}

/** Whether a media type is JSON: `application/json`, `text/json`, `…+json`. Parameters do not matter. */
export const isJson = (type: string): boolean =>
  /^(?:application|text)\/json\s*(?:;|$)|^[\w.-]+\/[\w.!#$&^-]+(?:\+[\w.-]+)*\+json\s*(?:;|$)/i.test(type.trim());

/** Whether a media type is XML: `application/xml`, `text/xml`, `…+xml` (RFC 7303). Parameters do not matter. */
export const isXml = (type: string): boolean =>
  /^(?:application|text)\/xml\s*(?:;|$)|^[\w.-]+\/[\w.!#$&^-]+(?:\+[\w.-]+)*\+xml\s*(?:;|$)/i.test(type.trim());

/** Whether JSON is among what a documented media type or range covers. */
export const coversJson = (type: string): boolean =>
  isJson(type) || /^(?:\*|application|text)\/\*\s*(?:;|$)/i.test(type.trim());

/** How closely a documented media type or range fits a media type; 0 where it does not cover it. */
function closeness(documented: string, contentType: string): number {
  const essence = essenceOf(contentType);
  const range = (documented.split(';')[0] ?? '').trim().toLowerCase();
  if (essence === undefined) return 0;
  if (range === essence) return sameParameters(documented, contentType) ? 5 : 4;
  const suffix = /^([\w.-]+)\/\*(\+[\w.-]+)$/.exec(range);
  if (suffix) return essence.startsWith(`${suffix[1]}/`) && essence.endsWith(suffix[2] ?? '') ? 3 : 0;
  if (range.endsWith('/*') && range !== '*/*') return essence.startsWith(range.slice(0, -1)) ? 2 : 0;
  return range === '*/*' || range === '*' ? 1 : 0;
}

const sameParameters = (documented: string, contentType: string): boolean => {
  const [, ...wanted] = documented.split(';').map((each) => each.trim().toLowerCase().replaceAll('"', ''));
  const [, ...given] = contentType.split(';').map((each) => each.trim().toLowerCase().replaceAll('"', ''));
  return wanted.length > 0 && wanted.every((each) => given.includes(each));
};

/** The documented media type that describes content of a type: the closest one, as the key "most specific" wins (OpenAPI 3.0.3, Response Object). */
export function documentedFor(content: readonly MediaType[], contentType: string): MediaType | undefined {
  const ranked = content
    .map((media) => ({ media, close: closeness(media.type, contentType) }))
    .filter(({ close }) => close > 0)
    .toSorted((a, b) => b.close - a.close);
  return ranked[0]?.media;
}
