/** Ids that look like real ones. */
import { randomInt } from 'node:crypto';

/** How many of its last letters and digits are changed: enough that nobody has the result, few enough that the beginning stays. */
const changed = 10;

/** An id of the same form as a real one that differs in its end: digits stay digits, hexadecimal letters hexadecimal. */
export function unlike(id: string): string {
  const hexadecimal = !/[g-z]/i.test(id.replace(/^[a-z]+_/i, ''));
  // Alphabets that avoid what is easily misread (Crockford's base32, base58) have none of these: 0 i l o u.
  const letters = hexadecimal ? 'abcdef' : 'abcdefghjkmnpqrstvwxyz';
  const characters = [...id];
  const prefix = /^[a-z]+_/i.exec(id)?.[0].length ?? 0;
  const places = characters
    .flatMap((each, index) => (index >= prefix && /[0-9a-z]/i.test(each) ? [index] : []))
    .slice(-changed);
  for (const index of places) {
    const old = characters[index] ?? '';
    const pool = /\d/.test(old) ? '123456789' : old === old.toUpperCase() ? letters.toUpperCase() : letters;
    const others = [...pool].filter((each) => each !== old);
    characters[index] = others[randomInt(others.length)] ?? old;
  }
  return characters.join('');
}
