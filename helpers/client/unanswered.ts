/** Why a request got no answer, in words for the user. */
import type { Reply, UnansweredKind } from '../contract/types.ts';
import { inflatedTooMuch } from './inflate.ts';

/** The reply that was cut because it held more than `limit` bytes. */
export const tooHeavy = (limit: number): Reply => ({
  kind: 'unanswered',
  why: 'transport',
  because: `the answer went on beyond ${limit} bytes (MAX_BODY_BYTES) and was cut`,
});

/**
 * What Playwright's errors mean. Their text holds every request header, so none of it is passed on. `trouble` is the
 * error code that the tunnel saw.
 */
export function unanswered(error: unknown, trouble: string | undefined, timeoutMs: number): Reply {
  const text = error instanceof Error ? error.message : String(error);
  const no = (why: UnansweredKind, because: string): Reply => ({ kind: 'unanswered', why, because });
  if (/Timeout \d+ms exceeded/.test(text))
    return no('timeout', `no complete answer within ${timeoutMs} ms (REQUEST_TIMEOUT)`);
  const parse = /Parse Error: ([\w '/-]{1,80})/.exec(text);
  if (parse) return no('transport', `the answer breaks the rules of HTTP: ${parse[1]}`);
  if (text.includes(inflatedTooMuch)) return no('transport', `the compressed body was cut: ${inflatedTooMuch}`);
  const encoding = /failed to decompress '(\w+)' encoding/.exec(text);
  if (encoding) return no('transport', `the body is not ${encoding[1]} although Content-Encoding says so`);
  if (/\baborted\b/.test(text)) return no('transport', 'the connection ended in the middle of the answer');
  const certificate = certificateTroubles.find(([said]) => said.test(text));
  if (certificate) return no('network', certificate[1]);
  const code =
    trouble ?? /\b(E[A-Z]{4,}|CERT_\w+|UNABLE_TO_\w+|DEPTH_ZERO_\w+|SELF_SIGNED_\w+|ERR_\w+)\b/.exec(text)?.[1];
  if (code) return no('network', networkTrouble[code] ?? `the connection failed: ${code}`);
  if (/socket hang up|disconnected|closed/.test(text)) return no('network', networkTrouble['ECONNRESET'] ?? '');
  return no('network', 'the request failed');
}

const networkTrouble: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection was refused (ECONNREFUSED)',
  ECONNRESET: 'the connection was reset (ECONNRESET)',
  ENOTFOUND: 'the host name is unknown (ENOTFOUND)',
  ETIMEDOUT: 'the connection timed out (ETIMEDOUT)',
  EPROXYUNREACHABLE: 'the proxy in HTTPS_PROXY cannot be reached',
  EPROXYAUTH: 'the proxy in HTTPS_PROXY requires credentials (407): http://user:password@host:port',
  EPROXY: 'the proxy in HTTPS_PROXY cannot reach the host: list hosts that need no proxy in NO_PROXY',
  EPRIVATE: 'blocked: the host resolves to a private address, and the vendor is remote',
};

/** What is wrong with certificates, by what OpenSSL and Node.js say of it: Playwright passes on no code. */
const certificateTroubles: readonly (readonly [said: RegExp, means: string])[] = [
  [/certificate has expired|CERT_HAS_EXPIRED/, 'its certificate has expired'],
  [/certificate is not yet valid|CERT_NOT_YET_VALID/, 'its certificate is not valid yet'],
  [/does not match certificate's altnames|ERR_TLS_CERT_ALTNAME_INVALID/, 'its certificate is for another host name'],
  [
    /unable to (?:verify|get)|self[- ]signed certificate|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_/,
    "its certificate is not trusted: where a private CA issued it, NODE_EXTRA_CA_CERTS names the CA's PEM file",
  ],
  [
    /alert (?:certificate required|bad certificate|unknown ca|handshake failure|unsupported certificate|access denied)/,
    'it rejects the client certificate: *_CLIENT_CERT and *_CLIENT_KEY set another',
  ],
];
