/** A request as one shell line that repeats it: secrets as variables, files by name. */
import type { Body } from '../contract/types.ts';

/** Quotes for a POSIX shell. */
export const quote = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;

const inDoubleQuotes = (text: string): string => `"${text.replaceAll(/[\\"`]/g, '\\$&')}"`;

/** `base` is a shell variable that holds the base URL; `authorization` is already fit for double quotes. */
export function curlLine(request: {
  method: string;
  base: string;
  target: string;
  headers: readonly (readonly [string, string])[];
  authorization: string | undefined;
  body: Body;
}): string {
  // Without -g curl takes brackets in an address for a list of addresses.
  const parts = ['curl', '-sS', '-i', '-g'];
  if (request.method !== 'GET') parts.push('-X', request.method);
  parts.push('--path-as-is', `"$${request.base}"${quote(request.target)}`);
  if (request.authorization !== undefined)
    parts.push('-H', inDoubleQuotes(`Authorization: ${request.authorization}`).replaceAll('\\$', '$'));
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
