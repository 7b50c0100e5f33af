/** Client certificates (mutual TLS): what a vendor's variables name, read and checked before the first connection. */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** A certificate with its key, as Playwright's request context takes them. */
export interface ClientCertificate {
  /** Origin that it is shown to. */
  readonly origin: string;
  readonly cert: Buffer;
  readonly key: Buffer;
  readonly passphrase?: string;
  /** The variables that hold them. */
  readonly names: { readonly cert: string; readonly key: string; readonly passphrase?: string };
}

/** Names of the variables of a vendor: a PEM file, or the PEM text itself; the passphrase of an encrypted key. */
export const clientCertificateVariables = (prefix: string) => ({
  cert: `${prefix}CLIENT_CERT`,
  key: `${prefix}CLIENT_KEY`,
  passphrase: `${prefix}CLIENT_KEY_PASSPHRASE`,
});

/** The certificate that is shown to the server of an absolute URL; undefined where none is. */
export const certificateFor = (
  url: string,
  certificates: readonly ClientCertificate[],
): ClientCertificate | undefined => certificates.find(({ origin }) => origin === new URL(url).origin);

/** Reads a vendor's client certificate for some origins. `problem` is told what is wrong, one line without a value. */
export function readClientCertificate(
  prefix: string,
  origins: readonly string[],
  variables: Readonly<Record<string, string | undefined>>,
  problem: (sentence: string) => void,
): ClientCertificate[] {
  const names = clientCertificateVariables(prefix);
  const passphrase = variables[names.passphrase];
  const given = [names.cert, names.key].filter((name) => variables[name] !== undefined);
  if (given.length === 0) {
    if (passphrase !== undefined) problem(`${names.passphrase} is set but ${names.key} is not`);
    return [];
  }
  if (given.length === 1) {
    problem(`${names.cert} and ${names.key} belong together: only ${given[0]} is set`);
    return [];
  }
  const [cert, key] = [names.cert, names.key].map((name) => pemIn(name, variables[name] ?? '', problem));
  if (cert === undefined || key === undefined) return [];
  const isCertificate = attempt(() => new X509Certificate(cert)) !== undefined;
  if (!isCertificate) problem(`${names.cert} is no certificate in PEM form`);
  const isKey = attempt(() => createPrivateKey({ key, ...(passphrase !== undefined && { passphrase }) })) !== undefined;
  if (!isKey)
    problem(
      `${names.key} is no private key in PEM form, or ${names.passphrase} is not its passphrase (PKCS #12: openssl pkcs12 -in FILE -out key.pem -nocerts)`,
    );
  if (!isCertificate || !isKey) return [];
  return [...new Set(origins)].map((origin) => ({
    origin,
    cert,
    key,
    ...(passphrase !== undefined && { passphrase }),
    names: { cert: names.cert, key: names.key, ...(passphrase !== undefined && { passphrase: names.passphrase }) },
  }));
}

function pemIn(name: string, value: string, problem: (sentence: string) => void): Buffer | undefined {
  if (value.startsWith('-----BEGIN')) return Buffer.from(`${value}\n`);
  const read = attempt(() => readFileSync(value));
  if (read === undefined) problem(`${name} points to a file that cannot be read`);
  return read;
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
