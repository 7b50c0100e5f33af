/** Counts what was sent, what was answered, and what the plan does not have. */
import { situationOf } from '../../contract/status-oracle.ts';
import type { RequestPlan } from '../../contract/types.ts';
import type { Observer } from '../published.ts';

const reasons = { 'rate-limited': 'retried after 429', unanswered: 'retried after no response' } as const;

/** `caseId` is the case that the counts are for. */
export const observeCounts =
  (caseId: string): Observer =>
  ({ request, exchange, judgedAs }, state) => {
    const { id } = request.operation;
    state.made[id] = (state.made[id] ?? 0) + 1;
    if (request.retryOf !== undefined) state.extra.push({ reason: reasons[request.retryOf], caseId, calls: 1 });
    if (exchange.kind === 'unanswered')
      state.unanswered.push({ operation: id, because: exchange.because, why: exchange.why });
    else {
      state.answered[judgedAs.id] = (state.answered[judgedAs.id] ?? 0) + 1;
      const { status, faulty, ownCredential } = situationOf(exchange, exchange.answer);
      if (!faulty && ownCredential) state.plain.push({ operation: id, status, invented: namesInvented(exchange.plan) });
    }
  };

const namesInvented = ({ origins = {}, succeeded }: RequestPlan): boolean =>
  succeeded !== true &&
  Object.entries(origins).some(
    ([place, origin]) => place.startsWith('path.') && origin !== 'profile' && origin !== 'answer',
  );
