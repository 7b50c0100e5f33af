/** What a sample left out, and what was seen of the same promise elsewhere. */
import type { Clause } from '../contract/types.ts';
import { promiseOf } from '../run/sample.ts';
import type { ClauseReport } from './report.ts';

/** Why a case that a selection or a sample leaves out is not run. */
export const notSelected = 'not selected';

/**
 * Clauses with the reason why a sample left them out; `sampled`: ids of those that hold elsewhere, for a shared parameter, schema
 * or security scheme. They stay not-run: their own operation was not asked.
 */
export function withSiblings(
  clauses: readonly ClauseReport[],
  catalogue: ReadonlyMap<string, Clause>,
): { clauses: readonly ClauseReport[]; sampled: readonly string[] } {
  const promise = ({ id }: ClauseReport): string | undefined => {
    const clause = catalogue.get(id);
    return clause && promiseOf(clause);
  };
  const holding = new Map<string | undefined, string>();
  for (const clause of clauses) if (clause.verdict === 'conforms') holding.set(promise(clause), clause.id);
  const sampled: string[] = [];
  const told = clauses.map((clause) => {
    if (clause.verdict !== 'not-run' || clause.because !== notSelected) return clause;
    const sibling = holding.get(promise(clause));
    if (sibling === undefined) return { ...clause, because: 'left out of the sample' };
    sampled.push(clause.id);
    return { ...clause, because: 'left out of the sample; the same promise holds at another operation' };
  });
  return { clauses: told, sampled };
}
