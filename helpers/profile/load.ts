/** Reads the profiles of `specs/`; a vendor without one gets what follows from its documents. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { declaredSchemes, schemeNames } from '../contract/security.ts';
import { namesFrom } from '../contract/load.ts';
import type { Contract } from '../contract/types.ts';
import { UserError } from '../contract/types.ts';
import { listOf, variablesIn } from './sources.ts';
import { profileShape, type Profile, type ProfileData } from './schema.ts';
import { firstLine } from '../contract/text.ts';
import { groupBy } from '../contract/group-by.ts';

/** Profiles by vendor, and what is wrong with those that cannot be used (one line each: file, pointer, reason). */
export interface Profiles {
  readonly profiles: readonly Profile[];
  readonly problems: ReadonlyMap<string, string>;
}

/**
 * Reads `<folder>/<vendor>/profile.yaml` of every vendor that has contracts. A profile that is wrong is left out and named in
 * `problems`: it never stops another vendor. `options`: of a vendor given on the command line.
 */
export function loadProfiles(folder: string, contracts: readonly Contract[], options?: Profile['options']): Profiles {
  const nameOf = namesFrom(folder);
  const profiles: Profile[] = [];
  const problems = new Map<string, string>();
  for (const [vendor, own] of groupBy(contracts, (contract) => contract.vendor)) {
    const file = path.join(folder, vendor, 'profile.yaml');
    try {
      profiles.push(profileOf(vendor, own, readText(file), nameOf(file), options));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      problems.set(vendor, error.message);
    }
  }
  return { profiles, problems };
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new UserError(`${file}: cannot be read`);
  }
}

/**
 * A vendor's profile from the text of its file (YAML), or from its documents alone where there is no file.
 * Throws UserError with file, pointer and reason.
 */
export function profileOf(
  vendor: string,
  contracts: readonly Contract[],
  text: string | undefined,
  file: string,
  options?: Profile['options'],
): Profile {
  const data = text === undefined ? defaultData(vendor) : readProfile(text, file);
  const prefix = prefixOf(data.baseUrl);
  const conventional = conventionalCredentials(prefix, contracts);
  const profile: Profile = {
    ...data,
    vendor,
    file: text === undefined ? undefined : file,
    prefix,
    credentials: { ...conventional, ...data.credentials },
    byConvention: Object.keys(conventional).filter((name) => !Object.hasOwn(data.credentials, name)),
    authorizationKeys: authorizationKeysIn(contracts),
    required: requiredParameters(contracts),
    ...(options && { options: { ...credentialOptions(conventional), ...options } }),
  };
  checkReferences(profile, contracts, file);
  return profile;
}

function readProfile(text: string, file: string): ProfileData {
  let raw: unknown;
  try {
    raw = parse(text, { maxAliasCount: 0 }) ?? {};
  } catch (error) {
    throw new UserError(`${file}: is not YAML: ${firstLine(error)}`);
  }
  const read = profileShape.safeParse(raw);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new UserError(`${file}#/${issue?.path.join('/') ?? ''}: ${issue?.message ?? 'is invalid'}`);
}

const upperSnake = (name: string): string =>
  name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll(/[^A-Za-z0-9]+/g, '_')
    .toUpperCase();

const defaultData = (vendor: string): ProfileData => profileShape.parse({ baseUrl: `$${upperSnake(vendor)}_BASE_URL` });

/** `BOOKS_` of `$BOOKS_BASE_URL`. */
const prefixOf = (baseUrl: string): string => `${baseUrl.slice(1).replace(/_?BASE_URL$/, '')}_`;

/** For every security scheme of the documents: `$BOOKS_API_KEY_AUTH` of `ApiKeyAuth`. */
function conventionalCredentials(prefix: string, contracts: readonly Contract[]): ProfileData['credentials'] {
  const schemes = contracts.flatMap(({ operations }) => [...operations.values()].flatMap(schemeNames));
  return Object.fromEntries([...new Set(schemes)].map((name) => [name, { valid: `$${prefix}${upperSnake(name)}` }]));
}

const credentialOptions = (credentials: ProfileData['credentials']): Record<string, string> =>
  Object.fromEntries(
    Object.entries(credentials).flatMap(([scheme, { valid }]) =>
      variablesIn(valid).map((name) => [name, `the credential ${scheme} (--credential ${scheme}=VARIABLE)`]),
    ),
  );

const authorizationKeysIn = (contracts: readonly Contract[]): string[] =>
  contracts
    .flatMap(({ document }) => declaredSchemes(document))
    .flatMap((each) =>
      each.type === 'apiKey' && each.in === 'header' && each.parameter.toLowerCase() === 'authorization'
        ? [each.name]
        : [],
    );

const requiredParameters = (contracts: readonly Contract[]): string[] => [
  ...new Set(
    contracts
      .flatMap((contract) => [...contract.operations.values()])
      .filter(({ setupOnly }) => !setupOnly)
      .flatMap(({ parameters }) => parameters.filter(({ required }) => required).map(({ name }) => name)),
  ),
];

/** What the profile names has to exist in the documents. */
function checkReferences(profile: Profile, contracts: readonly Contract[], file: string): void {
  const no = (pointer: string, reason: string) =>
    new UserError(`${profile.options?.[pointer] ?? `${file}#/${pointer}`}: ${reason}`);
  for (const [kind, { create, exists, remove }] of Object.entries(profile.resources))
    for (const [key, name] of Object.entries({ 'create/operation': create.operation, exists, remove }))
      if (name !== undefined && operationNamed(name, contracts) === undefined)
        throw no(
          `resources/${kind}/${key}`,
          `no document of ${profile.vendor} has the operation ${JSON.stringify(name)}`,
        );
  for (const [name, token] of Object.entries(profile.tokens))
    if (token.like !== undefined && !(token.like in profile.tokens))
      throw no(`tokens/${name}/like`, `there is no token ${JSON.stringify(token.like)}`);
  const declared = contracts.flatMap(({ document }) => declaredSchemes(document).map(({ name }) => name));
  const used = contracts.flatMap(({ operations }) => [...operations.values()].flatMap(schemeNames));
  const schemes = [...new Set([...declared, ...used])];
  for (const [scheme, roles] of Object.entries(profile.credentials)) {
    if (!schemes.includes(scheme))
      throw no(
        `credentials/${scheme}`,
        `no document of ${profile.vendor} declares this security scheme; ${schemes.length === 0 ? 'it declares none (give the header itself: headers, or --header)' : `declared: ${schemes.join(', ')}`}`,
      );
    for (const [role, sources] of Object.entries(roles))
      for (const source of listOf(sources))
        if (source.startsWith('token:') && !(source.slice('token:'.length) in profile.tokens))
          throw no(`credentials/${scheme}/${role}`, `there is no token ${JSON.stringify(source.slice(6))}`);
  }
}

/**
 * The operation that a profile names: `createBook`, or `v3/createBook` where several documents of the vendor have one of that
 * name. Undefined where there is none, or more than one.
 */
export function operationNamed(name: string, contracts: readonly Contract[]): string | undefined {
  const [operation, version] = name.split('/').toReversed();
  const found = contracts
    .filter((contract) => version === undefined || contract.version === version)
    .map((contract) => `${contract.id}/${operation}`)
    .filter((id) => contracts.some(({ operations }) => operations.has(id)));
  return found.length === 1 ? found[0] : undefined;
}
