/** The last look before a run ends: no secret may stand in anything that it wrote, in any spelling, packed or not. */
import { readFileSync, statSync } from 'node:fs';
import { gunzipSync, inflateRawSync } from 'node:zlib';
import { lineBlocks } from '../config/line-blocks.ts';
import type { Redactor } from '../config/redactor.ts';

export interface Leak {
  readonly file: string;
  /** Name of the secret, or what kind of pattern was found. */
  readonly name: string;
}

/** Signatures and credentials that no configured value covers. */
const patterns: readonly (readonly [name: string, pattern: RegExp])[] = [
  [
    'a signature of a signed URL',
    /(?:X-Amz-Signature|X-Goog-Signature)(?:=|%3D|%253D)[0-9a-f]{32,}|[?&](?:sig|Signature)=[A-Za-z0-9%+/_-]{20,}/i,
  ],
  ['a session token of a signed URL', /X-Amz-Security-Token(?:=|%3D|%253D)[A-Za-z0-9%+/_=-]{16,}/i],
  ['a bearer credential', /\bBearer(?:\s|%20)(?!eyJhbGciOiJub25l)[A-Za-z0-9._~+/-]{20,}/i],
  ['a basic credential', /\bAuthorization["']?\s*[:=]\s*["']?Basic(?:\s|%20)(?!Y29uZm9ybWFuY2U6)[A-Za-z0-9+/=]{12,}/i],
  ['a JSON web token', /\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}/],
];

/**
 * What looks like a key of a vendor, configured or not: `key` is the pattern by which a profile knows the keys of an environment,
 * such as `^live_`. Where it does not say how a key ends, at least eight more characters make one.
 */
function keyPattern(key: string): RegExp {
  const inside = key.replace(/^\^/, '').replace(/\$$/, '');
  return new RegExp(String.raw`(?<![\w-])(?:${inside})${key.endsWith('$') ? '' : String.raw`[\w-]{8,}`}`);
}

/**
 * Looks through files, one text at a time. `keys`: patterns of the vendors' keys, as their profiles have them. Returns what was
 * found; nothing of it may be kept.
 */
export function leakGate(files: readonly string[], redactor: Redactor, keys: readonly string[] = []): Leak[] {
  const all = [...patterns, ...keys.map((key) => ['a key of a known kind', keyPattern(key)] as const)];
  return files.flatMap((file) => {
    const found = new Set<string>();
    for (const bytes of piecesOf(file))
      for (const text of contents(bytes)) {
        for (const name of redactor.found(text)) found.add(name);
        for (const [name, pattern] of all) if (pattern.test(text)) found.add(name);
      }
    return [...found].map((name) => ({ file, name }));
  });
}

/** JSON larger than this is looked through piece by piece. */
const mostAtOnce = 8 * 1_048_576;

/** A file as a whole; large JSON by its lines, because no text of it goes on in the next one. */
const piecesOf = (file: string): Iterable<Buffer> =>
  file.endsWith('.json') && statSync(file).size > mostAtOnce ? lineBlocks(file, mostAtOnce) : [readFileSync(file)];

/** How many times something packed may itself hold something packed. */
const deepest = 4;
const largest = 256 * 1_048_576;

/** A file as text, and what is packed in it. */
function* contents(bytes: Buffer, depth = 0): Generator<string> {
  yield bytes.toString('latin1');
  if (depth >= deepest) return;
  for (const inner of packedIn(bytes)) if (inner !== undefined) yield* contents(inner, depth + 1);
  for (const inner of embedded(bytes)) yield* contents(inner, depth + 1);
}

function packedIn(bytes: Buffer): (Buffer | undefined)[] {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return [attempt(() => gunzipSync(bytes, { maxOutputLength: largest }))];
  return bytes[0] === 0x50 && bytes[1] === 0x4b ? zipEntries(bytes) : [];
}

const base64 = new Set(Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/_-'));
const isBase64 = Uint8Array.from({ length: 256 }, (_, byte) => Number(base64.has(byte)));
/** Shorter texts hold no document. */
const shortest = 64;

/**
 * base64 strings that are long enough to hold a document: single-file reports embed their attachments so, packed or not.
 * A regular expression would overflow its stack on one of many megabytes.
 */
function* embedded(bytes: Buffer): Generator<Buffer> {
  let start = 0;
  for (let end = 0; end <= bytes.length; end += 1) {
    if (end < bytes.length && isBase64[bytes[end] ?? 0] === 1) continue;
    if (end - start >= shortest) yield Buffer.from(bytes.toString('latin1', start, end), 'base64');
    start = end + 1;
  }
}

function attempt(unpack: () => Buffer): Buffer | undefined {
  try {
    return unpack();
  } catch {
    return undefined;
  }
}

/** Entries of a ZIP archive by their local headers (APPNOTE 4.3.7). */
function zipEntries(bytes: Buffer): (Buffer | undefined)[] {
  const entries: (Buffer | undefined)[] = [];
  for (
    let at = bytes.indexOf('PK\u0003\u0004', 0, 'latin1');
    at >= 0;
    at = bytes.indexOf('PK\u0003\u0004', at + 4, 'latin1')
  ) {
    const [method, size, name, extra] = [
      bytes.readUInt16LE(at + 8),
      bytes.readUInt32LE(at + 18),
      bytes.readUInt16LE(at + 26),
      bytes.readUInt16LE(at + 28),
    ];
    const data = bytes.subarray(at + 30 + name + extra, size > 0 ? at + 30 + name + extra + size : undefined);
    entries.push(method === 0 ? data : attempt(() => inflateRawSync(data, { maxOutputLength: largest })));
  }
  return entries;
}
