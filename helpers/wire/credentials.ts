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

/** Of the right shape, known to nobody. */
const unknownKey = 'conformance-unknown-key-0000000000000000';

/** A JSON Web Token that nobody signed (RFC 7519, 6). */
const unsignedJwt = [
  { alg: 'none', typ: 'JWT' },
  { sub: 'conformance', iat: 0 },
]
  .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
  .join('.')
  .concat('.');

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
      return { header: `Bearer ${value.slice(0, -1)}`, shell: `Bearer \${${variable}%?}` };
    case 'extended':
      return { header: `Bearer ${value}x`, shell: `Bearer \${${variable}}x` };
    case 'altered':
      return { header: `Bearer ${altered(value)}`, shell: `Bearer \${${variable}%?}${altered(value).slice(-1)}` };
    case 'jwt':
      return { header: `Bearer ${unsignedJwt}`, shell: `Bearer ${unsignedJwt}` };
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

/** The same length, another last character. */
const altered = (value: string): string => value.slice(0, -1) + (value.endsWith('0') ? '1' : '0');

/** Letters in the other case; a value without letters is altered instead. */
function recased(value: string): string {
  const swapped = value.replaceAll(/[A-Za-z]/g, (letter) =>
    letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
  );
  return swapped === value ? altered(value) : swapped;
}
