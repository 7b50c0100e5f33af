/** The environment, read and judged in one place before the first call. Everything else gets a frozen Config. */
import { z } from 'zod';
import { baseUrlProblems } from '../config/checks/base-url.ts';
import { unknownVariables } from '../config/checks/unknown-variables.ts';
import { shortestByValue, type Secret } from '../config/redactor.ts';
import { kinds, runVariableNames, runVariables, type RunValues } from '../config/variables.ts';
import { UserError } from '../contract/types.ts';
import { readNetwork, type Network } from './network.ts';
import type { Profile } from './schema.ts';
import {
  basicPairsOf,
  secretVariablesOf,
  shownBaseUrl,
  shownVariable,
  variablesOf,
  type Variables,
} from './sources.ts';
import { targetOf, type VendorTarget } from './targets.ts';

export interface Config extends Network {
  /** The variables of the run itself. */
  readonly values: RunValues;
  /** The vendors' variables as given (trimmed); empty ones are left out. */
  readonly variables: Variables;
  /** The vendors of this run, live or embedded. */
  readonly targets: readonly VendorTarget[];
  /** Vendors that the run leaves out because they have no base URL. */
  readonly leftOut: readonly string[];
  readonly embedded: boolean;
  readonly secrets: readonly Secret[];
  /** Requests a minute, or undefined for no limit. */
  readonly ratePerMinute: number | undefined;
  /** One-line warnings for the person who runs it. */
  readonly warnings: readonly string[];
}

type Environment = Readonly<Record<string, string | undefined>>;

/** True where no vendor of the selection has a base URL: the embedded sandbox stands in for those it has. */
export const needsSandbox = (environment: Environment, selection: readonly Profile[]): boolean =>
  selection.every(({ baseUrl }) => (environment[baseUrl.slice(1)] ?? '').trim() === '');

export interface ReadOptions {
  /** All vendors that the project knows. */
  readonly profiles: readonly Profile[];
  /** The vendors of this run, by name; all where it is left out. */
  readonly selection?: readonly string[] | undefined;
  /** `--allow-writes`: writes are allowed wherever it is not production. Default: as the profiles say. */
  readonly allowWrites?: boolean | undefined;
  /** The variables of an embedded sandbox, laid over the environment. */
  readonly sandbox?: Environment | undefined;
  /** What the documents of a vendor add to its base URL, by vendor. */
  readonly basePaths?: ReadonlyMap<string, readonly string[]>;
}

/**
 * Reads the environment (empty counts as unset). Throws UserError with one line for each problem; each names its variable and
 * shows no value.
 */
export function readConfig(
  environment: Environment,
  { profiles, selection, sandbox, allowWrites = false, basePaths }: ReadOptions,
): Config {
  const chosen = profiles.filter(({ vendor }) => selection?.includes(vendor) ?? true);
  const kindsByName = new Map(profiles.flatMap((profile) => [...variablesOf(profile)]));
  const problems: string[] = [];
  const problem = (sentence: string) => void problems.push(sentence);
  const own = given(environment);
  const all = { ...own, ...sandbox };
  const invalid = new Set<string>();
  const report = (name: string, reason: string) => {
    invalid.add(name);
    problem(`${shownIn(profiles, name)} ${reason}`);
  };
  const values = readRunValues(all, profiles, report);
  const variables = readVariables(all, kindsByName, report);
  const live = chosen.filter(({ baseUrl }) => own[baseUrl.slice(1)] !== undefined);
  reportLostTargets(
    own,
    chosen.filter((profile) => !live.includes(profile)),
    live.length > 0,
    problem,
  );
  live.flatMap((profile) => versionInBase(profile, variables, basePaths)).forEach(problem);
  const embedded = sandbox !== undefined;
  const wanted = embedded ? chosen.filter(({ baseUrl }) => sandbox[baseUrl.slice(1)] !== undefined) : live;
  const targets = wanted.flatMap(
    (profile) => targetOf(profile, { values, variables, embedded, allowWrites, invalid }, problem) ?? [],
  );
  const network = readNetwork(own, wanted, { variables, allowPlaintext: values.ALLOW_PLAINTEXT }, problem);
  if (problems.length > 0) throw new UserError([...new Set(problems)].join('\n'));
  const secrets = [...secretsIn(variables, profiles), ...network.secrets];
  return Object.freeze({
    values,
    variables,
    targets,
    leftOut: chosen.filter((profile) => !wanted.includes(profile)).map(({ vendor }) => vendor),
    embedded,
    secrets,
    proxy: network.proxy,
    clientCertificates: network.clientCertificates,
    ratePerMinute:
      values.REQUEST_RATE ??
      (targets.every(({ kind }) => kind === 'embedded' || kind === 'loopback') ? undefined : 600),
    warnings: [
      ...network.warnings,
      ...unknownVariables(Object.keys(own), [...runVariableNames, ...kindsByName.keys()], prefixesOf(profiles)),
      ...shortSecrets(secrets),
    ],
  });
}

