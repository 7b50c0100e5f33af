/** How a clause stands, as every report shows it: the verdict, with warnings and mere records told apart. */
import type { ClauseRef } from '../contract/types.ts';
import { deviationLevel } from '../verdict/levels.ts';
import type { ClauseReport, Report } from '../verdict/report.ts';
import { operationNamed } from '../verdict/operation-named.ts';

export type DisplayStatus =
  'deviates' | 'error' | 'warns' | 'inconclusive' | 'not-run' | 'waived' | 'conforms' | 'recorded';

export interface DisplayStatusWords {
  readonly letter: string;
  readonly label: string;
  readonly meaning: string;
}

/** Worst first: what a cell of many clauses shows. */
export const displayStatuses: Readonly<Record<DisplayStatus, DisplayStatusWords>> = {
  deviates: { letter: 'D', label: 'Deviates', meaning: 'a MUST is violated' },
  error: { letter: 'E', label: 'Error', meaning: 'the suite failed, not the vendor' },
  warns: { letter: 'S', label: 'Warns', meaning: 'a SHOULD is violated; never fails a run' },
  inconclusive: {
    letter: 'I',
    label: 'Inconclusive',
    meaning: 'requests were sent, but the responses are not conclusive',
  },
  'not-run': { letter: 'N', label: 'Not run', meaning: 'no request was sent' },
  waived: { letter: 'W', label: 'Waived', meaning: 'a deviation accepted for now' },
  conforms: { letter: 'C', label: 'Conforms', meaning: 'the promise holds' },
  recorded: { letter: 'R', label: 'Recorded', meaning: 'the documents are silent: noted, not judged' },
};
export const bySeverity = Object.keys(displayStatuses) as readonly DisplayStatus[];

/** Where a clause stands. */
export function displayStatus(clause: ClauseReport): DisplayStatus {
  if (clause.verdict === 'deviates' && deviationLevel(clause) !== 'MUST') return 'warns';
  if (clause.verdict === 'conforms' && clause.level === 'INFO') return 'recorded';
  return clause.verdict;
}

export type Tally = Readonly<Record<DisplayStatus, number>>;

/** How many clauses stand how. The one count behind terminal, page, Markdown and JUnit. */
export function tally(clauses: readonly ClauseReport[]): Tally {
  const counts = Object.fromEntries(bySeverity.map((status) => [status, 0])) as Record<DisplayStatus, number>;
  for (const clause of clauses) counts[displayStatus(clause)] += 1;
  return counts;
}

/** The status that speaks for several clauses. One that no request can provoke speaks only when it is alone. */
export function worstOf(clauses: readonly ClauseReport[]): DisplayStatus {
  const telling = clauses.filter((clause) => !(clause.conditional === true && clause.verdict === 'not-run'));
  const counts = tally(telling.length > 0 ? telling : clauses);
  return bySeverity.find((status) => counts[status] > 0) ?? 'not-run';
}

/** What belongs to no single response, in a few columns. */
const shared: Readonly<Record<string, readonly string[]>> = {
  'any answer': ['responses', 'transport', 'time', 'http'],
  access: ['security', 'tenancy', 'token'],
  request: ['parameters', 'body', 'accept', 'methods', 'version'],
  'life cycle': ['lifecycle', 'rate-limit'],
};

/** The column of the matrix in which a clause stands: its response, or what no single response promises. */
export function columnOf({ status, group, rule }: ClauseRef): string {
  if (status !== undefined) return status;
  const subject = group ?? rule;
  return Object.keys(shared).find((name) => shared[name]?.includes(subject)) ?? subject;
}

/** The row of the matrix: the operation, or the contract where a clause is about none. */
export const rowOf = ({ operation, contract }: ClauseRef): string => operation ?? contract;

/** An operation's name without its contract, for people who see the contract beside it. */
export const nameOf = (report: Pick<Report, 'operations'>, operation: string): string =>
  operationNamed(report.operations, operation)?.name ?? operation;

/** Documented responses in order of status, then what belongs to no single one. */
export function columnsOf(report: Report): readonly string[] {
  const all = new Set([
    ...report.operations.flatMap((operation) => operation.responses),
    ...report.clauses.map((clause) => columnOf(clause.ref)),
  ]);
  return [...all].sort((a, b) => rank(a) - rank(b) || a.localeCompare(b, 'en'));
}

const lastColumns = ['default', ...Object.keys(shared)];
function rank(column: string): number {
  const status = /^\d/.test(column) ? Number.parseInt(column.replace(/X/gi, '9'), 10) : Number.NaN;
  if (!Number.isNaN(status)) return status;
  const known = lastColumns.indexOf(column);
  return 1000 + (known < 0 ? lastColumns.length : known);
}

/** Contracts in the order of the run, those that only clauses name last. */
export function contractsOf(report: Report): readonly string[] {
  return [
    ...new Set([
      ...report.targets.map((target) => target.contract),
      ...report.operations.map((operation) => operation.contract),
      ...report.clauses.map((clause) => clause.ref.contract),
    ]),
  ];
}
