/** Writes the reports of a run: staged, searched for secrets, then put in the place of the last ones. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { executor, hostEnvironment } from '../../config/environment.ts';
import { collectGarbage } from '../../config/heap.ts';
import { jsonLines } from '../../config/json-lines.ts';
import { endPhase } from '../../config/phase.ts';
import type { Redactor } from '../../config/redactor.ts';
import { resultsIn, sampleIn, type RunEvent } from '../../run/events.ts';
import { askedFile, askedName, readAsked, rememberAsked } from '../../report/asked.ts';
import { buildAllureReport } from '../../report/allure.ts';
import { readWritten, writeAllureResults } from '../../report/allure-results.ts';
import {
  appendReport,
  artefacts,
  filesBelow,
  historyFolder,
  readReport,
  writeJson,
  writeReport,
} from '../../report/disk.ts';
import { evidence } from '../../report/evidence/files.ts';
import { previousFolder } from '../../report/folder/names.ts';
import type { ReportsFolder } from '../../report/folder/reports-folder.ts';
import { environmentOf, readHistory, remember } from '../../report/history.ts';
import { junit } from '../../report/junit.ts';
import { leakGate, type Leak } from '../../report/leak-gate.ts';
import { markdown } from '../../report/markdown.ts';
import { matrixPages } from '../../report/matrix.ts';
import { isPaged, partsOf } from '../../report/paging.ts';
import { badge } from '../../report/badge.ts';
import { ctrf } from '../../report/ctrf.ts';
import { sarif } from '../../report/sarif.ts';
import { lineFinder } from '../../report/source-line.ts';
import { projectRoot } from '../../config/project.ts';
import { redacted } from '../../config/redacted.ts';
import type { CaseResult } from '../../run/result.ts';
import type { Report } from '../../verdict/report.ts';
import { readableLines, writeHistoryLines } from '../../verdict/scorecard/history-line.ts';
import { linesOfRun } from '../../verdict/scorecard/record-run.ts';

/** Every run, one line a vendor: docs/history.md. */
const runsFile = path.join(historyFolder, 'runs.jsonl');

export interface Published {
  /** What the reports say: that of the run, or an invalid one where a secret was about to leave. */
  readonly report: Report;
  /** Why there is no Allure report. */
  readonly noAllure?: string;
}

export interface Publishing {
  readonly folder: ReportsFolder;
  readonly redactor: Redactor;
  /** The run directory, where allure-playwright wrote. */
  readonly directory: string;
  /** Patterns of the vendors' keys (`keyPatterns`): none may stand in a report. */
  readonly keys: readonly string[];
}

/** Publishes a judged run. */
export async function publish(
  judged: Report,
  events: readonly RunEvent[],
  { folder, redactor, directory, keys }: Publishing,
): Promise<Published> {
  endPhase('fold');
  const [results, sample] = [resultsIn(events), sampleIn(events)];
  const { staging } = folder;
  const history = path.join(historyFolder, environmentOf(judged));
  const known = remember(judged, readHistory(readReport(folder.path, `${history}.findings.json`)));
  const report = redacted(known.report, redactor);
  writeAll(staging, report, redactor);
  for (const { path: file, text } of evidence(report)) writeReport(staging, `${artefacts.evidence}/${file}`, text);
  if (report.selection === undefined) {
    writeJson(staging, `${history}.findings.json`, redacted(known.history, redactor));
    writeReport(staging, runsFile, withRun(report, results, readReport(folder.path, runsFile) ?? ''));
  }
  if (sample && report.verdict !== 'invalid') {
    const asked = readAsked(readReport(folder.path, askedName(report)));
    writeJson(staging, askedName(report), askedFile(rememberAsked(asked, report, results, sample)));
  }
  // What ran only in part is no point of the trend: it is drawn, and not kept.
  const trendFolder = report.selection === undefined ? staging : directory;
  const trend = jsonLines(readReport(folder.path, `${history}.allure.jsonl`) ?? '');
  if (trend.length > 0)
    writeReport(trendFolder, `${history}.allure.jsonl`, trend.map((run) => `${JSON.stringify(run)}\n`).join(''));
  writeAllureResults(
    staging,
    report,
    new Map(results.map(({ id, records }) => [id, records])),
    executor(),
    readWritten(path.join(directory, 'allure')),
  );
  endPhase('reports');
  // Allure's process needs as much memory again.
  if (isPaged(report)) collectGarbage();
  const written = filesBelow(staging);
  const trendFile = path.join(trendFolder, `${history}.allure.jsonl`);
  const building = buildAllureReport(staging, report, trendFile);
  // Allure builds its report in a process of its own meanwhile.
  const early = leakGate(written, redactor, keys);
  const noAllure = await building;
  endPhase('Allure');
  const before = new Set(written.filter((file) => file !== trendFile));
  const late = filesBelow(staging).filter((file) => !before.has(file));
  const leaks = [...early, ...leakGate(late, redactor, keys)];
  endPhase('leak gate');
  if (leaks.length > 0) return publishInvalid(leaked(report, leaks, staging), { folder, redactor });
  folder.swap(report.verdict);
  addToJobSummary(folder);
  return { report, ...(noAllure === undefined ? {} : { noAllure: redactor.text(noAllure) }) };
}

