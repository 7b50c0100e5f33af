/** Bodies with what the document calls optional, for servers that reject a body without it. */
import { fullerBody } from '../cases/request-body.ts';
import { isCalledInvalid, isSuccess, type Exchange, type Operation, type RequestPlan } from '../contract/types.ts';
import type { RunState } from './engine.ts';

/** The plan with the optional properties of its body, where such a body succeeded after one without them was rejected. */
export function withLearnedBody(
  plan: RequestPlan,
  operation: Operation,
  { fullerBodies }: Pick<RunState, 'fullerBodies'>,
): RequestPlan {
  return fullerBodies.get(operation.id) === 'accepted' ? (withFullerBody(plan, operation) ?? plan) : plan;
}

const withFullerBody = (plan: RequestPlan, operation: Operation): RequestPlan | undefined => {
  const body = plan.origins?.['body'] === 'generated' ? fullerBody(operation) : undefined;
  return body && { ...plan, body };
};

/**
 * The exchange of a request without a fault; where it was made from the document alone and may have been rejected for what it
 * left out, that of `again`, which sends it with the learned body. Tried once an operation.
 */
export async function orWithFullerBody(
  exchange: Exchange,
  state: Pick<RunState, 'fullerBodies' | 'succeeded'>,
  again: () => Promise<Exchange>,
): Promise<Exchange> {
  const { operation, plan } = exchange;
  const isOpen = !state.succeeded.has(operation.id) && !state.fullerBodies.has(operation.id);
  if (!isOpen || !isCalledInvalid(exchange) || !withFullerBody(plan, operation)) return exchange;
  state.fullerBodies.set(operation.id, 'accepted');
  const fuller = await again();
  if (isSuccess(fuller)) return fuller;
  state.fullerBodies.set(operation.id, 'rejected');
  return exchange;
}
