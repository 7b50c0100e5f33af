/** What a conforming run says of a scenario: the calls that it makes, and the clauses that it says it proves but does not assert. */
import type { Clause } from '../contract/types.ts';
import { responseKey } from '../contract/clause.ts';
import type { CaseResult } from './result.ts';
import type { Calls } from './scenarios.ts';

export interface Counted {
  readonly calls: Calls;
  /** One line for each thing that is wrong with the scenario; empty where nothing is. */
  readonly problems: readonly string[];
}

/** Counts one scenario by its result. `clauses` are those of the catalogue: one that is conditional need not be asserted. */
export function countScenario(result: CaseResult, clauses: ReadonlyMap<string, Clause>): Counted {
  const failed = result.error ?? result.notRun ?? findingsIn(result)[0];
  const asserted = new Set([
    ...result.outcomes.filter(({ kind }) => kind !== 'unwitnessed').map(({ clause }) => clause),
    ...result.observed.map(({ clause }) => clause),
    ...result.records.flatMap(({ operation, answer }) =>
      answer ? [responseKey(operation, String(answer.status))] : [],
    ),
  ]);
  const missing = result.clauses.filter((id) => !asserted.has(id) && clauses.get(id)?.conditional === undefined);
  return {
    calls: result.made,
    problems:
      failed === undefined
        ? [
            ...missing.map((id) => `${result.id}: says that it proves ${id} and asserts nothing about it`),
            ...result.extra.map(({ reason }) => `${result.id}: makes calls that are not planned (${reason})`),
          ]
        : [`${result.id}: ${failed}`],
  };
}

const findingsIn = ({ outcomes }: CaseResult): string[] =>
  outcomes.flatMap((outcome) =>
    outcome.kind === 'fail'
      ? [`${outcome.finding.code} at ${outcome.finding.at}`]
      : outcome.kind === 'inconclusive'
        ? [outcome.because]
        : [],
  );
