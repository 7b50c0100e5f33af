/** Runs a generated case: rejected requests share one resource, at the first doubt a case gets one of its own. */
import { documented } from '../cases/oracle.ts';
import type { Case, Expectation } from '../cases/types.ts';
import { clauseIdAt, type ClausePlace } from '../contract/clause.ts';
import type { Clause, Exchange, Operation } from '../contract/types.ts';
import { policyOf } from '../contract/status-oracle.ts';
import { isRead } from '../profile/effects.ts';
import { parameterUnder } from '../profile/path-template.ts';
import type { Resource, Vendor } from '../profile/vendor.ts';
import type { CaseContext } from './context.ts';
import { sendChanges } from './changes.ts';
import { covers } from './judge.ts';

/** Where the clause stands that a rejected request changes nothing. */
export const rejectionPlace: ClausePlace = { scope: 'scenario', group: 'lifecycle', rule: 'refusal-changes-nothing' };

/** False where nothing is known of how to make and undo what the request would do. */
export const isRunnable = ({ operation, assumed }: Case, vendor: Vendor): boolean =>
  assumed === 'rejected' || vendor.runnable.has(operation.id);

/**
 * What has to exist for a case at a vendor. A request with an id of nothing needs no resource of its own, but whatever stands
 * before that id in the path has to exist where the run makes it.
 */
export function resourceOf({ resource, operation }: Case, vendor: Vendor): Case['resource'] {
  if (resource !== 'none') return resource;
  const kind = vendor.kinds.find((each) => each.kind === vendor.resourceKindOf(operation));
  const inPath = kind?.pathPrefix === undefined ? undefined : parameterUnder(operation.path, kind.pathPrefix);
  if (!kind || inPath === undefined) return 'none';
  const last = operation.parameters.findLast(({ place }) => place === 'path')?.name;
  return kind.parentKind !== undefined || inPath !== last ? 'shared' : 'none';
}

/** Sends the request of a case, on a resource where it needs one, and judges the response. */
export async function runGenerated(ctx: CaseContext, each: Case): Promise<void> {
  const { operation } = each;
  const vendor = ctx.run.vendors.of(operation);
  if (!isRunnable(each, vendor)) ctx.skip('no setup is known for a successful request of this operation');
  const kind = vendor.resourceKindOf(operation);
  // A run that only reads asks of what the vendor's own lists name.
  if (kind !== undefined && !ctx.run.mayWrite(operation) && isRead(operation)) {
    await send(ctx, each, undefined);
    return;
  }
  const needed = resourceOf(each, vendor);
  if (needed === 'shared' && kind !== undefined) return sendOnShared(ctx, each, kind);
  // Where the request is served, the operation itself may be what removes the resource.
  const own = needed === 'own' && kind !== undefined ? await ctx.resources.create(kind) : undefined;
  const { exchange } = each.alone ? await sendChanges(ctx, each, own) : await send(ctx, each, own);
  if (own) await verifySurvivesRejection(ctx, operation, own, exchange);
}

/** Checks that the resource of the rejected cases outlived them all. */
export async function verifyShared(ctx: CaseContext, operation: Operation, clause: Clause): Promise<void> {
  const vendor = ctx.run.vendors.of(operation);
  const { leases } = ctx.resources;
  const resource = leases.get(operation.id);
  if (!resource) return ctx.skip('no rejected request named a resource that could have been changed');
  leases.delete(operation.id);
  ctx.resources.cleanUpLater(resource);
  const check = () => (vendor.checkExists ? vendor.checkExists(resource, ctx) : vendor.remove(resource, ctx));
  const first = await check();
  const mayBeLate = vendor.checkExists !== undefined && policyOf(operation).statuses === 'default';
  const exchange = mayBeLate && isNotFound(first) ? await readAgain(ctx, clause.id, check, first) : first;
  // Another status means that the check itself failed, which is a finding of its own operation.
  if (exchange.kind === 'answered' && !covers(['2XX', '404', '410'], exchange.answer.status))
    return ctx.stop(`existence check failed with status ${exchange.answer.status}`);
  ctx.expectResponse(exchange, { clause, statuses: ['2XX'] });
}

interface Sent {
  readonly accepted: boolean;
  readonly exchange: Exchange;
}

async function send(ctx: CaseContext, each: Case, resource: Resource | undefined): Promise<Sent> {
  let looksReal = true;
  const data = {
    unknown(parameter: string, operation: Operation, like: string) {
      const { id, similar } = ctx.resources.unknownId(parameter, operation.id, like);
      looksReal &&= similar;
      return id;
    },
  };
  const isFreshRead = resource !== undefined && readsBack(each);
  const call = () =>
    ctx.call(each.operation.id, (valid) => each.edit(valid, data), {
      ...(resource && { resource }),
      tolerant: each.expect.undocumented === true || isFreshRead,
      outside: each.expect.outside === true,
    });
  const first = await call();
  const exchange = isFreshRead && isNotFound(first) ? await readAgain(ctx, each.expect.clause.id, call, first) : first;
  const expected = looksReal ? each.expect : allowMalformed(each);
  return { exchange, accepted: ctx.expectResponse(exchange, expected) };
}

