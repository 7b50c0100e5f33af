/** The case that what was deleted is gone, for deletes of which the vendor's prose says nothing more exact. */
import type { ClausePlace } from '../contract/clause.ts';
import { clauseOf } from '../contract/clauses.ts';
import { isSuccess, type Clause, type Exchange, type Operation } from '../contract/types.ts';
import type { ResourceKind } from '../profile/resources.ts';
import type { Vendor } from '../profile/vendor.ts';
import type { CaseContext } from './context.ts';

const place: ClausePlace = { scope: 'scenario', group: 'lifecycle', rule: 'gone' };

/** How long a delete may take to have its effect, in steps of milliseconds: 10 s. */
const waits = [500, 1_500, 3_000, 5_000];

/** The kind that an operation deletes, where another operation tells whether it still exists. */
const deletedKind = (
  operation: Operation,
  vendor: Vendor,
): (ResourceKind & { readonly exists: string }) | undefined => {
  const kind = vendor.kinds.find(({ remove }) => remove === operation.id);
  return kind?.exists === undefined ? undefined : { ...kind, exists: kind.exists };
};

/** The clause, where the operation is a delete with a read beside it, and no prose says what it does. */
export function deletedClause(operation: Operation, vendor: Vendor): Clause | undefined {
  if (operation.setupOnly || !deletedKind(operation, vendor)) return undefined;
  const isProse = ({ ref }: Clause) => ref.operation === operation.id && ref.scope === 'scenario';
  if ([...operation.contract.clauses.values()].some(isProse)) return undefined;
  return clauseOf(operation, {
    place,
    decidedBy: 'run',
    level: 'MUST',
    sentence: 'what was deleted is gone (RFC 9110, 9.3.5)',
    pointer: operation.pointer,
    says: 'RFC 9110 9.3.5',
  });
}

/** Calls of the case, by operation. */
export function deletedCalls(operation: Operation, vendor: Vendor): Record<string, number> {
  const kind = deletedKind(operation, vendor);
  const { create = {}, remove = {} } = vendor.costs[kind?.kind ?? ''] ?? {};
  return kind ? { ...create, ...remove, [kind.exists]: (create[kind.exists] ?? 0) + 2 } : {};
}

/**
 * Deletes a resource of its own and reads it. Still there as it was after 10 s: a finding; there with another content, as a
 * vendor that only marks what is deleted answers: the finding is a SHOULD.
 */
export async function verifyDeleted(ctx: CaseContext, operation: Operation, clause: Clause): Promise<void> {
  const vendor = ctx.run.vendors.of(operation);
  const own = await ctx.resources.create(deletedKind(operation, vendor)?.kind ?? '');
  const read = () => vendor.checkExists?.(own, ctx) ?? ctx.stop('nothing tells whether it exists');
  const before = await read();
  if (!isSuccess(before)) ctx.stop('it could not be read before it was deleted');
  if (!isSuccess(await vendor.remove(own, ctx))) ctx.stop('the delete did not succeed');
  let after = await read();
  for (const wait of waits) {
    if (!isSuccess(after)) break;
    await ctx.pause(wait);
    after = await ctx.recordUnplannedCalls('waited for a delete to have its effect', read);
  }
  if (after.kind === 'unanswered') return ctx.stop(after.because, 'no-answer');
  const { status } = after.answer;
  if (status >= 500 || status === 429) return ctx.stop(`the read after the delete was answered ${status}`);
  ctx.assertClause(clause.id, {
    holds: !isSuccess(after),
    code: 'STILL_THERE',
    at: 'status',
    expected: 'what was deleted is gone',
    actual: isSame(before, after)
      ? `it is still there (${status})`
      : `it is still there (${status}), with another content`,
    ...(!isSame(before, after) && { level: 'SHOULD' as const }),
  });
}

const isSame = (one: Exchange, other: Exchange): boolean =>
  one.kind === 'answered' && other.kind === 'answered' && Buffer.compare(one.answer.body, other.answer.body) === 0;
