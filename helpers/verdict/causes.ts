/** Findings that most likely have one cause, as one: what a person would tell the vendor once. */
import { groupBy } from '../contract/group-by.ts';
import { hashOf } from '../contract/clauses.ts';
import type { Level } from '../contract/types.ts';
import { formerCodes } from './finding-id.ts';
import { joinByKeys } from './join-by-keys.ts';
import { highestOf } from './levels.ts';
import type { CauseReport, ClauseReport, FindingReport, OperationReport } from './report.ts';
import { operationNamed } from './operation-named.ts';
import { withoutIndexes } from '../contract/pointer.ts';
import { elsewhereIn, sharedIn } from './shared-values.ts';

export interface Deviation {
  readonly clause: ClauseReport;
  readonly finding: FindingReport;
}

export interface Cause {
  /** Stable over runs. */
  readonly id: string;
  readonly contract: string;
  /** The highest of its findings. */
  readonly level: Level;
  /** The finding that shows it best, and the others. */
  readonly first: Deviation;
  readonly others: readonly Deviation[];
}

/**
 * The causes of what deviates (or, on demand, of what is waived), the worst first: MUST before SHOULD, then what shows in most
 * clauses.
 */
export function causesOf(clauses: readonly ClauseReport[], which: 'deviates' | 'waived' = 'deviates'): Cause[] {
  const all = clauses.flatMap((clause) => findingsOf(clause, which).map((finding) => ({ clause, finding })));
  const near = [...groupBy(all, (deviation) => JSON.stringify(keyOf(deviation))).values()];
  const joined = joinByKeys(near, (group) => [...uncheckedIn(group), ...sharedIn(group)]);
  const groups = groupBy(joined, (group) => JSON.stringify(widerKeyOf(group)));
  return [...groups]
    .map(([key, parts]) => causeOf(key, parts.flat()))
    .toSorted((a, b) => Number(a.level !== 'MUST') - Number(b.level !== 'MUST') || b.others.length - a.others.length);
}

/** What the findings of one cause have in common. */
function keyOf({ clause: { id, ref }, finding }: Deviation): readonly unknown[] {
  const { code, at, status } = finding;
  // An object with nothing of what it requires breaks each of these promises for one reason.
  const lacking = allLacking(finding);
  if (lacking) return [ref.contract, 'lacks-all', ref.component ?? '', lacking.toSorted()];
  // A clause of a shared schema is broken in one place, wherever its answers hold it.
  if (ref.scope === 'component') return [ref.contract, firstName(code), id];
  // The items of a list break a promise alike.
  if (at !== 'status' || status === undefined) return [ref.contract, firstName(code), withoutIndexes(at)];
  if (isWronglyAccepted(finding)) return [ref.contract, firstName(code), ref.group, ref.pointer];
  return [ref.contract, 'status', status, ref.operation];
}

/** Warnings of one rule that is not checked: at siblings of one operation, and at the same place of others, they are one cause. */
const uncheckedIn = (group: readonly Deviation[]): readonly string[] =>
  group.flatMap(({ clause: { ref }, finding }) =>
    finding.level === 'SHOULD' && isWronglyAccepted(finding) && (ref.group === 'parameters' || ref.group === 'body')
      ? [JSON.stringify([ref.operation, ref.group, ref.rule])]
      : [],
  );

/** One status that no document of several operations knows is one cause with many places; a failure of the server is its operation's. */
function widerKeyOf(group: readonly Deviation[]): readonly unknown[] {
  const [first] = group;
  if (!first) return [];
  if (group.some(({ finding }) => isEmptyBody(finding))) return [first.clause.ref.contract, 'empty-body'];
  const { status = 500 } = first.finding;
  const isUndocumented = group.some(({ finding }) => finding.code === 'STATUS_UNDOCUMENTED');
  return isUndocumented && status < 500 ? [first.clause.ref.contract, 'undocumented', status] : keyOf(first);
}

/** What an object lacks that has nothing of what it requires; undefined of any other finding. */
const allLacking = ({ values }: FindingReport): readonly string[] | undefined =>
  values?.expected?.kind === 'present' ? values.expected.all : undefined;

/** Whether the whole body is an empty object, as of a server that knows nothing but the address. */
function isEmptyBody({ at, values }: FindingReport): boolean {
  const { actual, expected } = values ?? {};
  const isEmpty = typeof actual === 'object' && actual !== null && !Array.isArray(actual);
  return (
    isEmpty && Object.keys(actual).length === 0 && (expected?.kind === 'present' ? parentOf(at) === '' : at === 'body')
  );
}

const parentOf = (pointer: string): string => pointer.slice(0, Math.max(0, pointer.lastIndexOf('/')));

/** A success where a rejection was promised says what was not checked. */
const isWronglyAccepted = ({ code, status = 500 }: FindingReport): boolean =>
  status < 300 && code !== 'STATUS_UNDOCUMENTED' && code !== 'STATUS_UNEXPECTED';

const firstName = (code: string): string => formerCodes[code] ?? code;

function causeOf(key: string, deviations: readonly Deviation[]): Cause {
  const level = deviations.map(({ finding }) => finding.level).reduce(highestOf);
  const failsAlways = failsWhateverIsSent(deviations);
  const [first, ...others] = deviations.toSorted(
    (a, b) =>
      Number(a.finding.level !== level) - Number(b.finding.level !== level) ||
      (failsAlways ? Number(isOfRequest(a)) - Number(isOfRequest(b)) : 0) ||
      Number(isGeneral(a)) - Number(isGeneral(b)) ||
      b.finding.occurrences - a.finding.occurrences,
  );
  if (!first) throw new Error('a cause has at least one finding');
  return { id: hashOf(key).slice(0, 10), contract: first.clause.ref.contract, level, first, others };
}

