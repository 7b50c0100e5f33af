/** Whether a TLS server that closes a connection may have wanted a client certificate. */

export interface CertificateWatch {
  /** The server of a URL has answered: none is missing there. */
  reached(url: string): void;
  /** `variable`, where it would name a certificate that is missing at the server of a URL. */
  missing(url: string, variable: string | undefined): string | undefined;
}

/** `shown`: the certificates that are shown, by origin. */
export function watchCertificates(shown: readonly { readonly origin: string }[]): CertificateWatch {
  const known = new Set(shown.map(({ origin }) => origin));
  return {
    reached: (url) => void known.add(new URL(url).origin),
    missing: (url, variable) => (/^https:/i.test(url) && !known.has(new URL(url).origin) ? variable : undefined),
  };
}
