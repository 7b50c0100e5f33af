/** How the vendors of a configuration are reached: encrypted or not, through a proxy, with a client certificate. */
import { requireEncrypted, type ConfiguredUrl } from '../config/checks/require-encrypted.ts';
import { readClientCertificate, type ClientCertificate } from '../config/client-certificate.ts';
import { readProxy, type ProxySettings } from '../config/proxy.ts';
import type { Secret } from '../config/redactor.ts';
import type { Profile } from './schema.ts';
import { shownVariable, variablesOf, type Variables } from './sources.ts';

export interface Network {
  readonly proxy: ProxySettings;
  readonly clientCertificates: readonly ClientCertificate[];
}

export interface ReadNetwork extends Network {
  readonly secrets: readonly Secret[];
  /** One line each, for every report. */
  readonly warnings: readonly string[];
}

/** Reads it for the vendors of a run; `problem` is told what is wrong, one line each without a value. */
export function readNetwork(
  environment: Readonly<Record<string, string | undefined>>,
  profiles: readonly Profile[],
  { variables, allowPlaintext }: { readonly variables: Variables; readonly allowPlaintext: readonly string[] },
  problem: (sentence: string) => void,
): ReadNetwork {
  const encryption = requireEncrypted(
    profiles.flatMap((profile) => urlsOf(profile, variables)),
    allowPlaintext,
  );
  const { settings, problems, secrets } = readProxy(environment);
  for (const each of [...encryption.problems, ...problems]) problem(each);
  return {
    proxy: settings,
    clientCertificates: profiles.flatMap((profile) =>
      readClientCertificate(profile.prefix, originsOf(profile, variables), variables, problem),
    ),
    secrets,
    warnings: encryption.warnings,
  };
}

/** The addresses that a vendor's variables hold. */
const urlsOf = (profile: Profile, variables: Variables): ConfiguredUrl[] =>
  [...variablesOf(profile)].flatMap(([variable, kind]) => {
    const url = variables[variable];
    return kind === 'url' && url !== undefined
      ? [{ vendor: profile.vendor, variable: shownVariable(profile, variable), url }]
      : [];
  });

const originsOf = (profile: Profile, variables: Variables): string[] =>
  urlsOf(profile, variables).map(({ url }) => new URL(url).origin);