/** A variable as the user knows it. */
const shownIn = (profiles: readonly Profile[], name: string): string =>
  profiles.map((profile) => shownVariable(profile, name)).find((shown) => shown !== name) ?? name;

const versionInBase = (profile: Profile, variables: Variables, basePaths: ReadOptions['basePaths']) =>
  baseUrlProblems(
    shownBaseUrl(profile),
    variables[profile.baseUrl.slice(1)] ?? '',
    basePaths?.get(profile.vendor) ?? [],
  );

/** Of a vendor on the command line the user chose the names. */
const prefixesOf = (profiles: readonly Profile[]): string[] =>
  profiles.flatMap(({ prefix, options }) => (options ? [] : [prefix]));

const shortSecrets = (secrets: readonly Secret[]): string[] =>
  secrets
    .filter(({ value }) => value.length < shortestByValue)
    .map(({ name }) => `${name} is shorter than ${shortestByValue} characters: it is redacted by name only`);

const given = (environment: Environment): Record<string, string> =>
  Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) => {
      const trimmed = value?.trim() ?? '';
      return trimmed === '' ? [] : [[name, trimmed]];
    }),
  );

function readRunValues(
  all: Environment,
  profiles: readonly Profile[],
  report: (name: string, reason: string) => void,
): RunValues {
  const schema = runVariables(profiles.map(({ vendor }) => vendor));
  const read = schema.safeParse(all);
  if (read.success) return read.data;
  const wrong = new Set(read.error.issues.map(({ path }) => String(path[0])));
  for (const { path, message } of read.error.issues) report(String(path[0]), message);
  // The rest is judged too, so that all problems are reported at once.
  return schema.parse(Object.fromEntries(Object.entries(all).filter(([name]) => !wrong.has(name))));
}

function readVariables(
  all: Environment,
  kindsByName: ReadonlyMap<string, keyof typeof kinds>,
  report: (name: string, reason: string) => void,
): Variables {
  const schema = z.object(Object.fromEntries([...kindsByName].map(([name, kind]) => [name, kinds[kind]])));
  const read = schema.safeParse(all);
  for (const { path, message } of read.error?.issues ?? []) report(String(path[0]), message);
  const wrong = new Set(read.error?.issues.map(({ path }) => String(path[0])));
  return Object.fromEntries(
    [...kindsByName.keys()].flatMap((name) => (all[name] === undefined || wrong.has(name) ? [] : [[name, all[name]]])),
  );
}

/** A lost secret must not turn a scheduled run green on the sandbox. */
function reportLostTargets(
  own: Environment,
  profiles: readonly Profile[],
  othersAreLive: boolean,
  problem: (sentence: string) => void,
): void {
  const instead = (name: string) => `set it, or unset ${name} to run against the embedded sandbox`;
  const credentialOf = (profile: Profile) => secretVariablesOf(profile).find((name) => own[name] !== undefined);
  for (const profile of profiles) {
    const credential = credentialOf(profile);
    if (credential !== undefined)
      problem(`${profile.baseUrl.slice(1)} is not set although ${credential} is: ${instead(credential)}`);
  }
  const environment = own['TARGET_ENVIRONMENT'];
  if ((environment !== 'staging' && environment !== 'production') || othersAreLive) return;
  const bases = profiles
    .filter((profile) => credentialOf(profile) === undefined)
    .map(({ baseUrl }) => baseUrl.slice(1));
  if (bases.length > 0)
    problem(
      `${bases.join(', ')} ${bases.length > 1 ? 'are' : 'is'} not set although TARGET_ENVIRONMENT is ${environment}: ${instead('TARGET_ENVIRONMENT')}`,
    );
}

/** Every secret of the environment, those that are sent encoded in their sent form too. */
function secretsIn(variables: Variables, profiles: readonly Profile[]): Secret[] {
  const single = profiles.flatMap((profile) =>
    secretVariablesOf(profile).flatMap((name) => {
      const value = variables[name];
      if (value === undefined) return [];
      // Of a header such as `Basic …` what follows the scheme is as secret as the whole.
      const [, rest] = /^[\w-]+ +(\S.*)$/.exec(value) ?? [];
      return rest === undefined ? [{ name, value }] : [value, rest].map((each) => ({ name, value: each }));
    }),
  );
  const pairs = profiles.flatMap((profile) =>
    basicPairsOf(profile).flatMap(([id, secret]) =>
      variables[id] === undefined || variables[secret] === undefined
        ? []
        : [{ name: secret, value: Buffer.from(`${variables[id]}:${variables[secret]}`).toString('base64') }],
    ),
  );
  return [...single, ...pairs];
}
