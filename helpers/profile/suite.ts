/** Everything that is known before the environment is read: documents, profiles and the vendors made of them. */
import { loadContracts, type FileNames, type VendorContracts } from '../contract/load.ts';
import { withPolicy, type Policy } from '../contract/policy.ts';
import { UserError, type Contract, type Operation } from '../contract/types.ts';
import { groupBy } from '../contract/group-by.ts';
import { inferResources, type Inferred } from './inference.ts';
import { loadProfiles } from './load.ts';
import { narrowed } from './narrow.ts';
import type { Plugin } from './plugin.ts';
import type { Profile } from './schema.ts';
import type { Variables } from './sources.ts';
import { vendorFrom } from './vendor-model.ts';
import type { Vendor } from './vendor.ts';

export interface Suite {
  readonly contracts: readonly Contract[];
  readonly profiles: readonly Profile[];
  readonly vendors: Vendors;
  /** What cannot be used, one line each: it is left out, the others go on. */
  readonly problems: readonly Problem[];
}

/** What the command line gave of a vendor that has no folder in `specs/`. */
export interface CommandLine {
  /** The name that the user gave a file of the folder. */
  readonly names: FileNames;
  /** `Profile.options`. */
  readonly options: Readonly<Record<string, string>>;
}

export interface Problem {
  readonly vendor: string;
  /** File, place and reason. */
  readonly message: string;
}

export interface Vendors {
  /** The vendor that serves an operation. Throws where the suite has none: an error of the suite. */
  of(operation: Pick<Operation, 'contract'>): Vendor;
  /** A vendor by its name. Throws where the suite has none. */
  named(name: string): Vendor;
  readonly all: readonly Vendor[];
}

/**
 * Loads `specs/`, or a folder laid out like it. `variables` hold the base URLs as far as they are known; `commandLine`: where
 * the folder was made of what the command line gave.
 */
export async function loadSuite(
  folder: string,
  plugins: readonly Plugin[],
  variables: Variables = {},
  commandLine?: CommandLine,
): Promise<Suite> {
  return suiteOf(await loadContracts(folder, commandLine?.names), folder, plugins, variables, commandLine?.options);
}

/** The suite of documents that are loaded already. */
export function suiteOf(
  loaded: readonly VendorContracts[],
  folder: string,
  plugins: readonly Plugin[],
  variables: Variables = {},
  options?: CommandLine['options'],
): Suite {
  const contracts = loaded.flatMap((each) => each.contracts);
  const { profiles, problems } = loadProfiles(folder, contracts, options);
  const usable = contracts.flatMap((contract) => {
    const profile = profiles.find(({ vendor }) => vendor === contract.vendor);
    if (!profile) return [];
    const baseUrl = variables[profile.baseUrl.slice(1)]?.trim();
    return [withPolicy(narrowed(contract, profile, baseUrl === '' ? undefined : baseUrl), policyOf(profile))];
  });
  const unread = loaded.flatMap(({ vendor, errors }) => errors.map(({ message }) => ({ vendor, message })));
  return {
    contracts: usable,
    profiles,
    vendors: vendorsOf(profiles, usable, plugins),
    problems: [...unread, ...[...problems].map(([vendor, message]) => ({ vendor, message }))],
  };
}

const policyOf = (profile: Profile): Policy => ({
  statuses: profile.statuses,
  strictInput: profile['strict-input'],
});

/** The vendors of profiles; `inferred`: what follows from the documents of a vendor, by its name, where that is known already. */
export function vendorsOf(
  profiles: readonly Profile[],
  contracts: readonly Contract[],
  plugins: readonly Plugin[],
  inferred?: Readonly<Record<string, Inferred>>,
): Vendors {
  const all = profiles.map((profile) => {
    const own = contracts.filter(({ vendor }) => vendor === profile.vendor);
    const plugin = plugins.find(({ vendor }) => vendor === profile.vendor);
    return vendorFrom(profile, own, inferred?.[profile.vendor] ?? inferResources(own), plugin);
  });
  const named = (name: string): Vendor => {
    const found = all.find(({ id }) => id === name);
    if (!found) throw new Error(`there is no vendor ${name}`);
    return found;
  };
  return { all, named, of: ({ contract }) => named(contract.vendor) };
}

/** The suite with some of its vendors only. */
export const selected = (suite: Suite, vendors: readonly string[]): Suite => ({
  ...suite,
  contracts: suite.contracts.filter(({ vendor }) => vendors.includes(vendor)),
  problems: suite.problems.filter(({ vendor }) => vendors.includes(vendor)),
});

/**
 * Throws UserError where a suite has no operation to verify: with the first of the `problems`, else with what its documents
 * or profiles leave.
 */
export function requireOperations(suite: Suite, problems: readonly Problem[] = suite.problems): void {
  if (operationsIn(suite).size > 0) return;
  const [problem] = problems;
  if (problem) throw new UserError(problem.message);
  const [contract] = suite.contracts;
  const empty = contract?.findings.find(({ rule }) => rule === 'no-operations');
  if (empty) throw new UserError(`${empty.at}: ${empty.sentence}`);
  if (contract) throw new UserError(`${contract.file}: include and exclude leave no operation of it`);
}

/** What the documents of each vendor add to its base URL. */
export const basePathsIn = ({ contracts }: Suite): ReadonlyMap<string, readonly string[]> =>
  new Map(
    [...groupBy(contracts, ({ vendor }) => vendor)].map(([vendor, own]) => [
      vendor,
      own.map(({ basePath }) => basePath),
    ]),
  );

const known = new WeakMap<Pick<Suite, 'contracts'>, ReadonlyMap<string, Operation>>();

/** All operations of a suite, by id. Computed once for the same suite. */
export function operationsIn(suite: Pick<Suite, 'contracts'>): ReadonlyMap<string, Operation> {
  const operations = known.get(suite) ?? new Map(suite.contracts.flatMap((contract) => [...contract.operations]));
  known.set(suite, operations);
  return operations;
}
