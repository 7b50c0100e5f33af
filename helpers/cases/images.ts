/** Small real images, made here so that no file of anybody is ever uploaded. */
import { crc32, deflateSync } from 'node:zlib';
import { randomBytes } from 'node:crypto';

const chunk = (type: string, data: Buffer): Buffer => {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
};

/** What stands between the parts of a form, as it may stand in any file too (RFC 2046, 5.1.1). */
const likeABoundary = Buffer.from('\r\n--conformance\r\n');

const beginning = Buffer.concat([
  Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
  chunk('IHDR', Buffer.from([0, 0, 0, 8, 0, 0, 0, 8, 8, 2, 0, 0, 0])),
]);
const end = chunk('IEND', Buffer.alloc(0));

/** Eight by eight pixels of one RGB value. */
function pixels(colour: ArrayLike<number>): Buffer {
  const row = Buffer.concat([Buffer.from([0]), ...Array.from({ length: 8 }, () => Buffer.from(colour))]);
  return chunk('IDAT', deflateSync(Buffer.concat(Array.from({ length: 8 }, () => row))));
}
const grey = pixels([120, 120, 120]);

/** A valid one-colour PNG (W3C PNG, third edition); `colour` is one RGB value, a comment looks like a boundary, `padding` random bytes more make it another file, or a heavier one. */
export const png = (colour?: ArrayLike<number>, padding = 0): Buffer =>
  Buffer.concat([
    beginning,
    chunk('coNf', Buffer.concat([likeABoundary, randomBytes(padding)])),
    colour ? pixels(colour) : grey,
    end,
  ]);

/** A valid JPEG of eight by eight grey pixels (ITU T.81, JFIF 1.01). */
export const jpeg: Buffer = Buffer.from(
  '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////2wBDAf//////////////////////////////////////////////////////////////////////////////////////wAARCAAIAAgDASIAAhEBAxEB/8QAFAABAAAAAAAAAAAAAAAAAAAAAP/EABQQAQAAAAAAAAAAAAAAAAAAAAD/xAAUAQEAAAAAAAAAAAAAAAAAAAAA/8QAFBEBAAAAAAAAAAAAAAAAAAAAAP/aAAwDAQACEQMRAD8AAA//2Q==',
  'base64',
);

/** A valid GIF of one pixel (GIF89a). */
const gif = Buffer.from('R0lGODlhAQABAIAAAHh4eAAAACwAAAAAAQABAAACAkQBADs=', 'base64');

export const images = {
  png: png(),
  otherPng: png([30, 90, 200]),
  jpeg,
  gif,
} as const;
