/** What a kind of credential looks like under each security scheme (RFC 9110, 11.4; RFC 6750; RFC 7617; OpenAPI, Security Scheme Object). */
import type { SecurityScheme } from '../contract/security.ts';
import type { Piece } from '../contract/request-record.ts';
import type { CredentialKind, Operation, RequestPlan } from '../contract/types.ts';
import type { SchemeSecret } from '../profile/credentials.ts';

/** A secret and the variable that stands for it where a request is stored. */
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
  /** The value as it is stored: with a variable for each secret. */
  readonly stored: readonly Piece[];
}

/** A text as it is sent, and as it is stored. */
interface Spelled {
  readonly value: string;
  readonly stored: readonly Piece[];
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
      return plain(unknownKey);
    case 'truncated':
      // Of a signed token the whole signature, where it has one.
      return jwt.test(value) && !value.endsWith('.')
        ? { value: value.replace(/[^.]*$/, ''), stored: [{ variable, change: { kind: 'without-signature' } }, '.'] }
        : { value: value.slice(0, -1), stored: [{ variable, change: { kind: 'without-last' } }] };
    case 'extended':
      return { value: `${value}x`, stored: [{ variable }, 'x'] };
    case 'altered':
      return {
        value: alteredAtEnd(value),
        stored: [{ variable, change: { kind: 'without-last' } }, alteredAtEnd(value).slice(-1)],
      };
    case 'altered-middle': {
      // The same length: what compares the beginning or the end alone accepts it.
      const at = Math.floor(value.length / 2);
      const other = value[at] === '1' ? '2' : '1';
      return {
        value: `${value.slice(0, at)}${other}${value.slice(at + 1)}`,
        stored: [
          { variable, change: { kind: 'slice', start: 0, end: at } },
          other,
          { variable, change: { kind: 'slice', start: at + 1 } },
        ],
      };
    }
    case 'case-swapped':
      return caseSwappedSecret({ value, variable });
    case 'unsigned-jwt': {
      // The claims of the valid token where it has any: what they say is not what is wrong.
      const claims = jwt.exec(value)?.[1];
      if (claims === undefined) return plain(`${unsigned}.${inventedClaims}.`);
      return {
        value: `${unsigned}.${claims}.`,
        stored: [`${unsigned}.`, { variable, change: { kind: 'claims' } }, '.'],
      };
    }
    case 'valid':
    case 'insufficient':
    case 'rate-limit':
    case 'renewed':
      return secretOf({ value, variable });
    default:
      return undefined;
  }
}

/** A key that stands alone: in a header of its own, a query parameter, a cookie. */
const ofKey = (kind: CredentialKind, secret: SecretValue): Spelled | undefined =>
  kind === 'empty' ? plain('') : alteredSecret(kind, secret);

const withScheme = (scheme: string, { value, stored }: Spelled): Spelled => ({
  value: `${scheme} ${value}`,
  stored: [`${scheme} `, ...stored],
});

function prefixed(scheme: string, kind: CredentialKind, secret: SecretValue): Spelled | undefined {
  const spelled = ofKey(kind, secret);
  return spelled && withScheme(scheme, spelled);
}

function bearer(kind: CredentialKind, secret: SecretValue): Spelled | undefined {
  switch (kind) {
    case 'wrong-scheme':
      return withScheme('Basic', secretOf(secret));
    case 'no-scheme':
      return secretOf(secret);
    case 'unknown-scheme':
      return plain(`Basic ${unknownUser}`);
    default:
      return prefixed('Bearer', kind, secret);
  }
}

/** The secret is `user:password`; what is altered is the password. */
function basic(kind: CredentialKind, secret: SecretValue): Spelled | undefined {
  const encoded = ({ value, stored }: Spelled): Spelled => ({
    value: Buffer.from(value).toString('base64'),
    stored: [{ base64: stored }],
  });
  switch (kind) {
    case 'empty':
      return plain('Basic ');
    case 'unknown':
    case 'unsigned-jwt':
      return kind === 'unknown' ? plain(`Basic ${unknownUser}`) : bearer('unsigned-jwt', secret);
    case 'wrong-scheme':
      return withScheme('Bearer', encoded(secretOf(secret)));
    case 'no-scheme':
      return encoded(secretOf(secret));
    case 'unknown-scheme':
      return plain(`Bearer ${unknownKey}`);
    default: {
      const altered = alteredSecret(kind, secret);
      return altered && withScheme('Basic', encoded(altered));
    }
  }
}

const secretOf = ({ value, variable }: SecretValue): Spelled => ({ value, stored: [{ variable }] });

/** A text that holds no secret. */
const plain = (text: string): Spelled => ({ value: text, stored: text === '' ? [] : [text] });

/** The same length, another last character: one whose first bit differs, as the last bits of base64 may mean nothing (RFC 4648, 3.5). */
function alteredAtEnd(value: string): string {
  const last = base64Alphabet.indexOf(value.at(-1) ?? '');
  return value.slice(0, -1) + (base64Alphabet[last ^ 32] ?? '0');
}

const base64Alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/**
 * Letters in the other case; a value without letters is made longer instead. Those of a scheme before the key (`Token …`) mean
 * nothing by their case (RFC 9110, 11.1).
 */
function caseSwappedSecret({ value, variable }: SecretValue): Spelled {
  if (!/[A-Za-z]/.test(value.slice(value.lastIndexOf(' ') + 1)))
    return { value: `${value}x`, stored: [{ variable }, 'x'] };
  const swapped = value.replaceAll(/[A-Za-z]/g, (letter) =>
    letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
  );
  return { value: swapped, stored: [{ variable, change: { kind: 'swapped-case' } }] };
}

/** What a vendor's requests are authenticated with. */
export interface CredentialSource {
  /** The secrets that a request is sent with, one for each security scheme; those that are not set are left out. */
  credentials(operation: Operation, plan: RequestPlan): readonly SchemeSecret[];
  /** Headers that every request carries, with the variable that stands for each value. */
  readonly headers: readonly { readonly name: string; readonly value: string; readonly variable: string }[];
}

/** The credentials of a request where they stand in it, and the headers that every request carries. */
export function placedCredentials(
  endpoint: CredentialSource,
  operation: Operation,
  plan: RequestPlan,
): PlacedCredential[] {
  const placed = endpoint
    .credentials(operation, plan)
    .flatMap(({ scheme, ...secret }) => placeCredential(plan.credentials, scheme, secret) ?? []);
  // A header of the configuration gives way to the credential that a case is about; no case is about that of an open operation.
  const isTaken = (name: string) =>
    operation.security.length > 0 &&
    plan.credentials !== 'valid' &&
    /^(authorization|cookie|.*(key|token).*)$/i.test(name);
  const fixed = endpoint.headers
    .filter(({ name }) => !isTaken(name) && placed.every((each) => each.name !== name.toLowerCase()))
    .map(({ name, value, variable }) => ({
      in: 'header' as const,
      name: name.toLowerCase(),
      value,
      stored: [{ variable }],
    }));
  return [...fixed, ...placed];
}
