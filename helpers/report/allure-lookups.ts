/** What the Allure results of a run's cases need of its report, looked up once. */
import { createHash } from 'node:crypto';
import { groupBy } from '../contract/group-by.ts';
import type { CauseReport, ClauseReport, FindingReport, OperationReport, Report } from '../verdict/report.ts';
import { pagesOf } from './paging.ts';
import { repeatsOf, type Repeats } from './repeat.ts';

/** A finding that a case met, with its clause. */
export interface Seen {
  readonly clause: ClauseReport;
  readonly finding: FindingReport;
}

/** What is needed of a report for every case, looked up once. */
export interface Lookups {
  readonly startedAt: string;
  readonly seen: ReadonlyMap<string, readonly Seen[]>;
  readonly proven: ReadonlyMap<string, readonly ClauseReport[]>;
  readonly causes: ReadonlyMap<string, CauseReport>;
  readonly operations: ReadonlyMap<string, OperationReport>;
  readonly titles: ReadonlyMap<string, string>;
  /** The page that shows a clause, below the reports folder. */
  readonly pageOf: (clause: string) => string;
  readonly repeats: Repeats;
  /** Address of each case's result within the report of Allure. */
  readonly addressOf: (id: string) => string;
}

/** `uuidOf`: the id of the result of a case. */
export function lookups(report: Report, uuidOf: (id: string) => string): Lookups {
  const seen = report.clauses.flatMap((clause) =>
    clause.findings.flatMap((finding) => finding.cases.map((id) => ({ id, clause, finding }))),
  );
  const proven = report.clauses.flatMap((clause) => clause.cases.map((id) => ({ id, clause })));
  return {
    startedAt: report.startedAt,
    seen: groupBy(seen, ({ id }) => id),
    proven: new Map([...groupBy(proven, ({ id }) => id)].map(([id, each]) => [id, each.map(({ clause }) => clause)])),
    causes: new Map((report.causes ?? []).map((cause) => [cause.id, cause])),
    operations: new Map(report.operations.map((operation) => [operation.id, operation])),
    pageOf: pagesOf(report),
    titles: new Map(report.cases.map(({ id, title }) => [id, title])),
    repeats: repeatsOf(report),
    // Allure 3 opens a result by the MD5 of its id.
    addressOf: (id) => `#${allureId(uuidOf(id))}`,
  };
}

/** A stable id for Allure. */
export const allureId = (text: string): string => createHash('md5').update(text).digest('hex');

/** The id of the result of a case in a run. */
export const uuidFor = (caseId: string, startedAt: string): string => allureId(`${caseId} ${startedAt}`);
