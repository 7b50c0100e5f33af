/** The vendors of a run: where they are, what kind of environment that is, and whether the run may write there. */
import { isLoopback } from '../config/checks/require-encrypted.ts';
import type { RunValues } from '../config/variables.ts';
import type { Profile } from './schema.ts';
import { missingVariables, resolve, shownBaseUrl, shownVariable, variablesIn, type Variables } from './sources.ts';
import { ownOf } from '../contract/pointer.ts';

export type TargetKind = 'embedded' | 'loopback' | 'sandbox' | 'staging' | 'production';

export interface VendorTarget {
  readonly vendor: string;
  readonly kind: TargetKind;
  /** Without a trailing slash. */
  readonly baseUrl: string;
  /** The variable that holds the base URL. */
  readonly variable: string;
  /** Somebody's production, by what was said of it or by the key. */
  readonly production: boolean;
  /** False where only calls that cannot write may be sent. */
  readonly mayWrite: boolean;
  /** True where the vendor is only named on the command line. */
  readonly isAdHoc?: boolean;
}

export { isLoopback };

export interface Given {
  readonly values: RunValues;
  readonly variables: Variables;
  readonly embedded: boolean;
  /** Whether the user allowed writes for this run, production excepted. */
  readonly allowWrites: boolean;
  /** Variables that are set to something invalid: what follows from that is no further problem. */
  readonly invalid: ReadonlySet<string>;
}

/** A vendor as a target; `problem` is told what is wrong, one sentence each, without a value. */
export function targetOf(
  profile: Profile,
  { values, variables, embedded, allowWrites, invalid }: Given,
  problem: (sentence: string) => void,
): VendorTarget | undefined {
  const variable = profile.baseUrl.slice(1);
  const text = variables[variable] ?? '';
  if (!URL.canParse(text)) return undefined;
  const address = new URL(text);
  if (address.username || address.password || address.search || address.hash)
    problem(`${shownVariable(profile, variable)} must be an address without credentials, query or fragment`);
  const missing = requiredVariables(profile, variables).filter((name) => !invalid.has(name));
  if (missing.length > 0)
    problem(
      `${missing.join(', ')} ${missing.length > 1 ? 'are' : 'is'} not set: ${profile.options ? '--credential names it' : `needed because ${variable} is`}`,
    );
  const kind = kindOf(profile, { values, variables, embedded, allowWrites, invalid, address }, problem);
  if (kind === undefined) return undefined;
  const production =
    kind === 'production' ||
    credentialValues(profile, variables, ['valid']).some((key) => isKeyOf(profile, 'production', key));
  const allowed = kind === 'embedded' || allowWrites || profile.writes.includes(kind);
  const { vendor } = profile;
  return {
    vendor,
    kind,
    variable,
    baseUrl: text.replace(/\/+$/, ''),
    production,
    mayWrite: production ? values.ALLOW_PRODUCTION.includes(vendor) : allowed,
    isAdHoc: profile.options !== undefined,
  };
}

/** Variables without which no case could be run. */
function requiredVariables(profile: Profile, variables: Variables): string[] {
  const named = Object.entries(profile.credentials).flatMap(([scheme, { valid }]) =>
    profile.byConvention.includes(scheme) ? [] : [valid],
  );
  // In the order of the profile, as its file is what is filled in.
  const values = Object.keys(profile.values).filter((name) => profile.required.includes(name));
  const all = [...named, ...values.map((name) => ownOf(profile.values, name))];
  return [...new Set(all.flatMap((sources) => missingVariables(sources, profile, variables)))];
}

const credentialValues = (
  profile: Profile,
  variables: Variables,
  roles: readonly ('valid' | 'insufficient' | 'rate-limit')[],
): string[] =>
  Object.values(profile.credentials).flatMap((of) =>
    roles.flatMap((role) => resolve(of[role], profile, { variables, tokens: new Map() })?.value ?? []),
  );

const isKeyOf = (profile: Profile, kind: 'production' | 'staging' | 'sandbox' | 'loopback', key: string): boolean => {
  const pattern = profile.environments[kind]?.key;
  return pattern !== undefined && new RegExp(pattern).test(key);
};

/** The patterns by which profiles know the keys of their environments, each once. */
export const keyPatterns = (profiles: readonly Profile[]): string[] => [
  ...new Set(profiles.flatMap(({ environments }) => Object.values(environments).flatMap(({ key }) => key ?? []))),
];

const isHostOf = (profile: Profile, kind: 'production' | 'staging' | 'sandbox' | 'loopback', host: string): boolean =>
  (profile.environments[kind]?.hosts ?? []).some((each) =>
    each.startsWith('*.')
      ? host.toLowerCase().endsWith(each.slice(1).toLowerCase())
      : host.toLowerCase() === each.toLowerCase(),
  );

interface Placed extends Given {
  readonly address: URL;
}

function kindOf(
  profile: Profile,
  { values, variables, embedded, invalid, address }: Placed,
  problem: (sentence: string) => void,
): TargetKind | undefined {
  const environment = values.TARGET_ENVIRONMENT;
  const base = shownBaseUrl(profile);
  if (isLoopback(address.hostname)) {
    if (environment === 'production')
      problem(`TARGET_ENVIRONMENT is production but ${base} is this machine: loopback is never production`);
    return embedded ? 'embedded' : 'loopback';
  }
  if (environment === undefined) {
    if (!invalid.has('TARGET_ENVIRONMENT'))
      problem(`TARGET_ENVIRONMENT is not set: say whether ${base} is sandbox, staging or production`);
    return undefined;
  }
  const others = environment === 'production' ? (['staging', 'sandbox'] as const) : (['production'] as const);
  for (const other of others) {
    if (isHostOf(profile, other, address.hostname))
      problem(`TARGET_ENVIRONMENT is ${environment} but ${base} is the vendor's ${other} host`);
    const key = keyVariables(profile).find((name) => isKeyOf(profile, other, variables[name] ?? ''));
    if (key !== undefined) problem(`TARGET_ENVIRONMENT is ${environment} but ${key} is a ${other} key`);
  }
  return environment;
}

/** The variables of a vendor's credentials. */
const keyVariables = (profile: Profile): string[] =>
  Object.values(profile.credentials).flatMap((roles) => variablesIn(...Object.values(roles)));

/** The kind of key a vendor is called with, in words: `staging key`, `token service`. */
export function keyKind(profile: Profile, variables: Variables): string {
  const [key] = credentialValues(profile, variables, ['valid']);
  const kind = (['production', 'staging', 'sandbox'] as const).find(
    (each) => key !== undefined && isKeyOf(profile, each, key),
  );
  if (kind !== undefined) return `${kind} key`;
  if (Object.keys(profile.tokens).length > 0) return 'token service';
  if (Object.keys(profile.credentials).length === 0) return 'no key';
  if (key === undefined) return 'no key set';
  const hasKinds = Object.values(profile.environments).some((each) => each.key !== undefined);
  return hasKinds ? 'key of no known kind' : 'with a credential';
}
