/** The part of a plan that the command line asks for. */
import { addCalls, totalCalls } from '../run/calls.ts';
import path from 'node:path';
import { UserError } from '../contract/types.ts';
import { askedName, readAsked } from '../report/asked.ts';
import { artefacts, readReport } from '../report/disk.ts';
import type { CheckedFolder } from '../report/folder/check.ts';
import { previousFolder } from '../report/folder/names.ts';
import type { Config } from '../profile/config.ts';
import { operationsIn, type Suite } from '../profile/suite.ts';
import { catalogue } from '../run/catalogue.ts';
import { preflightCases } from '../run/preflight.ts';
import type { CaseInfo } from '../run/result.ts';
import { touchedCases } from '../run/changed.ts';
import { neverAsked, sampleOf, type Asked, type Sample } from '../run/sample.ts';
import type { Selection } from '../run/select.ts';
import type { Report } from '../verdict/report.ts';
import { readReportFile } from './reports.ts';

/** The options of `conformance` and `plan` that select. */
export interface SelectionOptions {
  readonly operation?: readonly string[];
  readonly case?: readonly string[];
  readonly failed?: boolean;
  readonly changed?: boolean;
}

/** Reads the options. Throws UserError where `--failed` is given and no case of the last run failed. */
export const selectionFrom = (options: SelectionOptions, reports: () => CheckedFolder): Selection => ({
  operations: options.operation ?? [],
  cases: options.case ?? [],
  ...(options.failed === true ? { failed: failedIn(reports()) } : {}),
});

/**
 * The selection with the cases that `--changed` asks for, which needs the documents. Throws UserError where there is no earlier
 * report, or nothing to ask.
 */
export function withChanges(
  selection: Selection,
  { changed }: SelectionOptions,
  { cases, suite, reports }: { cases: readonly CaseInfo[]; suite: Suite; reports: () => CheckedFolder },
): Selection {
  if (changed !== true) return selection;
  const { report, shown } = lastReport(reports(), '--changed');
  const touched = touchedCases(cases, catalogue(suite), suite.contracts, report.clauses);
  if (touched.size === 0)
    throw new UserError(`--changed: the documents say the same as at the last run, and it found nothing (${shown})`);
  return { ...selection, changed: touched };
}

/** What of a plan a number of calls is enough for. */
export interface Affordable<Info> {
  readonly cases: readonly Info[];
  /** Given where not all of them are. */
  readonly sample?: Sample;
}

/** The budget of a run for which nobody set one. */
const usualBudget = 5_000;

export interface Affording {
  readonly suite: Suite;
  readonly config: Config;
  /** The number of calls that was asked for. A budget that only the environment sets cuts the run off where it is used up, so that no plan depends on it. */
  readonly given: string | undefined;
  /** What earlier runs asked; undefined where the parts of a run have to agree that may know different ones. */
  readonly asked: () => Asked | undefined;
}

/** The cases that a budget is enough for: all, or a sample. */
export function affordable<Info extends CaseInfo>(
  cases: readonly Info[],
  { suite, config, given, asked: askedBefore }: Affording,
): Affordable<Info> {
  if (given !== undefined && !/^[1-9]\d{0,8}$/.test(given))
    throw new UserError(`a budget of ${JSON.stringify(given.slice(0, 40))} is no number of calls: 2000 is one`);
  const budget =
    given === undefined ? (config.values.REQUEST_BUDGET === undefined ? usualBudget : Infinity) : Number(given);
  const preflight = preflightCases({ config, operations: operationsIn(suite), vendors: suite.vendors });
  const callsOf = (infos: readonly CaseInfo[]) => totalCalls(addCalls(infos.map(({ calls }) => calls)));
  if (callsOf(preflight) + callsOf(cases) <= budget) return { cases };
  const asked = askedBefore();
  const from = { cases, clauses: catalogue(suite), reserved: callsOf(preflight), ...(asked && { asked }) };
  const sample = { calls: budget, day: new Date().toISOString().slice(0, 10) };
  const taken = sampleOf(from, sample);
  return { cases: taken, sample: { ...sample, ...(asked && { left: neverAsked(from, taken) }) } };
}

/** What earlier runs asked, as the reports folder has it. */
export const askedBefore = ({ path: folder }: CheckedFolder, { targets }: Config): Asked =>
  readAsked(readReport(folder, askedName({ targets })));

/** Ids of the cases that deviated, or in which the suite failed, in the last run that had cases. */
function failedIn(folder: CheckedFolder): ReadonlySet<string> {
  const { report, shown } = lastReport(folder, '--failed');
  const failed = report.cases.filter(({ verdict }) => verdict === 'deviates' || verdict === 'error');
  if (failed.length === 0) throw new UserError(`--failed: no case failed in the last run (${shown})`);
  return new Set(failed.map(({ id }) => id));
}

/** The report of the last run that had cases. */
function lastReport({ path: folder, shown }: CheckedFolder, option: string): { report: Report; shown: string } {
  const reports = [folder, path.join(folder, previousFolder)]
    .filter((each) => readReport(each, artefacts.json) !== undefined)
    .map((each) => readReportFile(path.join(each, artefacts.json)));
  const report = reports.find(({ cases }) => cases.length > 0);
  if (report === undefined) throw new UserError(`${option}: there is no report of an earlier run in ${shown}`);
  return { report, shown: `${shown}/${artefacts.json}` };
}
