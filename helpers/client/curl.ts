/** A request as one shell line that repeats it: secrets as variables, files by name. */
import type { Body, Part } from '../contract/types.ts';
import { formText } from './body.ts';
import type { PlacedCredential } from './credentials.ts';

/** Quotes for a POSIX shell. */
export const quote = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;

/** In double quotes, variables left to the shell. */
const inShell = (text: string): string => inDoubleQuotes(text).replaceAll('\\$', '$');

const inDoubleQuotes = (text: string): string => `"${text.replaceAll(/[\\"`]/g, '\\$&')}"`;

/** `base` is a shell variable that holds the base URL; the shell texts of credentials are already fit for double quotes. */
export function curlLine(request: {
  method: string;
  base: string;
  target: string;
  headers: readonly (readonly [string, string])[];
  cookies?: readonly (readonly [string, string])[] | undefined;
  credentials: readonly PlacedCredential[];
  body: Body;
}): string {
  // Without -g curl takes brackets in an address for a list of addresses.
  const parts = ['curl', '-sS', '-i', '-g'];
  if (request.method !== 'GET') parts.push('-X', request.method);
  const inPlace = (place: PlacedCredential['in']) => request.credentials.filter((each) => each.in === place);
  const query = inPlace('query').map(({ name, shell }) => `${encodeURIComponent(name)}=${shell}`);
  const joined = query.length === 0 ? '' : inShell(`${request.target.includes('?') ? '&' : '?'}${query.join('&')}`);
  parts.push('--path-as-is', `"$${request.base}"${quote(request.target)}${joined}`);
  for (const { name, shell } of inPlace('header'))
    parts.push(
      '-H',
      inShell(`${name === 'authorization' ? 'Authorization' : name}${shell === '' ? ';' : `: ${shell}`}`),
    );
  const cookies = [
    ...(request.cookies ?? []).map(([name, value]) => `${name}=${value}`),
    ...inPlace('cookie').map(({ name, shell }) => `${name}=${shell}`),
  ];
  if (cookies.length > 0) parts.push('-H', inShell(`Cookie: ${cookies.join('; ')}`));
  for (const [name, value] of request.headers) parts.push('-H', quote(`${name}${value === '' ? ';' : `: ${value}`}`));
  parts.push(...bodyOf(request.body));
  return parts.join(' ');
}

const contentTypeHeader = (type: string): string[] => ['-H', quote(`Content-Type: ${type}`)];

function bodyOf(body: Body): string[] {
  switch (body.kind) {
    case 'none':
      return [];
    case 'json':
      return [...contentTypeHeader(body.contentType ?? 'application/json'), '-d', quote(JSON.stringify(body.value))];
    case 'form':
      return [
        ...contentTypeHeader(body.contentType ?? 'application/x-www-form-urlencoded'),
        '--data-raw',
        quote(formText(body.value, body.encoding)),
      ];
    case 'raw':
      return [
        ...contentTypeHeader(body.contentType),
        '--data-raw',
        quote(new TextDecoder().decode(body.bytes.slice(0, 2_000))),
      ];
    case 'multipart':
      return body.parts.flatMap(partOf);
  }
}

function partOf({ name, bytes, fileName, contentType }: Part): string[] {
  const type = contentType === undefined ? '' : `;type=${contentType}`;
  if (fileName !== undefined) return ['-F', quote(`${name}=@${fileName}${type}`)];
  const text = new TextDecoder().decode(bytes);
  if (contentType === undefined) return ['--form-string', quote(`${name}=${text}`)];
  return ['-F', quote(`${name}="${text.replaceAll(/[\\"]/g, String.raw`\$&`)}"${type}`)];
}
