/** Clauses that conformed, but no response could have failed them. */
import { responseKeyOf } from '../contract/clause.ts';
import type { Clause } from '../contract/types.ts';
import type { CaseResult } from '../run/result.ts';
import type { ClauseReport } from './report.ts';

/**
 * Ids of the MUST clauses that held and that no altered answer could make fail. An answer that deviates is no example to
 * alter, and that a clause over several answers can fail is shown by the proof's faults.
 */
export function vacuousIn(
  clauses: readonly ClauseReport[],
  results: readonly CaseResult[],
  catalogue: ReadonlyMap<string, Clause>,
): string[] {
  const flipped = new Set(results.flatMap((result) => result.flipped));
  const deviating = new Set(
    clauses.flatMap(({ ref, verdict }) => (verdict === 'deviates' ? (responseKeyOf(ref) ?? []) : [])),
  );
  return clauses
    .filter(
      ({ id, ref, level, verdict }) =>
        level === 'MUST' &&
        verdict === 'conforms' &&
        catalogue.get(id)?.decidedBy !== 'run' &&
        !flipped.has(id) &&
        !deviating.has(responseKeyOf(ref) ?? ''),
    )
    .map(({ id }) => id);
}