/** The lines of all runs, with those of this one. */
function withRun(report: Report, results: readonly CaseResult[], runs: string): string {
  const records = results.flatMap((result) => result.records);
  return `${runs}${writeHistoryLines(linesOfRun(report, records, readableLines(runs)))}`;
}

/** Publishes a report without cases, and nothing that may have been staged before. */
export function publishInvalid(
  judged: Report,
  { folder, redactor }: { folder: ReportsFolder; redactor: Redactor },
): Published {
  const report = redacted(judged, redactor);
  folder.discard();
  writeAll(folder.staging, report, redactor);
  folder.swap(report.verdict);
  addToJobSummary(folder);
  return { report };
}

/** Where the last good report is kept beside an invalid one, as it should be shown; undefined where there is none. */
export function keptPrevious(folder: ReportsFolder): string | undefined {
  const kept = path.join(folder.path, previousFolder);
  return existsSync(path.join(kept, artefacts.json)) ? path.relative(process.cwd(), kept) : undefined;
}

/** A CI job's summary says why no run began; nothing else is written. */
export function summariseInvalid(because: string): void {
  const { jobSummary } = hostEnvironment();
  if (jobSummary !== undefined) appendReport(jobSummary, markdown(nothingRun(because, { startedAt: new Date() })));
}

function writeAll(to: string, report: Report, redactor: Redactor): void {
  writeData(to, report);
  writeReport(to, artefacts.markdown, redactor.text(markdown(report)));
  for (const page of matrixPages(report)) writeReport(to, page.path, redactor.text(page.text));
  writeReport(to, artefacts.junit, redactor.text(junit(report)));
  writeJson(to, artefacts.ctrf, redacted(ctrf(report), redactor));
  writeJson(to, artefacts.sarif, redacted(sarif(report, lineFinder(documentText)), redactor));
  writeJson(to, artefacts.badge, badge(report));
}

/** Text of a file of the project, by its path in a report; undefined where there is none. */
export const documentText = (file: string): string | undefined => readReport(projectRoot, file);

/** conformance.json; of a large report without the exchanges in which clauses hold, which stand beside the page of each operation. */
function writeData(to: string, report: Report): void {
  if (!isPaged(report)) return writeJson(to, artefacts.json, report);
  const clauses = report.clauses.map(({ example: _example, ...clause }) => clause);
  writeJson(to, artefacts.json, { ...report, clauses });
  for (const { file, operation, clauses: own } of partsOf(report))
    writeJson(to, `${file}.json`, { version: report.version, ...(operation && { operation }), clauses: own });
}

/** Where a CI job has a summary, the run is in it, after what earlier steps wrote there. */
function addToJobSummary(folder: ReportsFolder): void {
  const { jobSummary } = hostEnvironment();
  // The very text that the leak gate has read.
  if (jobSummary !== undefined) appendReport(jobSummary, readReport(folder.path, artefacts.markdown) ?? '');
}

function leaked(report: Report, leaks: readonly Leak[], staging: string): Report {
  const places = leaks.map(({ name, file }) => `${name} in ${path.relative(staging, file)}`);
  const more = places.length > 3 ? ` and ${places.length - 3} more` : '';
  return {
    ...nothingRun(`the leak gate found ${places.slice(0, 3).join('; ')}${more}: every report of this run was removed`, {
      startedAt: new Date(report.startedAt),
    }),
    targets: report.targets,
    requests: report.requests,
  };
}

/** The report of a run that made no call worth judging. */
export function nothingRun(because: string, { startedAt }: { startedAt: Date }): Report {
  return {
    version: 2,
    verdict: 'invalid',
    because,
    startedAt: startedAt.toISOString(),
    durationMs: Date.now() - startedAt.getTime(),
    targets: [],
    operations: [],
    counts: {
      conforms: 0,
      waived: 0,
      'not-run': 0,
      inconclusive: 0,
      error: 0,
      deviates: 0,
      warnings: 0,
      recorded: 0,
      total: 0,
      cases: 0,
    },
    requests: { total: 0, planned: 0, extra: [], perOperation: {} },
    clauses: [],
    cases: [],
    notices: [],
  };
}
