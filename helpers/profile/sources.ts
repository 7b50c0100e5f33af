/** Values that a profile names: environment variables, tokens, texts. */
import { randomUUID } from 'node:crypto';
import { clientCertificateVariables } from '../config/client-certificate.ts';
import type { VariableKind } from '../config/variables.ts';
import type { Profile, Sources, TokenSpec } from './schema.ts';

export type Variables = Readonly<Record<string, string | undefined>>;

/** A variable of a vendor as messages name it: the option of the command line that set it, else its name. */
export const shownVariable = ({ options }: Pick<Profile, 'options'>, name: string): string => options?.[name] ?? name;

/** The variable that holds a vendor's base URL, as messages name it. */
export const shownBaseUrl = (profile: Pick<Profile, 'options' | 'baseUrl'>): string =>
  shownVariable(profile, profile.baseUrl.slice(1));

/** What a source may be filled from. */
export interface Lookup {
  readonly variables: Variables;
  /** By the name that stands for a token in curl lines: `BOOKS_ACCESS_TOKEN`. */
  readonly tokens: ReadonlyMap<string, string>;
  /** Version of the document, for {version}. */
  readonly version?: string;
}

/** A value, and the variable it came from where it did. */
export interface Resolved {
  readonly value: string;
  readonly variable: string | undefined;
}

/** The first of the sources that has a value. */
export function resolve(sources: Sources | undefined, profile: Profile, lookup: Lookup): Resolved | undefined {
  for (const source of listOf(sources)) {
    const variable = nameOf(source, profile);
    const value =
      variable === undefined
        ? expand(source, lookup.version)
        : source.startsWith('$')
          ? lookup.variables[variable]
          : lookup.tokens.get(variable);
    if (value !== undefined) return { value, variable };
  }
  return undefined;
}

/** The first variable or token that sources name, by its name. */
const nameOf = (source: string, profile: Profile): string | undefined =>
  source.startsWith('$')
    ? source.slice(1)
    : source.startsWith('token:')
      ? tokenVariable(profile, source.slice('token:'.length))
      : undefined;

/** A text with its placeholders filled in: {uuid} anew each time, {version}. */
export const expand = (text: string, version = ''): string =>
  text.replaceAll('{uuid}', () => randomUUID()).replaceAll('{version}', version);

/** Sources as a list, in their order; empty where there are none. */
export const listOf = (sources: Sources | undefined): readonly string[] =>
  sources === undefined ? [] : [sources].flat();

/** The variables among sources, by their names. */
export const variablesIn = (...sources: readonly (Sources | undefined)[]): string[] =>
  sources.flatMap(listOf).flatMap((source) => (source.startsWith('$') ? [source.slice(1)] : []));

/** The name that stands for a token wherever it is not shown: `BOOKS_ACCESS_TOKEN`, `BOOKS_RESTRICTED_ACCESS_TOKEN`. */
export const tokenVariable = ({ prefix }: Profile, name: string): string =>
  `${prefix}${name === 'main' ? '' : `${name.toUpperCase().replaceAll(/[^A-Z0-9]+/g, '_')}_`}ACCESS_TOKEN`;

/** A token of a profile, with what it takes from the one it is like. */
export function tokenSpec(profile: Profile, name: string): TokenSpec {
  const { like, ...own } = profile.tokens[name] ?? {};
  return like === undefined ? own : { ...tokenSpec(profile, like), ...own };
}

/** The tokens among sources, by their names in the profile. */
export const tokensIn = (sources: Sources | undefined): string[] =>
  listOf(sources).flatMap((source) => (source.startsWith('token:') ? [source.slice('token:'.length)] : []));

/** The variables that a token is requested with. */
export function variablesOfToken(profile: Profile, name: string): string[] {
  const { url, basic, client } = tokenSpec(profile, name);
  return [url, ...(basic ?? []), ...(client ?? [])].flatMap((each) => (each === undefined ? [] : [each.slice(1)]));
}

/**
 * Variables that have to be set so that sources have a value: none where one of them has. Where several would do, those of
 * the last.
 */
export function missingVariables(sources: Sources | undefined, profile: Profile, variables: Variables): string[] {
  let missing: string[] = [];
  for (const source of listOf(sources)) {
    const needed = source.startsWith('$')
      ? [source.slice(1)]
      : source.startsWith('token:')
        ? variablesOfToken(profile, source.slice('token:'.length))
        : [];
    missing = needed.filter((name) => variables[name] === undefined);
    if (missing.length === 0) return [];
  }
  return missing;
}

/** Every variable of a vendor, with what it must look like. */
export function variablesOf(profile: Profile): ReadonlyMap<string, VariableKind> {
  const found = new Map<string, VariableKind>();
  const add = (kind: VariableKind, ...sources: readonly (Sources | undefined)[]) => {
    for (const name of variablesIn(...sources)) if (!found.has(name)) found.set(name, kind);
  };
  add('url', profile.baseUrl, ...Object.values(profile.tokens).map(({ url }) => url));
  for (const [scheme, roles] of Object.entries(profile.credentials))
    add(profile.authorizationKeys.includes(scheme) ? 'header' : 'secret', ...Object.values(roles));
  add('header', ...Object.values(profile.headers));
  for (const { basic, client } of Object.values(profile.tokens)) add('secret', ...(basic ?? []), ...(client ?? []));
  for (const [name, kind] of Object.entries(profile.variables)) found.set(name, kind);
  add(
    'text',
    ...Object.values(profile.values),
    ...Object.values(profile.fixtures).flatMap((each) => Object.values(each)),
  );
  add('text', ...Object.values(profile.resources).map(({ create }) => create.part));
  add('list', profile.signedUrlHosts);
  found.set(specUrlOf(profile), 'list');
  for (const name of Object.values(clientCertificateVariables(profile.prefix))) found.set(name, 'opaque');
  return found;
}

/** The variable that says where a vendor publishes its documents: files, folders or addresses (`npm run drift`). */
export const specUrlOf = ({ prefix }: Pick<Profile, 'prefix'>): string => `${prefix}SPEC_URL`;

/** Variables whose value is never shown. Of a pair that a token is requested with it is the second. */
export function secretVariablesOf(profile: Profile): string[] {
  const credentials = Object.values(profile.credentials).flatMap((roles) => Object.values(roles));
  const pairs = Object.values(profile.tokens).flatMap(({ basic, client }) => [basic?.[1], client?.[1]]);
  const named = variablesIn(...credentials, ...Object.values(profile.headers), ...pairs);
  const further = Object.entries(profile.variables).flatMap(([name, kind]) => (kind === 'secret' ? [name] : []));
  const { key, passphrase } = clientCertificateVariables(profile.prefix);
  return [...new Set([...named, ...further, key, passphrase])];
}

/** Pairs of variables that are sent together as HTTP Basic credentials. */
export const basicPairsOf = (profile: Profile): (readonly [id: string, secret: string])[] =>
  Object.values(profile.tokens).flatMap(({ basic, client }) =>
    [basic, client].flatMap((pair) => (pair === undefined ? [] : [[pair[0].slice(1), pair[1].slice(1)] as const])),
  );
