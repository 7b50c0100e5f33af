export type ImageType = 'image/png' | 'image/jpeg';

const MAGIC: readonly (readonly [ImageType, Buffer])[] = [
  ['image/png', Buffer.from('89504e470d0a1a0a', 'hex')],
  ['image/jpeg', Buffer.from('ffd8ff', 'hex')],
];

/** The type of a file by its first bytes; undefined for anything that is not a documented image type. */
export function sniff(bytes: Buffer): ImageType | undefined {
  return MAGIC.find(([, magic]) => bytes.subarray(0, magic.length).equals(magic))?.[0];
}
