/** Ids that look like real ones and name nothing. */
import { randomInt, randomUUID } from 'node:crypto';
import type { JsonSchema } from '../contract/types.ts';
import { typeOf } from './invalid-values.ts';

/** How many of the last letters and digits are changed: so many that no resource has the result, so few that the beginning stays. */
const changed = 10;

/** Alphabets of ids have gaps (of hexadecimal digits, of what is easily misread): a character keeps its kind. */
const kinds = [/[0-9]/, /[a-f]/, /[g-z]/, /[A-F]/, /[G-Z]/];

/** Forms of ids that are counted up: the neighbour of one may be another. */
const counted = [
  // 24 hexadecimal digits that end in a counter (MongoDB's ObjectId).
  /^(?:[a-z]+_)?[0-9a-f]{24}$/i,
  // A short number at the end of words: `cotton-shirt-2`.
  /[^0-9a-z]\d{1,9}$/i,
  // A number filled up with zeros, as in UUIDs that somebody wrote by hand.
  /0{6}[0-9a-z]{0,4}$/i,
];

/**
 * An id of the same form as a real one with another end, made of the characters that the id has itself, each replaced by one of
 * its kind. With `changeLastOnly` (for requests that only read) it differs in the last character alone, unless ids are counted up.
 */
export function similarUnknownId(id: string, { changeLastOnly = false }: { changeLastOnly?: boolean } = {}): string {
  const characters = Array.from(id);
  const prefix = /^[a-z]+_/i.exec(id)?.[0].length ?? 0;
  const own = characters.slice(prefix);
  const positions = characters
    .flatMap((each, index) => (index >= prefix && /[0-9a-z]/i.test(each) ? [index] : []))
    .slice(changeLastOnly && !counted.some((form) => form.test(id)) ? -1 : -changed);
  for (const index of positions) {
    const old = characters[index] ?? '';
    const kind = kinds.find((each) => each.test(old));
    const others = [...new Set(own.filter((each) => kind?.test(each)))].filter((each) => each !== old);
    if (others.length > 0) characters[index] = others[randomInt(others.length)] ?? old;
  }
  const made = characters.join('');
  return made === id ? `${id.slice(0, -1)}${id.endsWith('1') ? '2' : '1'}` : made;
}

/** Ids that are numbers are counted up from 1: what lies this high names nothing, and fits 32 bits. */
const [lowest, highest] = [2_000_000_000, 2_147_483_647];

/** An id that is valid by its schema and names nothing, where no real id is known: a number or a UUID. */
export function unknownId(schema: JsonSchema): string {
  const { maxLength, maximum } = schema;
  if (typeOf(schema) === 'integer' || typeOf(schema) === 'number')
    return String(typeof maximum === 'number' && maximum < highest ? maximum : randomInt(lowest, highest));
  const id = randomUUID();
  return typeof maxLength === 'number' && maxLength < id.length ? id.replaceAll('-', '').slice(0, maxLength) : id;
}
