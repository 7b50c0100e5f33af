/** The preflight of a run that only reads: one request that changes nothing. */
import type { Operation, RequestPlan } from '../../contract/types.ts';
import type { Config } from '../../profile/config.ts';
import { credentialVariables } from '../../profile/credentials.ts';
import { shownBaseUrl } from '../../profile/sources.ts';
import type { Vendor } from '../../profile/vendor.ts';
import { isRead } from '../../profile/effects.ts';
import type { CaseContext } from '../context.ts';
import type { Trouble } from '../preflight.ts';

/** `POST /v3/notes/{noteId}/images`, as messages name a call. */
export const shownCall = ({ method, path, basePath }: Operation): string => `${method} ${basePath}${path}`;

/**
 * The operations to read with, the best first: one that looks for a resource, then those whose path parameters all have values.
 * None that needs a credential that is not set.
 */
export function readableOperations(vendor: Vendor, own: readonly Operation[], config: Config): readonly Operation[] {
  const looksFor = vendor.kinds.flatMap(({ exists }) => exists ?? []);
  const isKnown = (operation: Operation) =>
    operation.parameters.every(
      ({ name, place, required }) =>
        !required || place !== 'path' || vendor.value(name, operation, config) !== undefined,
    );
  const canBeSent = (operation: Operation) => vendor.missingCredential(operation, 'valid', config) === undefined;
  const reads = own.filter((operation) => isRead(operation) && canBeSent(operation));
  const found = reads.filter(({ id }) => looksFor.includes(id));
  return [...new Set([...found.slice(0, 1), ...reads.filter(isKnown)])];
}

/** The plan with an id of nothing, where its operation takes the id of a resource. */
export function withUnknownId(plan: RequestPlan, operation: Operation, vendor: Vendor): RequestPlan {
  const kind = vendor.kinds.find((each) => each.kind === vendor.resourceKindOf(operation));
  const name = kind?.spec.id.name;
  return kind?.spec.id.in !== 'path' || name === undefined
    ? plan
    : { ...plan, path: { ...plan.path, [name]: encodeURIComponent(vendor.unknown(name, operation)) } };
}

export async function checkRead(
  ctx: CaseContext,
  vendor: Vendor,
  [operation, other]: readonly [Operation, Operation | undefined],
  trouble: Trouble,
): Promise<void> {
  const { profile } = vendor;
  const exchange = await ctx.call(operation.id, (valid) => withUnknownId(valid, operation, vendor), {
    purpose: 'setup',
  });
  if (exchange.kind === 'unanswered') {
    // Something answers there, in whatever way: what it does is for the cases to judge.
    if (exchange.why === 'transport' || exchange.why === 'too-large') return undefined;
    if (exchange.why === 'timeout' && other)
      return ctx.recordUnplannedCalls('called another operation, as the first did not answer', () =>
        checkOtherOperation(ctx, vendor, other.id, exchange.because, trouble),
      );
    return trouble(`${shownBaseUrl(profile)}: ${exchange.because}`);
  }
  const { status } = exchange.answer;
  const credential = credentialVariables(operation, profile, ctx.run.config.variables);
  if (status === 401 && credential.length > 0 && profile.file !== undefined)
    trouble(
      `${credential.join(', ')}: ${shownCall(operation)} answered 401: the vendor does not accept this credential`,
    );
}

/** One silent operation may be that operation's fault; where another one is silent too, nothing is there. */
export async function checkOtherOperation(
  ctx: CaseContext,
  vendor: Vendor,
  other: string | undefined,
  because: string,
  trouble: Trouble,
): Promise<void> {
  const second =
    other !== undefined &&
    (await ctx.call(other, (valid, operation) => withUnknownId(valid, operation, vendor), { purpose: 'setup' }));
  if (second === false || second.kind === 'unanswered')
    trouble(`${shownBaseUrl(vendor.profile)}: no call was answered: ${because}`);
}
