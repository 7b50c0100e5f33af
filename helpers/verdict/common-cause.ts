/** One reason behind the answers of all operations of a contract, a wrong address or a credential that is not accepted: told once. */
import { groupBy } from '../contract/group-by.ts';
import { hashOf } from '../contract/clauses.ts';
import { policyOf } from '../contract/status-oracle.ts';
import type { Clause, Contract } from '../contract/types.ts';
import type { CaseResult, ClauseOutcome, PlainAnswer } from '../run/result.ts';
import type { CauseReport, ClauseReport } from './report.ts';

export interface CommonCause {
  readonly contract: string;
  readonly cause: 'setup' | 'credential';
  /** In one line, the same for every clause that it leaves open. */
  readonly because: string;
  /** Ids of the operations that show it. */
  readonly operations: ReadonlySet<string>;
}

/**
 * The common causes of a run, at most one a contract: all operations that were called (at least two) redirect or answer 404, or
 * some answer nothing but 401 and 403 to the configured credential. A vendor whose document names every status
 * (`statuses: complete`) is judged by that document instead.
 */
export function commonCauses(contracts: readonly Contract[], results: readonly CaseResult[]): CommonCause[] {
  const answers = groupBy(
    results.flatMap(({ plain }) => plain),
    ({ operation }) => operation,
  );
  return contracts.flatMap((contract) => {
    if (policyOf({ contract }).statuses === 'complete') return [];
    const own = [...answers].filter(([id]) => contract.operations.has(id));
    return wrongAddress(contract, own) ?? rejectedCredential(contract, own) ?? [];
  });
}

type AnswersOf = readonly (readonly [operation: string, answers: readonly PlainAnswer[]])[];

const isRedirect = ({ status }: PlainAnswer): boolean => status >= 300 && status < 400 && status !== 304;
const isDenied = ({ status }: PlainAnswer): boolean => status === 401 || status === 403;

function wrongAddress({ id, servers }: Contract, own: AnswersOf): CommonCause | undefined {
  if (own.length < 2) return undefined;
  const all = own.flatMap(([, answers]) => answers);
  // An id that was made up may rightly be unknown; a path without one is there, or the address is wrong.
  const certain = own.filter(([, answers]) => answers.some(({ invented }) => !invented));
  const sentence = all.every(isRedirect)
    ? 'redirected every request'
    : all.every(({ status }) => status === 404) && certain.length >= 2
      ? 'answered every request with 404'
      : undefined;
  return (
    sentence && {
      contract: id,
      cause: 'setup',
      because: `the address ${sentence} (${own.length} operations): it is not that of the API, or its path prefix is wrong${servers[0] ? `; the document names ${servers[0].url.slice(0, 100)}` : ''}`,
      operations: new Set(own.map(([operation]) => operation)),
    }
  );
}

function rejectedCredential({ id }: Contract, own: AnswersOf): CommonCause | undefined {
  const denied = own.filter(([, answers]) => answers.every(isDenied));
  if (denied.length === 0) return undefined;
  const statuses = [...new Set(denied.flatMap(([, answers]) => answers.map(({ status }) => status)))].toSorted(
    (a, b) => a - b,
  );
  const count = denied.length === own.length ? `all ${own.length}` : `${denied.length} of ${own.length}`;
  return {
    contract: id,
    cause: 'credential',
    because: `${count} operations answered ${statuses.join(' or ')}: the API accepts no request with the configured credential, or without one`,
    operations: new Set(denied.map(([operation]) => operation)),
  };
}

/** The results, with what a common cause leaves open as inconclusive. */
export const withCommonCauses = (
  results: readonly CaseResult[],
  causes: readonly CommonCause[],
  catalogue: ReadonlyMap<string, Clause>,
): readonly CaseResult[] =>
  causes.length === 0
    ? results
    : results.map((result) => ({
        ...result,
        outcomes: result.outcomes.map((outcome) => {
          const clause = catalogue.get(outcome.clause);
          const common = clause && causes.find((each) => isCausedBy(outcome, clause, result, each));
          return common
            ? { kind: 'inconclusive', clause: outcome.clause, cause: common.cause, because: common.because }
            : outcome;
        }),
      }));

/**
 * What a wrong address answers says nothing of the API. Where a credential is not accepted, requests with a fault of another kind
 * are rejected for it, not for their fault; what was promised of the rejection itself, and of bad credentials, is judged.
 */
function isCausedBy(
  outcome: ClauseOutcome,
  { ref, decidedBy }: Clause,
  { operation }: CaseResult,
  { contract, cause, operations }: CommonCause,
): boolean {
  if (ref.contract !== contract) return false;
  if (cause === 'setup') return true;
  if (!operations.has(ref.operation ?? operation)) return false;
  if (decidedBy === 'case') return ref.group !== 'security' && !isServerError(outcome);
  return outcome.kind === 'fail'
    ? [401, 403].includes(outcome.finding.status ?? 0)
    : outcome.kind === 'inconclusive' && outcome.cause === 'credential';
}

const isServerError = (outcome: ClauseOutcome): boolean =>
  outcome.kind === 'fail' && (outcome.finding.status ?? 0) >= 500;

/** A common cause as it is stored, with the clauses that it leaves open. */
export function commonCauseReport(
  { contract, cause, because, operations }: CommonCause,
  clauses: readonly ClauseReport[],
  results: readonly CaseResult[],
): CauseReport {
  return {
    id: hashOf([contract, cause]).slice(0, 10),
    level: 'MUST',
    contract,
    title: because,
    inconclusive: cause,
    operations: [...operations],
    clauses: clauses.filter((clause) => clause.because === because).map(({ id }) => id),
    findings: [],
    cases: results.filter(({ plain }) => plain.some(({ operation }) => operations.has(operation))).map(({ id }) => id),
  };
}
