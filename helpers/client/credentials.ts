/** The Authorization header of every kind of credential that a case may send, good or bad (RFC 9110, 11.4; RFC 6750). */
import type { CredentialKind } from '../contract/types.ts';

/** A bearer secret and the shell variable that stands for it in a curl line. */
export interface Bearer {
  readonly value: string;
  readonly variable: string;
}

export interface Authorization {
  /** The header's value as sent. */
  readonly header: string;
  /** The same for a shell, inside double quotes. */
  readonly shell: string;
}

/** What a client sends that has lost its key: known to nobody. */
const unknownKey = 'undefined';

/** The parts of a JSON Web Token (RFC 7519): its header begins with `{"`. */
const jwt = /^eyJ[\w-]*\.([\w-]+)\.[\w-]*$/;
const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
/** Of a JSON Web Token that nobody signed (RFC 7519, 6). */
const unsigned = base64url({ alg: 'none', typ: 'JWT' });
const inventedClaims = base64url({ sub: 'conformance', iat: 0 });

/** `conformance:conformance` as Basic credentials (RFC 7617). */
const nobody = Buffer.from('conformance:conformance').toString('base64');

/** The header to send, or undefined where none is sent. */
export function authorization(kind: CredentialKind, bearer: Bearer): Authorization | undefined {
  const { value, variable } = bearer;
  switch (kind) {
    case 'none':
      return undefined;
    case 'empty':
      return { header: 'Bearer ', shell: 'Bearer ' };
    case 'wrong-scheme':
      return { header: `Basic ${value}`, shell: `Basic $${variable}` };
    case 'no-scheme':
      return { header: value, shell: `$${variable}` };
    case 'unknown':
      return { header: `Bearer ${unknownKey}`, shell: `Bearer ${unknownKey}` };
    case 'cut':
      // Of a signed token the whole signature, where it has one.
      return jwt.test(value) && !value.endsWith('.')
        ? { header: `Bearer ${value.replace(/[^.]*$/, '')}`, shell: `Bearer \${${variable}%.*}.` }
        : { header: `Bearer ${value.slice(0, -1)}`, shell: `Bearer \${${variable}%?}` };
    case 'extended':
      return { header: `Bearer ${value}x`, shell: `Bearer \${${variable}}x` };
    case 'altered':
      return { header: `Bearer ${altered(value)}`, shell: `Bearer \${${variable}%?}${altered(value).slice(-1)}` };
    case 'altered-inside':
      return alteredInside(value, variable);
    case 'jwt': {
      // The claims of the valid token where it has any: what they say is not what is wrong.
      const claims = jwt.exec(value)?.[1];
      const shell = claims === undefined ? inventedClaims : `$(cut -d. -f2 <<<$${variable})`;
      return { header: `Bearer ${unsigned}.${claims ?? inventedClaims}.`, shell: `Bearer ${unsigned}.${shell}.` };
    }
    case 'unknown-scheme':
      return { header: `Basic ${nobody}`, shell: `Basic ${nobody}` };
    case 'recased':
      return { header: `Bearer ${recased(value)}`, shell: `Bearer <${variable} in the other letter case>` };
    case 'valid':
    case 'restricted':
    case 'rate-limit':
    case 'renewed':
      return { header: `Bearer ${value}`, shell: `Bearer $${variable}` };
  }
}

/** The same length, another last character: one whose first bit differs, as the last bits of base64 may mean nothing (RFC 4648, 3.5). */
function altered(value: string): string {
  const last = base64Alphabet.indexOf(value.at(-1) ?? '');
  return value.slice(0, -1) + (base64Alphabet[last ^ 32] ?? '0');
}

const base64Alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** The same length, another character in the middle: what compares the beginning or the end alone takes it. */
function alteredInside(value: string, variable: string): Authorization {
  const at = Math.floor(value.length / 2);
  const other = value[at] === '1' ? '2' : '1';
  return {
    header: `Bearer ${value.slice(0, at)}${other}${value.slice(at + 1)}`,
    shell: `Bearer \${${variable}:0:${at}}${other}\${${variable}:${at + 1}}`,
  };
}

/** Letters in the other case; a value without letters is made longer instead. */
function recased(value: string): string {
  const swapped = value.replaceAll(/[A-Za-z]/g, (letter) =>
    letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
  );
  return swapped === value ? `${value}x` : swapped;
}
