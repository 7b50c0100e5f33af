/** What the process that starts a run read and made once, for its workers: the documents as data, and which cases are run. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { collectGarbage, limitHeapGrowth } from '../config/heap.ts';
import { endPhase, suiteRead } from '../config/phase.ts';
import { contractFrom, portableContract, type PortableContract } from '../contract/contract.ts';
import { groupBy } from '../contract/group-by.ts';
import type { Inferred } from '../profile/inference.ts';
import type { Plugin } from '../profile/plugin.ts';
import { vendorsOf, type Problem, type Suite } from '../profile/suite.ts';
import type { Profile } from '../profile/schema.ts';
import type { DeclaredCase } from './declared.ts';

/** More cases than that are no tests of their own: Playwright holds every test in memory, and each costs more than its calls. */
const mostTests = 2_000;

/** The cases of an operation of one kind, in order. */
export interface CaseGroup {
  readonly title: string;
  /** Id of the operation. */
  readonly operation: string;
  readonly kind: DeclaredCase['kind'];
  readonly cases: readonly { readonly id: string; readonly title: string; readonly exclusive: boolean }[];
}

export interface CaseIndex {
  /** Whether a group is one test with its cases as steps. */
  readonly isGrouped: boolean;
  readonly groups: readonly CaseGroup[];
}

/** Whether so many declared cases are one test an operation, whichever of them are run. */
export const isGroupedPlan = (cases: readonly unknown[]): boolean => cases.length > mostTests;

/** The index of declared cases; `limit`: ids of those that are run. All of them decide on how they are grouped. */
export function caseIndex(declared: readonly DeclaredCase[], limit?: ReadonlySet<string>): CaseIndex {
  const wanted = limit === undefined ? declared : declared.filter(({ info }) => limit.has(info.id));
  const groups = groupBy(wanted, ({ info, kind }) =>
    kind === 'generated' ? info.operation : `${info.operation}: scenarios`,
  );
  return {
    isGrouped: isGroupedPlan(declared),
    groups: [...groups].map(([title, cases]) => ({
      title,
      operation: cases[0]?.info.operation ?? '',
      kind: cases[0]?.kind ?? 'generated',
      cases: cases.map(({ info, exclusive }) => ({ id: info.id, title: info.title, exclusive })),
    })),
  };
}

const suiteFile = 'suite.bin';
const casesFile = 'cases.json';

/** Bytes of a suite whose processes together would need more than a gigabyte with V8's usual heaps. */
const largeSuite = 4 * 1_048_576;

/** What `suite.bin` holds, as v8 writes it. */
interface SuiteData {
  readonly contracts: readonly PortableContract[];
  readonly profiles: readonly Profile[];
  readonly problems: readonly Problem[];
  /** By vendor. */
  readonly inferred: Readonly<Record<string, Inferred>>;
}

/** Writes suite and cases into the run directory, which is private to the user. */
export function writeRunIndex(
  directory: string,
  { contracts, profiles, problems, vendors }: Suite,
  cases: CaseIndex,
): void {
  const inferred = Object.fromEntries(vendors.all.map((vendor) => [vendor.id, vendor.inferred]));
  const data: SuiteData = { contracts: contracts.map(portableContract), profiles, problems, inferred };
  const bytes = serialize(data);
  writeFileSync(path.join(directory, suiteFile), bytes, { mode: 0o600 });
  writeFileSync(path.join(directory, casesFile), JSON.stringify(cases), { mode: 0o600 });
  if (bytes.length <= largeSuite) return;
  limitHeapGrowth();
  collectGarbage();
}

/** The cases of a run by its directory; undefined where no run has begun. */
export function readCaseIndex(directory: string | undefined): CaseIndex | undefined {
  const file = path.join(directory ?? '', casesFile);
  return directory === undefined || !existsSync(file)
    ? undefined
    : (JSON.parse(readFileSync(file, 'utf8')) as CaseIndex);
}

/** The suite of a run by its directory: no document is read again. */
export function readRunSuite(directory: string, plugins: readonly Plugin[]): Suite {
  const bytes = readFileSync(path.join(directory, suiteFile));
  if (bytes.length > largeSuite) limitHeapGrowth();
  const { contracts: data, profiles, problems, inferred } = deserialize(bytes) as SuiteData;
  const contracts = data.map(contractFrom);
  endPhase(suiteRead);
  return { contracts, profiles, vendors: vendorsOf(profiles, contracts, plugins, inferred), problems };
}
