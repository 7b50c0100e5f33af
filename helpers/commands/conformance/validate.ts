/** Everything that can be wrong is found here, before a file is written or a request is sent. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { journalFolder } from '../../client/journal.ts';
import { needsSandbox, readConfig, type Config, type VendorName } from '../../config/config.ts';
import { environment } from '../../config/environment.ts';
import { createRedactor, type Redactor } from '../../config/redactor.ts';
import { loadContracts, selectVendors } from '../../contract/load.ts';
import type { Contract } from '../../contract/types.ts';
import { checkReportsFolder, reportsDir, type CheckedFolder } from '../../report/folder/check.ts';
import { declaredCases } from '../../run/declared.ts';
import { asConfigured } from '../../run/plan.ts';
import type { CaseInfo } from '../../run/result.ts';
import { projectRoot, specsFolder } from '../../run/worker.ts';
import { noWaivers, readWaivers, type Waivers } from '../../verdict/waivers.ts';
import { startSandbox, type Sandbox } from '../../../sandbox/start.ts';

/** A run that may begin. */
export interface ValidatedRun {
  readonly startedAt: Date;
  readonly config: Config;
  /** The contracts of the run's vendors. */
  readonly contracts: readonly Contract[];
  /** Why documents of the run's vendors could not be read, one line each: the others are verified all the same. */
  readonly unread: readonly string[];
  /** The cases of the spec files, as this configuration has them. */
  readonly declared: readonly CaseInfo[];
  readonly waivers: Waivers;
  readonly reports: CheckedFolder;
  /** The embedded sandbox, where it stands in for the vendors. Close it when done. */
  readonly sandbox?: Sandbox;
  readonly redactor: Redactor;
}

/** Where the reports are, checked by reading only. Throws UserError. */
export const checkedReports = (): CheckedFolder =>
  checkReportsFolder(reportsDir(environment()['REPORTS_DIR']), {
    project: projectRoot,
    reserved: [path.join(projectRoot, journalFolder)],
  });

/** Validates a run of these vendors. Throws UserError with one line for the first thing that is wrong. */
export async function validateRun(selection: readonly VendorName[]): Promise<ValidatedRun> {
  const startedAt = new Date();
  const own = environment();
  const given = readConfig(own, selection);
  const reports = checkedReports();
  const documents = await loadContracts(specsFolder);
  const needs = needsSandbox(own, selection);
  const vendors = needs ? selection : given.targets.map(({ vendor }) => vendor);
  const { contracts, errors } = selectVendors(documents, vendors);
  if (errors[0] && contracts.length === 0) throw errors[0];
  const waivers = readWaiversFile(
    documents.flatMap((each) => each.contracts.map(({ id }) => id)),
    startedAt,
  );
  const sandbox = needs ? await startSandbox() : undefined;
  try {
    const config = sandbox ? readConfig(own, selection, sandbox.env) : given;
    const declared = (await declaredCases(contracts)).map(({ info }) => asConfigured(info, config.values));
    const redactor = createRedactor(config.secrets);
    const unread = errors.map(({ message }) => message);
    return { startedAt, config, contracts, unread, declared, waivers, reports, redactor, ...(sandbox && { sandbox }) };
  } catch (error) {
    await sandbox?.close();
    throw error;
  }
}

function readWaiversFile(contracts: readonly string[], today: Date): Waivers {
  const file = path.join(specsFolder, 'waivers.yaml');
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return noWaivers;
  }
  return readWaivers(text, path.relative(projectRoot, file), today.toISOString().slice(0, 10), contracts);
}
