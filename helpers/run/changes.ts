/** Runs a case that makes several changes of a valid request at once; where it is rejected, the one change that is to blame is looked for. */
import type { Case } from '../cases/types.ts';
import { isCalledInvalid, type Exchange } from '../contract/types.ts';
import type { Resource } from '../profile/vendor.ts';
import type { CaseContext } from './context.ts';

/** Requests that look for the change, at most. */
const most = 10;

/**
 * Sends a case with `alone`. Rejected as invalid, it is a finding where one change alone is rejected too: the finding names that
 * change. Where each alone is accepted, something else may forbid them together: inconclusive.
 */
export async function sendChanges(
  ctx: CaseContext,
  { operation, expect, edit, alone = [] }: Case,
  resource: Resource | undefined,
): Promise<{ readonly exchange: Exchange }> {
  const options = resource ? { resource } : {};
  const noIds = { unknown: () => '' };
  const exchange = await ctx.call(operation.id, (valid) => edit(valid, noIds), options);
  const isKnownToBeValid = exchange.plan.succeeded === true;
  if (!isCalledInvalid(exchange) || !isKnownToBeValid || alone.length === 1) {
    ctx.expectResponse(exchange, expect);
    return { exchange };
  }
  const rejected = await ctx.recordUnplannedCalls('looked for the one change that is rejected', async () => {
    for (const change of alone.slice(0, most)) {
      const single = await ctx.call(operation.id, change.edit, options);
      if (isCalledInvalid(single)) return { exchange: single, sentence: change.sentence };
    }
    return undefined;
  });
  if (!rejected) return ctx.stop('it was rejected with all of them, and with none of them alone', 'test-data');
  const { status } = rejected.exchange.answer;
  ctx.assertClause(expect.clause.id, {
    holds: false,
    code: 'BOUND_REJECTED',
    at: 'status',
    expected: `success for ${rejected.sentence}`,
    actual: String(status),
    status,
    values: { expected: { kind: 'status', oneOf: expect.statuses, for: rejected.sentence }, actual: status },
  });
  return { exchange: rejected.exchange };
}
