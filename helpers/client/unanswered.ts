/** Why a request got no answer, in words for the user. */
import type { Reply, UnansweredKind } from '../contract/types.ts';
import { inflatedTooMuch } from './inflate.ts';

/** The reply that was cut because it held more than `limit` bytes. */
export const tooHeavy = (limit: number): Reply => ({
  kind: 'unanswered',
  why: 'too-large',
  because: `the answer went on beyond ${limit} bytes (MAX_BODY_BYTES) and was cut`,
});

export interface Circumstances {
  /** The error code that the tunnel saw. */
  readonly trouble: string | undefined;
  readonly timeoutMs: number;
  /** The variable that would name a client certificate, where none was shown to a TLS server that has never answered. */
  readonly missingCertificate: string | undefined;
  /** True where no other call of the client was under way: the error is certainly this call's. */
  readonly isAlone: boolean;
}

/** What Playwright's errors mean. Their text holds every request header, so none of it is passed on. */
export function unanswered(
  error: unknown,
  { trouble, timeoutMs, missingCertificate: missing, isAlone }: Circumstances,
): Reply {
  const text = error instanceof Error ? error.message : String(error);
  const no = (why: UnansweredKind, because: string): Reply & { kind: 'unanswered' } => ({
    kind: 'unanswered',
    why,
    because,
  });
  if (/Timeout \d+ms exceeded/.test(text))
    return no('timeout', `no complete answer within ${timeoutMs} ms (REQUEST_TIMEOUT)`);
  const parse = /Parse Error: ([\w '/-]{1,80})/.exec(text);
  if (parse) return no('transport', `the answer breaks the rules of HTTP: ${parse[1]}`);
  if (text.includes(inflatedTooMuch)) return no('too-large', `the compressed body was cut: ${inflatedTooMuch}`);
  const encoding = /failed to decompress '(\w+)' encoding/.exec(text);
  if (encoding) return no('transport', `the body is not ${encoding[1]} although Content-Encoding says so`);
  if (/\baborted\b/.test(text)) return no('transport', 'the connection ended in the middle of the answer');
  const certificate = certificateTroubles.find(([said]) => said.test(text));
  if (certificate) return no('network', certificate[1]);
  if (demandsCertificate.test(text))
    return no(
      'network',
      missing === undefined
        ? 'it rejects the client certificate: *_CLIENT_CERT and *_CLIENT_KEY set another'
        : `it requires a client certificate: ${certificateNames(missing)}`,
    );
  const code =
    trouble ?? /\b(E[A-Z]{4,}|CERT_\w+|UNABLE_TO_\w+|DEPTH_ZERO_\w+|SELF_SIGNED_\w+|ERR_\w+)\b/.exec(text)?.[1];
  const isReset = code === 'ECONNRESET' || (code === undefined && /socket hang up|disconnected|closed/.test(text));
  if (isReset && missing !== undefined)
    return no('network', `${reset}; if the server requires a client certificate, ${certificateNames(missing)}`);
  if (isReset) return no('network', reset);
  if (code)
    return {
      ...no('network', networkTrouble[code] ?? `the connection failed: ${code}`),
      ...(isAlone && withoutConnection.has(code) && { neverSent: true }),
    };
  return no('network', 'the request failed');
}

const reset = 'the connection was reset (ECONNRESET)';
/** What OpenSSL says of a server that wants to know who is there. */
const demandsCertificate =
  /alert (?:certificate required|bad certificate|unknown ca|handshake failure|unsupported certificate|access denied)/;
const certificateNames = (variable: string): string => `${variable} and ${variable.replace(/CERT$/, 'KEY')} set one`;

const networkTrouble: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection was refused (ECONNREFUSED)',
  ENOTFOUND: 'the host name is unknown (ENOTFOUND)',
  ETIMEDOUT: 'the connection timed out (ETIMEDOUT)',
  EPROXYUNREACHABLE: 'the proxy in HTTPS_PROXY cannot be reached',
  EPROXYAUTH: 'the proxy in HTTPS_PROXY requires credentials (407): http://user:password@host:port',
  EPROXY: 'the proxy in HTTPS_PROXY cannot reach the host: list hosts that need no proxy in NO_PROXY',
  EPRIVATE: 'blocked: the host resolves to a private address, and the vendor is remote',
};

/** Codes of a connection that never came about. */
const withoutConnection: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EPROXYUNREACHABLE', 'EPRIVATE']);

/** What is wrong with certificates, by what OpenSSL and Node.js say of it: Playwright passes on no code. */
const certificateTroubles: readonly (readonly [said: RegExp, means: string])[] = [
  [/certificate has expired|CERT_HAS_EXPIRED/, 'its certificate has expired'],
  [/certificate is not yet valid|CERT_NOT_YET_VALID/, 'its certificate is not valid yet'],
  [/does not match certificate's altnames|ERR_TLS_CERT_ALTNAME_INVALID/, 'its certificate is for another host name'],
  [
    /unable to (?:verify|get)|self[- ]signed certificate|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_/,
    "its certificate is not trusted: where a private CA issued it, NODE_EXTRA_CA_CERTS names the CA's PEM file",
  ],
];