/** Whether a case reads a resource and has to find it; where every status is documented, at once. */
const readsBack = ({ operation, assumed }: Case): boolean =>
  assumed === 'served' && isRead(operation) && policyOf(operation).statuses === 'default';

const isNotFound = (exchange: Exchange): boolean => exchange.kind === 'answered' && exchange.answer.status === 404;

/** How often, and how many milliseconds apart, what was created is looked for before it counts as not found: ten seconds. */
const reads = { times: 20, apart: 500 };

/** A creation need not be seen at once unless the document says so: the first answer that finds it counts, noted with a clause. */
async function readAgain(
  ctx: CaseContext,
  clause: string,
  call: () => Promise<Exchange>,
  first: Exchange,
): Promise<Exchange> {
  return ctx.recordUnplannedCalls('read again what was just created', async () => {
    for (let time = 1; time <= reads.times; time += 1) {
      await ctx.pause(reads.apart);
      const again = await call();
      if (isNotFound(again)) continue;
      ctx.record(clause, `404 right after the creation, found at read ${time + 1}`);
      return again;
    }
    return first;
  });
}

/** What a case expects for an unknown id that does not look like a real one: it may be rejected as malformed, too. */
export const allowMalformed = ({ expect, operation }: Case): Expectation =>
  expect.statuses.includes('404')
    ? { ...expect, statuses: [...new Set([...expect.statuses, ...documented(operation, 400, 422)])] }
    : expect;

/** Rejected requests leave a resource as it was, so one is enough for all. */
async function sendOnShared(ctx: CaseContext, each: Case, kind: string): Promise<void> {
  const { resources } = ctx;
  const { operation } = each;
  const shared = resources.leases.get(operation.id);
  if (shared) {
    const { accepted, exchange } = await resources.tryShared(() => send(ctx, each, shared), mayStemFromEarlierCase);
    if (accepted || exchange.kind === 'unanswered') return;
    await stopSharing(ctx, operation, shared, exchange);
    if (!mayStemFromEarlierCase(exchange)) return;
  }
  const own = await resources.create(kind);
  const { accepted, exchange } = await send(ctx, each, own);
  if (!accepted) return stopSharing(ctx, operation, own, exchange);
  resources.keepForLater(own);
  resources.leases.set(operation.id, own);
}

/** True for what an earlier case on the same resource could have brought about. Any other response is this case's own. */
const mayStemFromEarlierCase = (exchange: Exchange): boolean =>
  exchange.kind === 'answered' && [404, 409, 410].includes(exchange.answer.status);

/** A resource that was answered unexpectedly is not shared any more. Where the request was rejected, it must still exist. */
async function stopSharing(
  ctx: CaseContext,
  operation: Operation,
  resource: Resource,
  exchange: Exchange,
): Promise<void> {
  const { leases } = ctx.resources;
  const { checkExists } = ctx.run.vendors.of(operation);
  if (leases.get(operation.id) === resource) leases.delete(operation.id);
  ctx.resources.cleanUpLater(resource);
  if (exchange.kind === 'unanswered' || exchange.answer.status < 400 || !checkExists) return;
  const checked = await ctx.recordUnplannedCalls('checked whether a rejected request changed something', () =>
    checkExists(resource, ctx),
  );
  if (checked.kind === 'answered' && checked.answer.status === 404)
    reportDeletedByRejectedRequest(ctx, operation, checked);
}

/** What a rejected delete was about can still be deleted. */
async function verifySurvivesRejection(
  ctx: CaseContext,
  operation: Operation,
  own: Resource,
  exchange: Exchange,
): Promise<void> {
  const vendor = ctx.run.vendors.of(operation);
  if (exchange.kind === 'unanswered' || vendor.removedIds(operation, exchange.plan).length === 0) return;
  const { status } = exchange.answer;
  // After any other status the resource may rightly be gone.
  if (status < 400 || status >= 500 || mayStemFromEarlierCase(exchange)) return;
  const removed = await vendor.remove(own, ctx);
  // A second delete may be answered with 404, 409 or 410, a first one with none of them.
  if (mayStemFromEarlierCase(removed)) reportDeletedByRejectedRequest(ctx, operation, removed);
}

const reportDeletedByRejectedRequest = (ctx: CaseContext, operation: Operation, checked: Exchange): boolean =>
  ctx.assertClause(clauseIdAt(operation, rejectionPlace), {
    holds: false,
    code: 'SIDE_EFFECT_ON_REJECTION',
    at: 'status',
    expected: 'the resource still exists after a rejection',
    actual: `it is gone (${checked.kind === 'answered' ? checked.answer.status : checked.because})`,
  });
