/**
 * How a URL is signed, and the same URL altered. It reads the query signatures of AWS (as in the vendor's example), Google,
 * Azure and what looks like them, JSON Web Tokens in the query, and expiry and signature as segments of the path.
 */

import type { Finding } from '../contract/types.ts';

/** Characters of a URL from `from` on. */
interface Part {
  readonly from: number;
  readonly text: string;
}

const replaced = (url: string, { from, text }: Part, by: string): string =>
  `${url.slice(0, from)}${by}${url.slice(from + text.length)}`;

/** A group of a match, where it stands. */
function partOf(pattern: RegExp, url: string, group = 1): Part | undefined {
  const found = new RegExp(pattern, `${pattern.flags}d`).exec(url);
  const [from] = found?.indices?.[group] ?? [];
  const text = found?.[group];
  return text === undefined || from === undefined ? undefined : { from, text };
}

const named = /[?&](?:X-Amz-Signature|X-Goog-Signature|X-OSS-Signature|q-signature|Signature|sig|sign|hmac)=([^&#]+)/i;
const tokenSignature = /[?&][\w-]+=eyJ[\w-]*\.eyJ[\w-]*\.([\w-]{20,})(?:[&#]|$)/;
const opaque = /[?&][\w.-]+=((?:[\w+/=~.-]|%[\da-f]{2}){20,})(?:[&#]|$)/i;
const tokenClaims = /[?&][\w-]+=eyJ[\w-]*\.(eyJ[\w-]*)\.[\w-]+/;
const inPath = /^[^?#]*\/(?:(\d{10})\/([\w~-]{20,})|([\w~-]{20,})\/(\d{10}))(?=\/)/;
const secondsIn = /[?&]X-(?:Amz|Goog|OSS)-Expires=(\d+)/i;
const secondsName = /[?&](X-(?:Amz|Goog|OSS)-Expires)=/i;
const instantIn = /[?&](?:Expires|expiry|expiration|exp|se)=([^&#]+)/i;
const dateIn = /([?&]X-(?:Amz|Goog)-Date=)(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/i;

/** Signature and expiry of a URL that has them in its path; an instant that has passed is no expiry. */
function pathParts(url: string): { readonly signature: Part; readonly expiry: Part } | undefined {
  const expiry = partOf(inPath, url, 1) ?? partOf(inPath, url, 4);
  const signature = partOf(inPath, url, 2) ?? partOf(inPath, url, 3);
  return expiry && signature && Number(expiry.text) * 1_000 >= Date.now() ? { signature, expiry } : undefined;
}

const signatureOf = (url: string): Part | undefined =>
  partOf(named, url) ?? partOf(tokenSignature, url) ?? pathParts(url)?.signature ?? partOf(opaque, url);

/** Whether a URL carries what may be a signature. */
export const isSigned = (url: string): boolean => signatureOf(url) !== undefined;

/** The same URL with one character near the end of its signature changed; undefined where it has none. */
export function withOtherSignature(url: string): string | undefined {
  const signature = signatureOf(url);
  return signature && replaced(url, signature, withOtherEnd(signature.text));
}

/** The last hexadecimal digit, or of base64 the last but one: the bits of the very last may mean nothing (RFC 4648, 3.5). */
function withOtherEnd(signature: string): string {
  const bare = signature.replace(/(?:%3D|=)+$/i, '');
  const at = bare.length - (/^[\da-f]+$/i.test(bare) ? 1 : 2);
  if (at < 0 || /%.?$/.test(bare.slice(0, at))) return withOtherStart(signature);
  return `${signature.slice(0, at)}${signature[at] === '0' ? '1' : '0'}${signature.slice(at + 1)}`;
}

const withOtherStart = (text: string) => text.replace(/^(?:%..|.)/, (start) => (start === '0' ? '1' : '0'));

/** The address without all that was signed; undefined where that is in the path. */
export const unsigned = (url: string): string | undefined =>
  /[?]/.test(url) || !pathParts(url) ? url.replace(/[?#].*$/, '') : undefined;

/** What one URL was signed for, at the path of another; undefined where they differ in nothing or in their host. */
export function withPathOf(url: string, other: string): string | undefined {
  const [one, two] = [new URL(url), new URL(other)];
  if (one.host !== two.host || one.pathname === two.pathname) return undefined;
  const [mine, theirs] = [pathParts(url), pathParts(other)];
  if (!mine || !theirs) return `${two.origin}${two.pathname}${one.search}`;
  const signed = [mine, theirs].map(({ signature, expiry }) => [signature, expiry].toSorted((a, b) => b.from - a.from));
  // The later part first: what stands before it keeps its place.
  const moved = (signed[1] ?? []).reduce((at, part, n) => replaced(at, part, signed[0]?.[n]?.text ?? ''), other);
  return moved === url ? undefined : moved;
}

/** The same URL with one character of the last segment of its path changed. */
export const withOtherPath = (url: string): string =>
  url.replace(/^([^?#]*\/)([^/?#]+)/, (_all, folder: string, name: string) => `${folder}${withOtherStart(name)}`);

/** The same URL, signed a minute later by its own account; undefined where it does not say when it was. */
export function withLaterDate(url: string): string | undefined {
  const begun = begunAt(url);
  if (begun === undefined) return undefined;
  const later = new Date((begun + 60) * 1_000)
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(/[-:]/g, '');
  return url.replace(dateIn, (_all, name: string) => `${name}${later}`);
}

/** The second since 1970 from which a URL says that it is good. */
function begunAt(url: string): number | undefined {
  const date = dateIn.exec(url);
  if (!date) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = date.slice(2).map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, second) / 1_000;
}

/** The same URL with an hour more to live; undefined where it does not say how long it does. */
export function withLaterExpiry(url: string): string | undefined {
  const seconds = partOf(secondsIn, url);
  if (seconds) return replaced(url, seconds, '7200');
  const end = endOf(url);
  return end && replaced(url, end.part, end.as(end.second + 3_600));
}

interface End {
  readonly part: Part;
  /** Since 1970. */
  readonly second: number;
  /** How this URL writes a second. */
  readonly as: (second: number) => string;
}

/** The end that a URL names: as a parameter, as the claim of a token, or in its path. */
const endOf = (url: string): End | undefined => instantParameter(url) ?? tokenEnd(url) ?? pathEnd(url);

function pathEnd(url: string): End | undefined {
  const part = pathParts(url)?.expiry;
  return part && { part, second: Number(part.text), as: String };
}

function instantParameter(url: string): End | undefined {
  const part = partOf(instantIn, url);
  if (!part) return undefined;
  const text = decodeURIComponent(part.text);
  const isNumber = /^\d+$/.test(text);
  const second = isNumber ? Number(text) : Date.parse(text) / 1_000;
  if (!Number.isFinite(second)) return undefined;
  return {
    part,
    second,
    as: (later) => (isNumber ? String(later) : encodeURIComponent(new Date(later * 1_000).toISOString())),
  };
}

function tokenEnd(url: string): End | undefined {
  const part = partOf(tokenClaims, url);
  if (!part) return undefined;
  try {
    const claims = JSON.parse(Buffer.from(part.text, 'base64url').toString()) as { exp?: unknown };
    if (typeof claims.exp !== 'number') return undefined;
    return {
      part,
      second: claims.exp,
      as: (exp) => Buffer.from(JSON.stringify({ ...claims, exp })).toString('base64url'),
    };
  } catch {
    return undefined;
  }
}

/** Clocks may differ by as much as AWS lets them, in seconds. */
const clockSkew = 900;
/** An hour that was rounded is an hour: seconds more or fewer. */
const rounding = 10;

/** How long a URL lasts as data: the parameter that says so, which should be an hour. Undefined where none does. */
export function expiryIn(url: string): Finding['values'] {
  const name = partOf(secondsName, url)?.text;
  const seconds = partOf(secondsIn, url)?.text;
  if (name === undefined || seconds === undefined) return undefined;
  return { expected: { kind: 'parameter', name, equals: '3600' }, actual: Number(seconds) };
}

export const anHour = 'an hour from now';

/**
 * How long a URL lives by its own account, in words; `now` is a second since 1970. Undefined where it is signed in a form that
 * need not tell.
 */
export function lifeOf(url: string, now: number): string | undefined {
  const begun = begunAt(url);
  const seconds = Number(partOf(secondsIn, url)?.text);
  if (begun !== undefined && Number.isFinite(seconds)) {
    if (Math.abs(begun - now) > clockSkew) return `${seconds} seconds from ${new Date(begun * 1_000).toISOString()}`;
    return Math.abs(seconds - 3_600) <= rounding ? anHour : `${seconds} seconds from now`;
  }
  const end = endOf(url)?.second;
  if (end !== undefined)
    return Math.abs(end - now - 3_600) <= clockSkew ? anHour : `${Math.round(end - now)} seconds from now`;
  return isSigned(url) && !partOf(named, url) ? undefined : 'no expiry that can be read';
}
