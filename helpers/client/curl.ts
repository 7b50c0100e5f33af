/** A stored request as one shell line that sends it again: secrets as variables, files by name. The only place that writes curl. */
import { queryText } from '../cases/style.ts';
import { ownOf } from '../contract/pointer.ts';
import type { BodyRecord, Piece, RequestRecord, SecretChange, Text } from '../contract/request-record.ts';

/** A text quoted for a POSIX shell. */
export const quote = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;

/** True for what a shell takes for the name of a variable. */
export const isName = (text: string): boolean => /^[A-Za-z_]\w*$/.test(text);

/** One word of a shell: pieces with variables in double quotes, any other text as `quote` has it. */
export function word(...texts: readonly Text[]): string {
  const pieces = texts.flat();
  return pieces.every((piece) => typeof piece === 'string') ? quote(pieces.join('')) : `"${inDoubleQuotes(pieces)}"`;
}

const inDoubleQuotes = (pieces: readonly Piece[]): string =>
  pieces
    .map((piece, index) => {
      if (typeof piece === 'string') return piece.replaceAll(/[\\"`$]/g, '\\$&');
      if ('base64' in piece) return `$(printf %s "${inDoubleQuotes(piece.base64)}" | openssl base64 -A)`;
      const next = pieces[index + 1];
      return valueOf(piece.variable, piece.change, typeof next === 'string' && /^\w/.test(next));
    })
    .join('');

/** The value of a variable, changed where it was sent so; `isFollowed` by what could belong to its name. */
function valueOf(variable: string, change: SecretChange | undefined, isFollowed: boolean): string {
  const name = isName(variable) ? variable : 'UNKNOWN';
  switch (change?.kind) {
    case undefined:
      return isFollowed ? `\${${name}}` : `$${name}`;
    case 'without-last':
      return `\${${name}%?}`;
    case 'without-signature':
      return `\${${name}%.*}`;
    case 'claims':
      return `$(cut -d. -f2 <<<"$${name}")`;
    case 'swapped-case':
      return `$(printf %s "$${name}" | tr A-Za-z a-zA-Z)`;
    case 'slice':
      return `\${${name}:${change.start}${change.end === undefined ? '' : `:${change.end - change.start}`}}`;
  }
}

export interface CurlOptions {
  /** Variable that holds an address which an earlier answer gave; `url` unless given. */
  readonly address?: string | undefined;
  /** `shown`: the answer is printed (default); `files`: into `head` and `body`, and the status is printed. */
  readonly output?: 'shown' | 'files';
}

/** The line. */
export function curlOf(request: RequestRecord, { address = 'url', output = 'shown' }: CurlOptions = {}): string {
  const { method, body, headers, cookies, credentials, certificate } = request;
  // Without -g curl takes brackets in an address for a list of addresses.
  const parts = [
    'curl',
    '-sS',
    ...(output === 'shown' ? ['-i'] : ['-D', 'head', '-o', 'body', '-w', `'%{http_code}'`]),
    '-g',
  ];
  if (method !== 'GET') parts.push('-X', method);
  if (certificate)
    for (const [option, variable] of [
      ['--cert', certificate.cert],
      ['--key', certificate.key],
      ['--pass', certificate.passphrase],
    ] as const)
      if (variable !== undefined) parts.push(option, word([{ variable }]));
  parts.push('--path-as-is', addressOf(request, address));
  for (const { in: place, name, value } of credentials)
    if (place === 'header') parts.push('-H', headerWord(name === 'authorization' ? 'Authorization' : name, value));
  const all = [
    ...cookies,
    ...credentials.flatMap(({ in: place, name, value }) => (place === 'cookie' ? [[name, value] as const] : [])),
  ];
  if (all.length > 0)
    parts.push(
      '-H',
      word('Cookie: ', ...all.flatMap(([name, value], index) => [`${index === 0 ? '' : '; '}${name}=`, value])),
    );
  for (const [name, value] of headers) parts.push('-H', headerWord(name, value));
  parts.push(...bodyWords(body));
  return parts.join(' ');
}

const headerWord = (name: string, value: Text): string =>
  value.length === 0 ? quote(`${name};`) : word(`${name}: `, value);

function addressOf({ base, path, pathValues, query, credentials }: RequestRecord, addressIn: string): string {
  const start = word([{ variable: 'variable' in base ? base.variable : addressIn }]);
  const steps = path
    .split(/\{([^}]+)\}/)
    .map((part, index): Text => (index % 2 === 0 ? part : (ownOf(pathValues, part) ?? '')));
  const pairs = [
    ...query,
    ...credentials.flatMap(({ in: place, name, value }) => (place === 'query' ? [[name, value] as const] : [])),
  ];
  const texts = pairs.flatMap(([name, value, raw], index): Text[] => {
    const mark = index === 0 ? '?' : '&';
    if (typeof value === 'string') return [`${mark}${queryText([raw ? [name, value, raw] : [name, value]])}`];
    return [`${mark}${encodeURIComponent(name)}=`, value];
  });
  const rest = [...steps, ...texts].filter((text) => text.length > 0);
  return rest.length === 0 ? start : `${start}${word(...rest)}`;
}

function bodyWords(body: BodyRecord): string[] {
  switch (body.kind) {
    case 'none':
      return [];
    case 'json':
      return ['-H', quote(`Content-Type: ${body.contentType}`), '--data-raw', quote(JSON.stringify(body.value))];
    case 'text':
      return ['-H', quote(`Content-Type: ${body.contentType}`), '--data-raw', word(body.text)];
    case 'multipart':
      return body.parts.flatMap(({ name, contentType, file, text = '' }) => {
        const type = contentType === undefined ? '' : `;type=${contentType}`;
        if (file) return ['-F', quote(`${name}=@${file.name}${type}`)];
        if (contentType === undefined) return ['--form-string', word(`${name}=`, text)];
        return ['-F', word(`${name}="`, ...[text].flat().map(escapedForForm), `"${type}`)];
      });
  }
}

const escapedForForm = (piece: Piece): Text =>
  typeof piece === 'string' ? piece.replaceAll(/[\\"]/g, String.raw`\$&`) : [piece];
