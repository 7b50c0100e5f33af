/** Once for each documented response: its answer altered offline shows which clauses can fail at all. */
import { clauseIdAt, ofOperation, responseKey } from '../../contract/clause.ts';
import { responseFor } from '../../contract/operations.ts';
import type { Check } from '../../contract/types.ts';
import type { Observer } from '../published.ts';
import { flipped } from '../vacuity.ts';

/** An answer of more bytes is no example of anything, and altering it hundreds of times would cost gigabytes. */
const largestExample = 100_000;

/** `tried` holds the responses (`<operation>/<key>`) whose answer was altered already. */
export const observeVacuity =
  (checks: readonly Check[], tried: Set<string>): Observer =>
  ({ exchange, judgedAs }, state) => {
    if (exchange.kind === 'unanswered') return;
    const response = responseFor(judgedAs, exchange.answer.status);
    const name = responseKey(judgedAs.id, response?.key ?? 'undocumented');
    if (tried.has(name) || exchange.answer.body.length > largestExample) return;
    tried.add(name);
    for (const clause of flipped({ ...exchange, operation: judgedAs }, checks, state.flipped))
      state.flipped.add(clause);
    state.flipped.add(clauseIdAt(judgedAs, ofOperation('transport')));
  };
