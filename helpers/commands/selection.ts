/** The part of a plan that the command line asks for. */
import path from 'node:path';
import { UserError } from '../contract/types.ts';
import { artefacts, readReport } from '../report/disk.ts';
import type { CheckedFolder } from '../report/folder/check.ts';
import { previousFolder } from '../report/folder/names.ts';
import type { Selection } from '../run/select.ts';
import { readReportFile } from './reports.ts';

/** The options of `conformance` and `plan` that select. */
export interface SelectionOptions {
  readonly operation?: readonly string[];
  readonly case?: readonly string[];
  readonly failed?: boolean;
}

/** Reads the options. Throws UserError where `--failed` is given and no case of the last run failed. */
export const selectionFrom = (options: SelectionOptions, reports: () => CheckedFolder): Selection => ({
  operations: options.operation ?? [],
  cases: options.case ?? [],
  ...(options.failed === true ? { failed: failedIn(reports()) } : {}),
});

/** Ids of the cases that deviated, or in which the suite failed, in the last run that had cases. */
function failedIn({ path: folder, shown }: CheckedFolder): ReadonlySet<string> {
  const reports = [folder, path.join(folder, previousFolder)]
    .filter((each) => readReport(each, artefacts.json) !== undefined)
    .map((each) => readReportFile(path.join(each, artefacts.json)));
  const report = reports.find(({ cases }) => cases.length > 0);
  if (report === undefined) throw new UserError(`--failed: there is no report of an earlier run in ${shown}`);
  const failed = report.cases.filter(({ verdict }) => verdict === 'deviates' || verdict === 'error');
  if (failed.length === 0) throw new UserError(`--failed: no case failed in the last run (${shown}/${artefacts.json})`);
  return new Set(failed.map(({ id }) => id));
}
