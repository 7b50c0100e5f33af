/** Ids that look like real ones. */
import { randomInt } from 'node:crypto';

/** How many of its last letters and digits are changed: enough that nobody has the result, few enough that the beginning stays. */
const changed = 10;

/** Alphabets of ids have gaps (of hexadecimal digits, of what is easily misread): a character keeps its kind. */
const kinds = [/[0-9]/, /[a-f]/, /[g-z]/, /[A-F]/, /[G-Z]/];

/** 24 hexadecimal digits that end in a counter: the neighbour of one may be another (MongoDB's ObjectId). */
const counted = /^(?:[a-z]+_)?[0-9a-f]{24}$/i;

/**
 * An id of the same form as a real one that differs in its end: made of the characters that it has itself, each in the place of
 * one of its kind. Where the result is only asked for (`harmless`), and ids are not counted up, it differs in the last alone.
 */
export function unlike(id: string, harmless = false): string {
  const characters = Array.from(id);
  const prefix = /^[a-z]+_/i.exec(id)?.[0].length ?? 0;
  const own = characters.slice(prefix);
  const places = characters
    .flatMap((each, index) => (index >= prefix && /[0-9a-z]/i.test(each) ? [index] : []))
    .slice(harmless && !counted.test(id) ? -1 : -changed);
  for (const index of places) {
    const old = characters[index] ?? '';
    const kind = kinds.find((each) => each.test(old));
    const others = [...new Set(own.filter((each) => kind?.test(each)))].filter((each) => each !== old);
    if (others.length > 0) characters[index] = others[randomInt(others.length)] ?? old;
  }
  const made = characters.join('');
  return made === id ? `${id.slice(0, -1)}${id.endsWith('1') ? '2' : '1'}` : made;
}
