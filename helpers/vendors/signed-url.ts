/** Signed URLs: what they say of themselves, how they are altered, and where they may lead. */
import { header } from '../checks/read.ts';
import type { Exchange } from '../contract/types.ts';
import type { Session } from '../runner/session.ts';
import { isPrivateAddress } from '../wire/address.ts';

/** The status of an answer, or why there is none. */
export const statusOf = (exchange: Exchange): number | string =>
  exchange.kind === 'answered' ? exchange.answer.status : exchange.because;

// Signed URLs, of AWS (Signature Version 4 in the query) as in the vendor's example, or of another store.

export const signatureIn = /([?&](?:X-Amz-Signature|X-Goog-Signature|Signature|sig)=)([^&#]+)/i;
const secondsIn = /([?&]X-(?:Amz|Goog)-Expires=)(\d+)/i;
const instantIn = /([?&](?:Expires|se)=)([^&#]+)/i;

export const isAbsolute = (url: string) => URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);

/** The same URL with one character near the end of its signature changed; undefined where it has none. */
export const withOtherSignature = (url: string): string | undefined =>
  signatureIn.test(url)
    ? url.replace(signatureIn, (_all, name: string, value: string) => `${name}${withOtherEnd(value)}`)
    : undefined;

/** The last hexadecimal digit, or of base64 the last but one: the bits of the very last may mean nothing (RFC 4648, 3.5). */
function withOtherEnd(signature: string): string {
  const bare = signature.replace(/(?:%3D|=)+$/i, '');
  const at = bare.length - (/^[\da-f]+$/i.test(bare) ? 1 : 2);
  if (at < 0 || /%.?$/.test(bare.slice(0, at))) return withOtherStart(signature);
  return `${signature.slice(0, at)}${signature[at] === '0' ? '1' : '0'}${signature.slice(at + 1)}`;
}

/** The address alone, without all that was signed. */
export const withoutQuery = (url: string): string => url.replace(/[?#].*$/, '');

/** What one URL was signed for, at the path of another; undefined where they differ in nothing or in their host. */
export function withPathOf(url: string, other: string): string | undefined {
  const [one, two] = [new URL(url), new URL(other)];
  if (one.host !== two.host || one.pathname === two.pathname) return undefined;
  return `${two.origin}${two.pathname}${one.search}`;
}

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

const dateIn = /([?&]X-(?:Amz|Goog)-Date=)(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/i;

/** The second since 1970 from which a URL says that it is good. */
function begunAt(url: string): number | undefined {
  const date = dateIn.exec(url);
  if (!date) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = date.slice(2).map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, second) / 1_000;
}

/** The same URL with one character of the last segment of its path changed. */
export const withOtherPath = (url: string): string =>
  url.replace(/^([^?#]*\/)([^/?#]+)/, (_all, folder: string, name: string) => `${folder}${withOtherStart(name)}`);

/** The same URL with an hour more to live; undefined where it does not say how long it does. */
export function withLaterExpiry(url: string): string | undefined {
  if (secondsIn.test(url)) return url.replace(secondsIn, '$17200');
  const end = instantOf(url);
  if (end === undefined) return undefined;
  const later = (text: string) =>
    /^\d+$/.test(text) ? String(end + 3_600) : new Date((end + 3_600) * 1_000).toISOString();
  return url.replace(instantIn, (_all, name: string, text: string) => `${name}${encodeURIComponent(later(text))}`);
}

const withOtherStart = (text: string) => text.replace(/^(?:%..|.)/, (first) => (first === '0' ? '1' : '0'));

/** The second since 1970 that an `Expires` or `se` parameter names. */
function instantOf(url: string): number | undefined {
  const text = decodeURIComponent(instantIn.exec(url)?.[2] ?? '');
  const seconds = /^\d+$/.test(text) ? Number(text) : Date.parse(text) / 1_000;
  return Number.isFinite(seconds) && text !== '' ? seconds : undefined;
}

/** Clocks may differ by as much as AWS lets them. */
const clockSkew = 900;

/** How long a URL lives by its own account. */
export function lifeOf(url: string, now: number): string {
  const begun = begunAt(url);
  const seconds = Number(secondsIn.exec(url)?.[2]);
  const end = instantOf(url);
  if (begun !== undefined && Number.isFinite(seconds)) {
    if (Math.abs(begun - now) > clockSkew) return `${seconds} seconds from ${new Date(begun * 1_000).toISOString()}`;
    return seconds === 3_600 ? 'an hour from now' : `${seconds} seconds from now`;
  }
  if (end === undefined) return 'no expiry that can be read';
  return Math.abs(end - now - 3_600) <= clockSkew ? 'an hour from now' : `${Math.round(end - now)} seconds from now`;
}

/** The vendor's own clock where it tells, in seconds. */
export function nowAt(exchange: Exchange): number {
  const said = exchange.kind === 'answered' ? Date.parse(header(exchange.answer, 'date') ?? '') : Number.NaN;
  return (Number.isFinite(said) ? said : Date.now()) / 1_000;
}

// Where a URL in an answer may lead.

/** The hosts that a vendor's signed URLs may lead to. */
export interface TrustedPlaces {
  /** Undefined where the configuration names none. */
  readonly hosts: readonly string[] | undefined;
  allows(url: string): boolean;
  /** Where a vendor on another machine names an address of this one, or of its network. */
  isPrivate(url: string): boolean;
}

/** Reads the hosts from the configuration of a vendor. */
export function trustedPlaces(
  { engine: { config } }: Session,
  vendor: 'max-ai' | 'invox-medical' = 'max-ai',
): TrustedPlaces {
  const kind = config.targets.find((each) => each.vendor === vendor)?.kind;
  const isHere = kind === 'embedded' || kind === 'loopback';
  const hosts = config.values[vendor === 'max-ai' ? 'MAX_AI_SIGNED_URL_HOSTS' : 'INVOX_SIGNED_URL_HOSTS'];
  const isPrivate = (url: string) => !isHere && isPrivateAddress(new URL(url).hostname);
  const isListed = (url: string) => {
    const { host, hostname } = new URL(url);
    return (
      hosts?.some(
        (each) => each === host || each === hostname || (each.startsWith('*.') && hostname.endsWith(each.slice(1))),
      ) ?? true
    );
  };
  return { hosts, isPrivate, allows: (url) => !isPrivate(url) && isListed(url) };
}
