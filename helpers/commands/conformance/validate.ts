/** Everything that can be wrong is found here, before a file is written or a request is sent. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { journalFolder } from '../../client/journal.ts';
import { environment } from '../../config/environment.ts';
import { createRedactor, type Redactor } from '../../config/redactor.ts';
import { needsSandbox, readConfig, type Config } from '../../profile/config.ts';
import type { Profile } from '../../profile/schema.ts';
import { basePathsIn, requireOperations, selected, type Suite } from '../../profile/suite.ts';
import { checkReportsFolder, reportsDir, type CheckedFolder } from '../../report/folder/check.ts';
import { UserError } from '../../contract/types.ts';
import { declaredCases } from '../../run/declared.ts';
import { asConfigured, type PlannedCase } from '../../run/as-configured.ts';
import { select, type Selection } from '../../run/select.ts';
import { caseIndex, isGroupedPlan, type CaseIndex } from '../../run/run-index.ts';
import { shardFrom, type Shard } from '../../run/shard.ts';
import { divided } from '../../run/unsent-cases.ts';
import { loadProject, projectRoot, specsFolder } from '../../run/worker.ts';
import { adHocVendor, type AdHocOptions } from '../ad-hoc.ts';
import { vendorsFrom } from '../arguments.ts';
import { UsageError } from '../command-line.ts';
import { affordable, askedBefore, selectionFrom, withChanges, type SelectionOptions } from '../selection.ts';
import { noWaivers, readWaivers, type Waivers } from '../../verdict/waivers.ts';
import { startSandbox, type Sandbox } from '../../../sandbox/start.ts';

/** A run that may begin. */
export interface ValidatedRun {
  readonly startedAt: Date;
  readonly config: Config;
  /** `--allow-writes` was given. */
  readonly allowWrites: boolean;
  /** The documents and profiles of the run's vendors. */
  readonly suite: Suite;
  /** The cases of the spec files, as this configuration has them. */
  readonly declared: readonly PlannedCase[];
  /** Those of them that are run. */
  readonly selected: readonly PlannedCase[];
  readonly selection: Selection;
  /** Those of them that no worker runs: what a plan that is grouped by operation says itself why it is not run. */
  readonly unsent: readonly PlannedCase[];
  /** The others as tests. */
  readonly index: CaseIndex;
  readonly waivers: Waivers;
  readonly reports: CheckedFolder;
  /** The embedded sandbox, where it stands in for the vendors. Close it when done. */
  readonly sandbox?: Sandbox;
  readonly redactor: Redactor;
  /** Folder of the documents, where they come from the command line. */
  readonly specs?: string;
  /** Which part of the run this is; all of it where absent. */
  readonly shard?: Shard;
}

/** The options of the command. */
export interface RunOptions extends SelectionOptions, AdHocOptions {
  readonly 'allow-writes'?: boolean;
  /** `2/3`. */
  readonly shard?: string;
}

/** Where the reports are, checked by reading only. Throws UserError. */
export const checkedReports = (): CheckedFolder =>
  checkReportsFolder(reportsDir(environment()['REPORTS_DIR']), {
    project: projectRoot,
    reserved: [path.join(projectRoot, journalFolder)],
  });

