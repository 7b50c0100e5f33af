/** Everything that the events of a run say of each clause. */
import { clauseIdAt, listOf, ofOperation, responseKeyOf } from '../contract/clause.ts';
import { groupBy } from '../contract/group-by.ts';
import { policyOf } from '../contract/status-oracle.ts';
import type { Clause, ClauseRef, Contract, Finding } from '../contract/types.ts';
import { sequences } from '../run/before.ts';
import type { CaseInfo, CaseResult, ClauseOutcome } from '../run/result.ts';
import type { ExchangeRecord } from '../run/exchange-record.ts';

/** What was planned. */
export interface Planned {
  readonly contracts: readonly Contract[];
  /** Every clause of the contracts by id. */
  readonly catalogue: ReadonlyMap<string, Clause>;
  /** Every case of the plan, run or not. */
  readonly cases: readonly CaseInfo[];
}

/** What was seen where the documents are silent. */
type Recorded = CaseResult['observed'][number];

/** An outcome with the case that had it. */
export interface Seen<Of extends ClauseOutcome = ClauseOutcome> {
  readonly outcome: Of;
  readonly result: CaseResult;
}
export type Failed = Extract<ClauseOutcome, { kind: 'fail' }>;

export interface Evidence {
  /** By clause id. */
  readonly outcomes: ReadonlyMap<string, readonly Seen[]>;
  /** What was recorded, by clause id. */
  readonly recorded: ReadonlyMap<string, readonly Recorded[]>;
  readonly results: ReadonlyMap<string, CaseResult>;
  /** Keys of the documented responses that were answered at least once. */
  readonly answered: ReadonlySet<string>;
  /** What bodies were seen to hold (`partOf`): some clause of it was decided. */
  readonly witnessed: ReadonlySet<string>;
  /** Cases by the clause, or by the key of the response, that they set out to prove. */
  readonly provers: ReadonlyMap<string, readonly CaseInfo[]>;
  /** Place of each case in the plan. */
  readonly places: ReadonlyMap<string, number>;
  /** What has to be sent before an exchange can show again what it showed. */
  readonly before: (record: ExchangeRecord) => readonly ExchangeRecord[];
}

/** Gathers the evidence of a run. */
export function gather(planned: Planned, results: readonly CaseResult[]): Evidence {
  const { catalogue, cases } = planned;
  const seen: Seen[] = [
    ...results.flatMap((result) => result.outcomes.map((outcome) => ({ outcome, result }))),
    ...repeatedValues(planned, results),
    ...silentOperations(planned, results),
  ];
  const recorded = results.flatMap((result) => result.observed);
  const proving = cases.flatMap((info) => info.clauses.map((key) => ({ key, info })));
  return {
    outcomes: groupBy(seen, ({ outcome }) => outcome.clause),
    recorded: groupBy(recorded, ({ clause }) => clause),
    results: new Map(results.map((result) => [result.id, result])),
    answered: new Set(
      results.flatMap(({ outcomes }) => outcomes.flatMap(({ clause }) => responseOf(catalogue.get(clause)) ?? [])),
    ),
    witnessed: new Set(
      seen.flatMap(({ outcome: { kind, clause } }) => {
        const ref = kind === 'pass' || kind === 'fail' ? catalogue.get(clause)?.ref : undefined;
        return ref?.pointer === undefined ? [] : [partOf(ref)];
      }),
    ),
    provers: new Map([...groupBy(proving, ({ key }) => key)].map(([key, each]) => [key, each.map(({ info }) => info)])),
    places: new Map(cases.map(({ id }, index) => [id, index])),
    before: sequences(results.flatMap(({ records }) => records)),
  };
}

/** The part of a body that a clause is about, up to its innermost list. */
export const partOf = (ref: ClauseRef): string =>
  JSON.stringify([ref.contract, ref.operation, ref.status, ref.component, ref.group, listOf(ref)]);

const responseOf = (clause: Clause | undefined): string | undefined => clause && responseKeyOf(clause.ref);

/** The exchange that an outcome is about, where there is one. */
export const recordOf = ({ outcome, result }: Seen): ExchangeRecord | undefined =>
  'record' in outcome && outcome.record !== undefined ? result.records[outcome.record] : undefined;

/** Values that were promised to be unique, and whether they came more than once in the whole run. */
function repeatedValues({ catalogue }: Planned, results: readonly CaseResult[]): Seen[] {
  const uses = results.flatMap((result) => result.unique.map((use) => ({ ...use, result })));
  const clauses = new Map<string, Seen>();
  for (const same of groupBy(uses, ({ value }) => value).values())
    for (const { clause, result, record } of same) {
      if (same.length === 1) {
        if (!clauses.has(clause)) clauses.set(clause, { result, outcome: { kind: 'pass', clause, record } });
        continue;
      }
      const finding: Finding = {
        code: 'VALUE_REPEATED',
        clause,
        at: catalogue.get(clause)?.ref.pointer ?? 'body',
        expected: 'a value never used before',
        actual: `the same value in ${same.length} answers`,
        values: { actual: same.length },
      };
      clauses.set(clause, { result, outcome: { kind: 'fail', clause, finding, record, k: 1, n: 1 } });
    }
  return [...clauses.values()];
}

/**
 * An operation that stays silent in three tries, while others of its vendor answer, breaks its contract. Where it only takes
 * longer than this suite waits, nothing is known unless the document is held to every word: it may wait for an event, or go on.
 */
function silentOperations({ contracts }: Planned, results: readonly CaseResult[]): Seen[] {
  const operations = new Map(contracts.flatMap((contract) => [...contract.operations]));
  const vendorOf = (operation: string) => operations.get(operation)?.contract.vendor;
  const answering = new Set(results.flatMap(({ answered }) => Object.keys(answered).map(vendorOf)));
  const reasons = new Map(
    results.flatMap(({ unanswered }) => unanswered.map((each) => [each.operation, each] as const)).toReversed(),
  );
  return results.flatMap((result) =>
    result.silent
      .filter((id) => answering.has(vendorOf(id)))
      .flatMap((id) => operations.get(id) ?? [])
      .map((operation): Seen => {
        const clause = clauseIdAt(operation, ofOperation('transport'));
        const reason = reasons.get(operation.id);
        if (reason?.why === 'timeout' && policyOf(operation).statuses === 'default') {
          const because = `${reason.because}, three times: the document promises no time`;
          return { result, outcome: { kind: 'inconclusive', clause, cause: 'no-answer', because } };
        }
        const finding: Finding = {
          code: 'NO_ANSWER',
          clause,
          at: 'transport',
          expected: 'an answer',
          actual: `none in three tries: ${reason?.because ?? 'no answer'}`,
        };
        return { result, outcome: { kind: 'fail', clause, finding, k: 3, n: 3 } };
      }),
  );
}
