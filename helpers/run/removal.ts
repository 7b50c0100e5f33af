/** Removing a resource at a vendor: at the end of its case, and by a sweep. */
import { CutOff } from '../client/budget.ts';
import type { Resource, Vendor } from '../profile/vendor.ts';
import type { CaseContext } from './context.ts';
import { NotRun } from './stop.ts';

/** How it is known that a resource is gone, or why it may still be there. */
export type Removal = { readonly proof: string } | { readonly because: string };

/** Statuses after which a resource is not there any more (RFC 9110, 15.3 and 15.5). */
const gone = [200, 204, 404, 410];

/** How often, and how many milliseconds apart, a removal that was only accepted (202) is looked for. */
const polls = { times: 20, apart: 500 };

/** Removes a resource; one whose removal is only accepted (202) is looked for, for up to 10 s. */
export async function removeResource(
  ctx: CaseContext,
  vendor: Pick<Vendor, 'remove' | 'existsOperation'>,
  resource: Resource,
): Promise<Removal> {
  try {
    const exchange = await vendor.remove(resource, ctx);
    if (exchange.kind === 'unanswered') return { because: exchange.because };
    const { status } = exchange.answer;
    const answered = `${exchange.plan.method} answered ${status}`;
    if (status !== 202) return gone.includes(status) ? { proof: answered } : { because: answered };
    return (await isGoneSoon(ctx, vendor, resource))
      ? { proof: 'was not found after 202' }
      : { because: '202, and not known to be gone after 10 s' };
  } catch (error) {
    if (error instanceof CutOff || error instanceof NotRun) return { because: error.message };
    throw error;
  }
}

/** Whether a resource whose removal was accepted is found no more within ten seconds (RFC 9110, 15.3.3). */
async function isGoneSoon(
  ctx: CaseContext,
  vendor: Pick<Vendor, 'existsOperation'>,
  resource: Resource,
): Promise<boolean> {
  const operation = vendor.existsOperation(resource.kind);
  for (let time = 0; operation !== undefined && time < polls.times; time += 1) {
    await ctx.pause(polls.apart);
    const found = await ctx.call(operation, (valid) => valid, { resource, purpose: 'cleanup', tolerant: true });
    if (found.kind === 'answered' && [404, 410].includes(found.answer.status)) return true;
  }
  return false;
}
