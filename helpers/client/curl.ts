/** A request as one shell line that repeats it: secrets as variables, files by name. */
import type { Body } from '../contract/types.ts';
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
  const cookies = inPlace('cookie').map(({ name, shell }) => `${name}=${shell}`);
  if (cookies.length > 0) parts.push('-H', inShell(`Cookie: ${cookies.join('; ')}`));
  for (const [name, value] of request.headers) parts.push('-H', quote(`${name}${value === '' ? ';' : `: ${value}`}`));
  parts.push(...bodyOf(request.body));
  return parts.join(' ');
}

function bodyOf(body: Body): string[] {
  switch (body.kind) {
    case 'none':
      return [];
    case 'json':
      return ['-H', quote('Content-Type: application/json'), '-d', quote(JSON.stringify(body.value))];
    case 'raw':
      return [
        '-H',
        quote(`Content-Type: ${body.contentType}`),
        '--data-raw',
        quote(new TextDecoder().decode(body.bytes.slice(0, 2_000))),
      ];
    case 'multipart':
      return body.parts.flatMap((part) =>
        part.fileName === undefined
          ? ['--form-string', quote(`${part.name}=${new TextDecoder().decode(part.bytes)}`)]
          : [
              '-F',
              quote(
                `${part.name}=@${part.fileName}${part.contentType === undefined ? '' : `;type=${part.contentType}`}`,
              ),
            ],
      );
  }
}
