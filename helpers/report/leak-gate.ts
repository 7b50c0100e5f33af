/** The last look before a run ends: no secret may stand in anything that it wrote, in any spelling, packed or not. */
import { readFileSync } from 'node:fs';
import { gunzipSync, inflateRawSync } from 'node:zlib';
import type { Redactor } from '../config/redactor.ts';
import { filesBelow } from './disk.ts';

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
  ['a key of a known kind', /\bmax_(?:prd|dev)_ak_[A-Za-z0-9]{8,}/],
];

/** Looks through every file below a folder. Returns what was found; nothing of it may be kept. */
export function leakGate(folder: string, redactor: Redactor): Leak[] {
  const leaks: Leak[] = [];
  for (const file of filesBelow(folder)) {
    const found = contents(readFileSync(file)).flatMap((text) => [
      ...redactor.found(text),
      ...patterns.flatMap(([name, pattern]) => (pattern.test(text) ? [name] : [])),
    ]);
    leaks.push(...[...new Set(found)].map((name) => ({ file, name })));
  }
  return leaks;
}

/** How many times something packed may itself hold something packed. */
const deepest = 4;
const largest = 256 * 1_048_576;

/** A file as text, and what is packed in it. */
function contents(bytes: Buffer, depth = 0): string[] {
  const plain = bytes.toString('latin1');
  if (depth >= deepest) return [plain];
  const packed =
    bytes[0] === 0x1f && bytes[1] === 0x8b
      ? [attempt(() => gunzipSync(bytes, { maxOutputLength: largest }))]
      : bytes[0] === 0x50 && bytes[1] === 0x4b
        ? zipEntries(bytes)
        : [];
  return [
    plain,
    ...[...packed, ...embedded(plain)].flatMap((inner) => (inner === undefined ? [] : contents(inner, depth + 1))),
  ];
}

/** base64 strings that are long enough to hold a document: single-file reports embed their attachments so, packed or not. */
const embedded = (text: string): Buffer[] =>
  [...text.matchAll(/[A-Za-z0-9+/_-]{64,}={0,2}/g)].map(([blob]) => Buffer.from(blob, 'base64'));

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
