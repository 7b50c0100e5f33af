/** Request bodies as bytes. */
import { randomBytes } from 'node:crypto';
import { queryPairs, queryText } from '../cases/style.ts';
import { isObject, ownOf } from '../contract/pointer.ts';
import type { Body, FieldEncoding, Json, Part, QueryPair } from '../contract/types.ts';

export interface EncodedBody {
  readonly bytes: Buffer;
  readonly contentType: string;
}

/** The bytes of a body and its Content-Type, or undefined where there is none. */
export function bytesOf(body: Body): EncodedBody | undefined {
  switch (body.kind) {
    case 'none':
      return undefined;
    case 'json':
      return { bytes: Buffer.from(JSON.stringify(body.value)), contentType: body.contentType ?? 'application/json' };
    case 'form':
      return {
        bytes: Buffer.from(formText(body.value, body.encoding)),
        contentType: body.contentType ?? 'application/x-www-form-urlencoded',
      };
    case 'raw':
      return { bytes: Buffer.from(body.bytes), contentType: body.contentType };
    case 'multipart':
      return multipart(body.parts, body.contentType ?? 'multipart/form-data');
  }
}

/** An urlencoded body: each property by its encoding, style form and exploded by default (OpenAPI 3.0.3, Encoding Object). */
export const formText = (value: Json, encoding: Readonly<Record<string, FieldEncoding>> = {}): string =>
  // A value that is no object has no properties to write: it goes out as the text it is.
  isObject(value)
    ? queryText(Object.entries(value).flatMap(([name, each]) => fieldPairs(name, each, ownOf(encoding, name))))
    : encodeURIComponent(typeof value === 'string' ? value : JSON.stringify(value));

function fieldPairs(name: string, value: Json, encoding: FieldEncoding = {}): QueryPair[] {
  const { style, explode, allowReserved = false, contentType } = encoding;
  const isJsonField = contentType !== undefined && /[/+]json\b/i.test(contentType);
  if (isJsonField && style === undefined) return [[name, JSON.stringify(value)]];
  const chosen = style ?? (isObject(value) ? 'deepObject' : 'form');
  return queryPairs(name, value, { style: chosen, explode: explode ?? chosen !== 'spaceDelimited', allowReserved });
}

/** Parts by RFC 7578 (and RFC 2046, 5.1); names and file names are escaped as browsers do. */
function multipart(parts: readonly Part[], type: string): EncodedBody {
  const boundary = `conformance-${randomBytes(16).toString('hex')}`;
  const chunks = parts.flatMap((part) => [
    Buffer.from(`--${boundary}\r\n${headersOf(part)}\r\n\r\n`),
    Buffer.from(part.bytes),
    Buffer.from('\r\n'),
  ]);
  return {
    bytes: Buffer.concat([...chunks, Buffer.from(`--${boundary}--\r\n`)]),
    contentType: `${type}; boundary=${boundary}`,
  };
}

const escaped = (text: string): string => text.replaceAll('\r', '%0D').replaceAll('\n', '%0A').replaceAll('"', '%22');

function headersOf({ name, fileName, contentType }: Part): string {
  const file = fileName === undefined ? '' : `; filename="${escaped(fileName)}"`;
  const type = contentType ?? (fileName === undefined ? undefined : 'application/octet-stream');
  return [
    `Content-Disposition: form-data; name="${escaped(name)}"${file}`,
    ...(type === undefined ? [] : [`Content-Type: ${type}`]),
  ].join('\r\n');
}
