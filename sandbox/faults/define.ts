import type { Behaviour, Change } from '../behaviour.ts';
import type { Fault } from '../catalogue.ts';
import { maxAiStep } from '../change.ts';
import type { Call } from '../max-ai/call.ts';
import { failure } from '../max-ai/envelope.ts';
import type { MaxAiOperation, OperationId } from '../operations.ts';

type Row = readonly [operation: OperationId, clause: string, name: string, title: string, change: Change];

/** A fault that breaks what the documents promise. `clause` goes on after the operation: `404/body`. */
export function must(...[operation, clause, name, title, change]: Row): Fault {
  return { name, title, violates: { operation, clause: `${operation}/${clause}` }, level: 'MUST', change };
}

/** A fault that breaks what was inferred, or what is good practice. */
export function should(...row: Row): Fault {
  return { ...must(...row), level: 'SHOULD' };
}

/** A fault that only a probe of the rate limit can see. */
export function ofLimiter(fault: Fault): Fault {
  return { ...fault, limiter: true };
}

/** A fault that only a probe of the rate limit can see that waits as long as Retry-After states. */
export function seenByWaiting(fault: Fault): Fault {
  return { ...ofLimiter(fault), waits: true };
}

/** A change of the limiter alone. */
export const limiter = (limits: Partial<Behaviour['limiter']>): Change => ({ limiter: limits });

/** Where a call is of a kind, a step of Max AI lets it pass, or fails with a server error; other calls are handled as usual. */
export const unless = (
  operation: MaxAiOperation,
  step: 'provider' | 'organization' | 'ids' | 'file',
  when: (call: Call) => boolean,
  status?: 500,
): Change =>
  maxAiStep(step, operation, (call, world, usual) => {
    if (!when(call)) return usual(call, world);
    return status && failure(world, status, 'Internal server error');
  });
