/** What a kind of credential looks like under each security scheme (RFC 9110, 11.4; RFC 6750; RFC 7617; OpenAPI, Security Scheme Object). */
import type { SecurityScheme } from '../contract/security.ts';
import type { CredentialKind } from '../contract/types.ts';

/** A secret and the shell variable that stands for it in a curl line. */
export interface SecretValue {
  readonly value: string;
  readonly variable: string;
}

/** A credential where it stands in a request. */
export interface PlacedCredential {
  readonly in: 'header' | 'query' | 'cookie';
  /** Name of the header (lower case), query parameter or cookie. */
  readonly name: string;
  readonly value: string;
  /** The value for a shell, inside double quotes, with variables for secrets. */
  readonly shell: string;
}

/** A text as it is sent, and as a shell says it inside double quotes. */
interface Spelled {
  readonly value: string;
  readonly shell: string;
}

/**
 * The credential to send for a scheme; undefined where none is sent. Kinds that a scheme does not have (another scheme of
 * Authorization for an API key in a header of its own) send none either.
 */
export function placeCredential(
  kind: CredentialKind,
  scheme: SecurityScheme,
  secret: SecretValue,
): PlacedCredential | undefined {
  if (kind === 'none') return undefined;
  if (scheme.type === 'apiKey') {
    const spelled = ofKey(kind, secret);
    const name = scheme.in === 'header' ? scheme.parameter.toLowerCase() : scheme.parameter;
    return spelled && { in: scheme.in, name, ...spelled };
  }
  if (scheme.type === 'mutualTLS' || scheme.type === 'unknown') return undefined;
  const spelled =
    scheme.type === 'http' && scheme.scheme === 'basic'
      ? basic(kind, secret)
      : scheme.type === 'http' && scheme.scheme !== 'bearer'
        ? prefixed(`${scheme.scheme[0]?.toUpperCase() ?? ''}${scheme.scheme.slice(1)}`, kind, secret)
        : bearer(kind, secret);
  return spelled && { in: 'header', name: 'authorization', ...spelled };
}

/** What a client sends that has lost its key: known to no vendor. */
const unknownKey = 'undefined';

/** The parts of a JSON Web Token (RFC 7519): its header begins with `{"`. */
const jwt = /^eyJ[\w-]*\.([\w-]+)\.[\w-]*$/;
const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
/** Header of a JSON Web Token without a signature (RFC 7519, 6). */
const unsigned = base64url({ alg: 'none', typ: 'JWT' });
const inventedClaims = base64url({ sub: 'conformance', iat: 0 });

/** `conformance:conformance` as Basic credentials (RFC 7617). */
const unknownUser = Buffer.from('conformance:conformance').toString('base64');

/** The secret itself, or altered as the kind says; undefined for kinds that are not about the secret. */
function alteredSecret(kind: CredentialKind, { value, variable }: SecretValue): Spelled | undefined {
  switch (kind) {
    case 'unknown':
      return { value: unknownKey, shell: unknownKey };
    case 'cut':
      // Of a signed token the whole signature, where it has one.
      return jwt.test(value) && !value.endsWith('.')
        ? { value: value.replace(/[^.]*$/, ''), shell: `\${${variable}%.*}.` }
        : { value: value.slice(0, -1), shell: `\${${variable}%?}` };
    case 'extended':
      return { value: `${value}x`, shell: `\${${variable}}x` };
    case 'altered':
      return { value: alteredAtEnd(value), shell: `\${${variable}%?}${alteredAtEnd(value).slice(-1)}` };
    case 'altered-inside': {
      // The same length: what compares the beginning or the end alone accepts it.
      const at = Math.floor(value.length / 2);
      const other = value[at] === '1' ? '2' : '1';
      return {
        value: `${value.slice(0, at)}${other}${value.slice(at + 1)}`,
        shell: `\${${variable}:0:${at}}${other}\${${variable}:${at + 1}}`,
      };
    }
    case 'recased':
      return { value: recased(value), shell: `<${variable} in the other letter case>` };
    case 'jwt': {
      // The claims of the valid token where it has any: what they say is not what is wrong.
      const claims = jwt.exec(value)?.[1];
      const shell = claims === undefined ? inventedClaims : `$(cut -d. -f2 <<<$${variable})`;
      return { value: `${unsigned}.${claims ?? inventedClaims}.`, shell: `${unsigned}.${shell}.` };
    }
    case 'valid':
    case 'restricted':
    case 'rate-limit':
    case 'renewed':
      return { value, shell: `$${variable}` };
    default:
      return undefined;
  }
}

/** A key that stands alone: in a header of its own, a query parameter, a cookie. */
const ofKey = (kind: CredentialKind, secret: SecretValue): Spelled | undefined =>
  kind === 'empty' ? { value: '', shell: '' } : alteredSecret(kind, secret);

const withScheme = (scheme: string, { value, shell }: Spelled): Spelled => ({
  value: `${scheme} ${value}`,
  shell: `${scheme} ${shell}`,
});

function prefixed(scheme: string, kind: CredentialKind, secret: SecretValue): Spelled | undefined {
  const spelled = ofKey(kind, secret);
  return spelled && withScheme(scheme, spelled);
}

function bearer(kind: CredentialKind, secret: SecretValue): Spelled | undefined {
  const { value, variable } = secret;
  switch (kind) {
    case 'wrong-scheme':
      return { value: `Basic ${value}`, shell: `Basic $${variable}` };
    case 'no-scheme':
      return { value, shell: `$${variable}` };
    case 'unknown-scheme':
      return { value: `Basic ${unknownUser}`, shell: `Basic ${unknownUser}` };
    default:
      return prefixed('Bearer', kind, secret);
  }
}

/** The secret is `user:password`; what is altered is the password. */
function basic(kind: CredentialKind, secret: SecretValue): Spelled | undefined {
  const encoded = ({ value, shell }: Spelled): Spelled => ({
    value: Buffer.from(value).toString('base64'),
    shell: `$(printf %s ${shell} | openssl base64 -A)`,
  });
  switch (kind) {
    case 'empty':
      return { value: 'Basic ', shell: 'Basic ' };
    case 'unknown':
    case 'jwt':
      return kind === 'unknown'
        ? { value: `Basic ${unknownUser}`, shell: `Basic ${unknownUser}` }
        : bearer('jwt', secret);
    case 'wrong-scheme':
      return withScheme('Bearer', encoded(secretOf(secret)));
    case 'no-scheme':
      return encoded(secretOf(secret));
    case 'unknown-scheme':
      return { value: `Bearer ${unknownKey}`, shell: `Bearer ${unknownKey}` };
    default: {
      const altered = alteredSecret(kind, secret);
      return altered && withScheme('Basic', encoded(altered));
    }
  }
}

const secretOf = ({ value, variable }: SecretValue): Spelled => ({ value, shell: `$${variable}` });

/** The same length, another last character: one whose first bit differs, as the last bits of base64 may mean nothing (RFC 4648, 3.5). */
function alteredAtEnd(value: string): string {
  const last = base64Alphabet.indexOf(value.at(-1) ?? '');
  return value.slice(0, -1) + (base64Alphabet[last ^ 32] ?? '0');
}

const base64Alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Letters in the other case; a value without letters is made longer instead. */
function recased(value: string): string {
  const swapped = value.replaceAll(/[A-Za-z]/g, (letter) =>
    letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
  );
  return swapped === value ? `${value}x` : swapped;
}
