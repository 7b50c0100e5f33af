/** Images as scenarios upload them, and what a vendor may say of one. */
import { randomBytes } from 'node:crypto';
import { jpeg, png } from '../../cases/images.ts';
import type { Answer, Json } from '../../contract/types.ts';
import type { Resource } from '../../profile/vendor.ts';

export interface ImageFile {
  readonly name: string;
  readonly type: 'image/png' | 'image/jpeg';
  readonly bytes: Buffer;
}

/** A PNG that no other test has; `padding` bytes of comment make it heavier. */
export const aPng = (name = 'conformance.png', padding = 0): ImageFile => ({
  name,
  type: 'image/png',
  bytes: png(randomBytes(3), padding),
});

/** A JPEG that no other test has: the same picture with another comment (ITU T.81, B.2.4.5). */
export const aJpeg = (name = 'conformance.jpeg'): ImageFile => {
  const comment = Buffer.concat([Buffer.from([0xff, 0xfe, 0, 10]), randomBytes(8)]);
  return { name, type: 'image/jpeg', bytes: Buffer.concat([jpeg.subarray(0, 2), comment, jpeg.subarray(2)]) };
};

/** An image that this test uploaded, with what the vendor said of it. */
export interface Image extends Resource {
  readonly file: ImageFile;
  readonly said: Readonly<Record<string, Json>>;
}

/** Whether an answer holds the bytes that were uploaded. */
export const servesBytesOf = (image: Image | undefined, answer: Answer | undefined) =>
  answer?.status === 200 && image?.file.bytes.equals(answer.body) === true;

/** Unicode has two spellings of an accented letter; which of them comes back is the same name. */
export const isName = (said: string, { name }: ImageFile) => said.normalize('NFC') === name.normalize('NFC');

/** The names of a type of image; x-png and pjpeg are old ones. */
export const typesOf: Readonly<Record<ImageFile['type'], RegExp>> = {
  'image/png': /^\s*image\/(?:x-)?png\b/i,
  'image/jpeg': /^\s*image\/p?jpe?g\b/i,
};

/** A value short enough for a finding. */
export const short = (value: Json | undefined) =>
  (typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing')).slice(0, 60);

/** What became of a file name, without repeating what may be somebody else's. */
export const nameAs = (said: string, { name }: ImageFile) =>
  said === Buffer.from(name).toString('latin1')
    ? 'the name in UTF-8 read as Latin-1'
    : `another name, of ${said.length} characters`;

/** Whether a number is this size in kilobytes of 1,000 or 1,024 bytes, rounded in any way to the decimals it shows. */
export const isSize = (kb: number, { bytes }: ImageFile) => {
  const decimals = /e/.test(String(kb)) ? 20 : (String(kb).split('.')[1]?.length ?? 0);
  return [1_000, 1_024].some((unit) => Math.abs(kb - bytes.length / unit) < Math.max(10 ** -decimals, 1e-9));
};
