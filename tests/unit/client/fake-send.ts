/** Exchanges without a network, for the tests of single middleware. */
import type { OutgoingRequest, Send } from '../../../helpers/client/request.ts';
import type { Exchange, Operation, RequestPlan, UnansweredKind } from '../../../helpers/contract/types.ts';
import type { CallOptions } from '../../../helpers/profile/vendor.ts';
import { requestRecord } from '../request-record.ts';
import { plan } from './server.ts';

export type Reply =
  | { status: number; headers?: Readonly<Record<string, string>>; json?: object }
  | { why: UnansweredKind; neverSent?: true };

/** A request of an operation with only what is given. */
export const requestOf = (
  operation: Operation,
  parts: Partial<RequestPlan> = {},
  options: CallOptions = {},
): OutgoingRequest => ({ operation, plan: plan(operation, parts), options });

/** The exchange of a request that was answered, or not, as `reply` says. */
export function exchangeOf({ operation, plan: sent }: OutgoingRequest, reply: Reply): Exchange {
  const base = { operation, plan: sent, request: requestRecord(), startedAt: new Date(0).toISOString(), durationMs: 1 };
  if ('why' in reply) return { ...base, kind: 'unanswered', ...reply, because: `unanswered: ${reply.why}` };
  return {
    ...base,
    kind: 'answered',
    answer: {
      status: reply.status,
      headers: Object.entries(reply.headers ?? {}),
      body: Buffer.from(reply.json ? JSON.stringify(reply.json) : ''),
      durationMs: 1,
      method: sent.method,
      echoes: [],
    },
  };
}

/** Answers with the replies in order, the last one again and again; keeps what was sent. */
export function replies(...list: Reply[]): { readonly send: Send; readonly sent: OutgoingRequest[] } {
  const sent: OutgoingRequest[] = [];
  return {
    sent,
    send: async (request) => {
      const reply = list[Math.min(sent.push(request), list.length) - 1];
      if (!reply) throw new Error('nothing may be sent');
      return exchangeOf(request, reply);
    },
  };
}
