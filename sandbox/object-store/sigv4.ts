import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

// AWS Signature Version 4 in the query string, as S3 reads it.

export interface StoreKey {
  readonly id: string;
  readonly secret: string;
}

export interface SignedRequest {
  readonly method: string;
  readonly url: URL;
  /** Header values by lower-case name. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

const ALGORITHM = 'AWS4-HMAC-SHA256';
const SIGNATURE = 'X-Amz-Signature';

/** The URL with the six `X-Amz-` parameters that allow this one method until it expires. */
export function presign(method: string, url: URL, key: StoreKey, expires: number, at: Date, region: string): URL {
  const signed = new URL(url);
  const date = amzDate(at);
  const scope = `${date.slice(0, 8)}/${region}/s3/aws4_request`;
  signed.searchParams.set('X-Amz-Algorithm', ALGORITHM);
  signed.searchParams.set('X-Amz-Credential', `${key.id}/${scope}`);
  signed.searchParams.set('X-Amz-Date', date);
  signed.searchParams.set('X-Amz-Expires', String(expires));
  signed.searchParams.set('X-Amz-SignedHeaders', 'host');
  const request = { method, url: signed, headers: { host: signed.host } };
  signed.searchParams.set(SIGNATURE, signatureOf(request, key.secret, scope));
  return signed;
}

/** Whether the signature in the URL is the one that this key gives for exactly this request. */
export function signatureMatches(request: SignedRequest, key: StoreKey): boolean {
  const scope = (request.url.searchParams.get('X-Amz-Credential') ?? '').split('/').slice(1).join('/');
  const expected = Buffer.from(signatureOf(request, key.secret, scope));
  const presented = Buffer.from(request.url.searchParams.get(SIGNATURE) ?? '');
  return expected.length === presented.length && timingSafeEqual(expected, presented);
}

/** The instant that `X-Amz-Date` names, or undefined. */
export function readAmzDate(text: string): Date | undefined {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second] = match;
  const date = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

function signatureOf({ method, url, headers }: SignedRequest, secret: string, scope: string): string {
  const query = url.searchParams;
  const names = (query.get('X-Amz-SignedHeaders') ?? '').split(';');
  const canonical = [
    method,
    url.pathname
      .split('/')
      .map((segment) => encode(decodeURIComponent(segment)))
      .join('/'),
    canonicalQuery(query),
    names.map((name) => `${name}:${canonicalValue(headers[name])}\n`).join(''),
    names.join(';'),
    query.get('X-Amz-Content-Sha256') ?? 'UNSIGNED-PAYLOAD',
  ].join('\n');
  const text = [ALGORITHM, query.get('X-Amz-Date') ?? '', scope, createHash('sha256').update(canonical).digest('hex')];
  return hmac(signingKey(secret, scope), text.join('\n')).toString('hex');
}

function signingKey(secret: string, scope: string): Buffer {
  return scope.split('/').reduce((key, part) => hmac(key, part), Buffer.from(`AWS4${secret}`));
}

function canonicalQuery(query: URLSearchParams): string {
  const pairs = [...query].filter(([name]) => name !== SIGNATURE);
  const encoded = pairs.map(([name, value]): [string, string] => [encode(name), encode(value)]);
  encoded.sort(([a, x], [b, y]) => compare(a, b) || compare(x, y));
  return encoded.map((pair) => pair.join('=')).join('&');
}

function canonicalValue(value: string | string[] | undefined): string {
  return [value ?? ''].flat().join(',').trim().replace(/ +/g, ' ');
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

const hmac = (key: Buffer, text: string) => createHmac('sha256', key).update(text).digest();

const amzDate = (at: Date) => at.toISOString().replace(/[-:]|\.\d{3}/g, '');

// encodeURIComponent leaves five characters that RFC 3986 reserves.
const encode = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