const isOfRequest = ({ clause }: Deviation): boolean => clause.ref.scope === 'request';

/** Whether the server fails at requests of several kinds: then no single kind says what is wrong. */
const failsWhateverIsSent = (deviations: readonly Deviation[]): boolean =>
  deviations.some(({ finding }) => (finding.status ?? 0) >= 500) &&
  new Set(deviations.filter((each) => !isGeneral(each)).map(({ clause: { ref } }) => ref.group ?? ref.scope)).size > 1;

/** That a status is undocumented says less than what was promised instead. */
const isGeneral = ({ clause }: Deviation): boolean => clause.ref.scope === 'operation';

function findingsOf(clause: ClauseReport, which: 'deviates' | 'waived'): readonly FindingReport[] {
  const waived = clause.findings.filter((finding) => finding.waiver !== undefined);
  const open = clause.findings.filter((finding) => finding.waiver === undefined);
  if (which === 'waived') return clause.verdict === 'deviates' && open.length === 0 ? [] : waived;
  if (clause.verdict !== 'deviates') return [];
  if (open.length > 0) return open;
  // An expired waiver still hangs on its finding; a deviation must never vanish from a report for that.
  return waived.length > 0 ? waived : [unexplained(clause)];
}

function unexplained(clause: ClauseReport): FindingReport {
  return {
    code: 'DEVIATES',
    level: clause.level,
    at: '',
    expected: clause.sentence,
    actual: clause.because ?? 'no finding was recorded',
    occurrences: 1,
    reproduced: { k: 1, n: 1 },
    fault: 'vendor',
    id: '',
    cases: clause.cases,
  };
}

/** The case that shows a cause best: it carries it where cases are reported. Undefined where no case met it. */
export const carrierOf = ({ first: { finding } }: Cause): string | undefined =>
  finding.exchange?.case ?? finding.cases[0];

/** Every case that met a cause. */
export const casesOf = ({ first, others }: Cause): string[] => [
  ...new Set([first, ...others].flatMap(({ finding }) => finding.cases)),
];

/** A cause as it is stored. */
export function causeReport(cause: Cause, operations: readonly OperationReport[]): CauseReport {
  const { id, level, contract, first, others } = cause;
  const all = [first, ...others];
  const carrier = carrierOf(cause);
  return {
    id,
    level,
    contract,
    title: titleOf(cause, operations),
    operations: [...new Set(all.flatMap((each) => operationOf(each) ?? []))],
    clauses: [...new Set(all.map(({ clause }) => clause.id))],
    findings: all.map(({ finding }) => finding.id),
    ...(carrier !== undefined && { case: carrier }),
    cases: casesOf(cause),
  };
}

/** The operation of a clause; of one that answers of several share, that of the exchange which shows the finding. */
const operationOf = ({ clause, finding }: Deviation): string | undefined =>
  clause.ref.operation ?? finding.exchange?.operation;

/** What is wrong, in one line: `deleteDocument: 204 instead of 200`. */
export function titleOf({ first, others }: Cause, operations: readonly OperationReport[]): string {
  const places = new Set(
    others.flatMap(({ clause, finding }) => (isWronglyAccepted(finding) ? (clause.ref.pointer ?? []) : [])),
  );
  places.delete(first.clause.ref.pointer ?? '');
  const more = isWronglyAccepted(first.finding) ? places.size : elsewhereIn(first, others);
  const siblings = more > 0 ? `, and ${more} more like it` : '';
  const names = [first, ...others].flatMap((each) => {
    const operation = operationOf(each);
    return operationNamed(operations, operation)?.name ?? operation ?? [];
  });
  const [name = first.clause.ref.contract, ...rest] = new Set(names);
  return `${name}${rest.length === 0 ? '' : ` and ${rest.length} more`}: ${whatIsWrong(first)}${siblings}`;
}

/** Statuses as words: of 400, 404 and 4XX the range says it all. */
const statusWords = (all: readonly string[]): string =>
  all
    .filter((each) => !/^\d{3}$/.test(each) || !all.includes(`${each[0]}XX`))
    .map((each) => (/^\dXX$/.test(each) ? `any ${each.toLowerCase()}` : each))
    .join(' or ');

function whatIsWrong({ clause, finding }: Deviation): string {
  const { status = '' } = clause.ref;
  const { at, expected, actual, values } = finding;
  if (finding.code === 'DEVIATES') return clause.sentence;
  if (finding.code === 'STATUS_UNDOCUMENTED') return `undocumented ${actual}`;
  if (at === 'status' && finding.status !== undefined) {
    if (isWronglyAccepted(finding))
      return `${finding.status}, ${clause.level === 'MUST' ? 'must' : 'should'} ${clause.sentence}`;
    if (values?.expected?.kind !== 'status') return `${finding.status} instead of ${expected}`;
    const { oneOf, for: part } = values.expected;
    return `${finding.status} instead of ${statusWords(oneOf)}${part === undefined ? '' : ` for ${part}`}`;
  }
  switch (values?.expected?.kind) {
    case 'unwrapped':
      return `the body of ${status} is inside ${at.slice(1)}`;
    case 'present':
      if (isEmptyBody(finding)) return `${status} an empty object instead of what is documented`.trim();
      if (values.expected.all) return `${status} an object without any of ${values.expected.all.join(', ')}`.trim();
      return `${status} without ${values.expected.anyOf.join(' or ')}`.trim();
    default:
      return `${status} ${actual} instead of ${expected} (${at})`.trim();
  }
}