/** Validates a run of the named vendors; of all where none is named. Throws UserError with one line for the first thing that is wrong. */
export async function validateRun(names: readonly string[], options: RunOptions): Promise<ValidatedRun> {
  const startedAt = new Date();
  const allowWrites = options['allow-writes'] === true;
  const adHoc = await adHocVendor(options, allowWrites ? path.join(projectRoot, journalFolder) : undefined);
  const shard = options.shard === undefined ? undefined : shardFrom(options.shard);
  if (adHoc && shard) throw new UsageError('--shard is for the vendors of specs/: --spec has nothing to merge');
  if (adHoc && names.length > 0) throw new UsageError('--spec cannot be combined with vendor names');
  const own = environment();
  const project = await loadProject(adHoc?.specs, adHoc?.commandLine);
  const { profiles } = project;
  const selection = vendorsFrom(names, knownVendors(project));
  const reading = { profiles, selection, allowWrites, basePaths: basePathsIn(project) };
  const given = readConfig(own, reading);
  const reports = checkedReports();
  const part = selectionFrom(options, () => reports);
  const needs = needsSandbox(
    own,
    profiles.filter(({ vendor }) => selection.includes(vendor)),
  );
  const waivers = adHoc ? noWaivers : readWaiversFile(project, startedAt);
  if (options.save === true && adHoc)
    process.stderr.write(`${adHoc.saveTo(specsFolder, project.contracts[0]?.basePath)}\n`);
  const sandbox = needs ? await startSandbox() : undefined;
  try {
    const config = sandbox ? readConfig(own, { ...reading, sandbox: sandbox.env }) : given;
    requireTargets(config, profiles);
    const suite = suiteOfRun(project, selection, config);
    requireOperations(suite);
    const cases = await casesOf(suite, config, { given: part, options, reports });
    const redactor = createRedactor(config.secrets);
    return {
      startedAt,
      config,
      allowWrites,
      suite,
      ...cases,
      waivers,
      reports,
      redactor,
      ...(adHoc && { specs: adHoc.specs }),
      ...(shard && { shard }),
      ...(sandbox && { sandbox }),
    };
  } catch (error) {
    await sandbox?.close();
    throw error;
  }
}

async function casesOf(
  suite: Suite,
  config: Config,
  { given, options, reports }: { given: Selection; options: RunOptions; reports: CheckedFolder },
): Promise<Pick<ValidatedRun, 'declared' | 'selected' | 'unsent' | 'selection' | 'index'>> {
  const all = await declaredCases(suite);
  const declared = all.map(({ info }) => asConfigured(info, suite, config));
  const selection = withChanges(given, options, { cases: declared, suite, reports: () => reports });
  // The shards of a run draw the same sample, whatever each machine knows of earlier runs.
  const asked = () => (options.shard === undefined ? askedBefore(reports, config) : undefined);
  const budget = { suite, config, given: options['max-calls'], asked };
  const { cases, sample } = affordable(select(declared, selection), budget);
  const { sent, unsent } = isGroupedPlan(all) ? divided(cases) : { sent: cases, unsent: [] };
  const index = caseIndex(all, new Set(sent.map(({ id }) => id)));
  return { declared, selected: cases, unsent, selection: { ...selection, ...(sample && { sample }) }, index };
}

/** Vendors that can be named: those whose documents and profile can be used, and those of which they cannot. */
const knownVendors = ({ profiles, problems }: Suite): string[] => [
  ...new Set([...profiles, ...problems].map(({ vendor }) => vendor)),
];

/** Throws UserError where every vendor is left out: none has a base URL, and the embedded sandbox has none of them. */
export function requireTargets(
  { targets, leftOut }: Pick<Config, 'targets' | 'leftOut'>,
  profiles: readonly Profile[],
): void {
  if (targets.length > 0 || leftOut.length === 0) return;
  const unset = profiles.filter(({ vendor }) => leftOut.includes(vendor)).map(({ baseUrl }) => baseUrl.slice(1));
  throw new UserError(
    `${unset.join(', ')} ${unset.length > 1 ? 'are' : 'is'} not set: set ${unset.length > 1 ? 'them' : 'it'} to the address of ${leftOut.join(', ')}`,
  );
}

/** The vendors that are tested, with what of the selected ones cannot be used. */
function suiteOfRun(project: Suite, selection: readonly string[], { targets, leftOut }: Config): Suite {
  const isLost = (vendor: string) => selection.includes(vendor) && !leftOut.includes(vendor);
  return {
    ...selected(
      project,
      targets.map(({ vendor }) => vendor),
    ),
    problems: project.problems.filter(({ vendor }) => isLost(vendor)),
  };
}

/**
 * The waivers of the project, as they are valid today. Throws UserError, also where one names a contract that is not there;
 * that cannot be told where documents could not be used.
 */
export function readWaiversFile({ contracts, problems }: Suite, today: Date): Waivers {
  const file = path.join(specsFolder, 'waivers.yaml');
  const known = problems.length > 0 ? undefined : contracts.map(({ id }) => id);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return noWaivers;
  }
  return readWaivers(text, path.relative(projectRoot, file), today.toISOString().slice(0, 10), known);
}
