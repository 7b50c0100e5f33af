/** Credentials and test data do not travel in the clear: plain http is for this machine, or for vendors that are named. */

/** An address that the configuration names. */
export interface ConfiguredUrl {
  readonly vendor: string;
  /** The variable it stands in. */
  readonly variable: string;
  /** An absolute http or https URL. */
  readonly url: string;
}

export interface Encryption {
  /** Why the run may not begin, one line each. */
  readonly problems: readonly string[];
  /** What every report has to say, one line each. */
  readonly warnings: readonly string[];
}

/** True for this machine: what is sent there passes no network. */
export const isLoopback = (hostname: string): boolean =>
  /^(localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)$|\.localhost$/i.test(hostname);

/** Judges the addresses of a configuration. `allowed` are the vendors that ALLOW_PLAINTEXT names. */
export function requireEncrypted(urls: readonly ConfiguredUrl[], allowed: readonly string[]): Encryption {
  const plain = urls.filter(({ url }) => {
    const { protocol, hostname } = new URL(url);
    return protocol === 'http:' && !isLoopback(hostname);
  });
  return {
    problems: plain
      .filter(({ vendor }) => !allowed.includes(vendor))
      .map(
        ({ variable, vendor }) =>
          `${variable} is plain http: credentials would travel unencrypted. Use https, or in a lab network ALLOW_PLAINTEXT=${vendor}`,
      ),
    warnings: plain
      .filter(({ vendor }) => allowed.includes(vendor))
      .map(
        ({ variable, vendor }) =>
          `${variable} is plain http (ALLOW_PLAINTEXT names ${vendor}): credentials and test data travel unencrypted`,
      ),
  };
}
