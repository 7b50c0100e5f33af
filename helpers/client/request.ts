/** A request on its way out, and the chain of middleware that it goes through. */
import type { Exchange, Operation, RequestPlan, Unanswered } from '../contract/types.ts';
import { recordUnsent } from './request-record.ts';
import type { CallOptions } from '../profile/vendor.ts';

/** One request of an operation, before it is sent. */
export interface OutgoingRequest {
  readonly operation: Operation;
  readonly plan: RequestPlan;
  readonly options: CallOptions;
  /** Why it is sent once more; undefined the first time. */
  readonly retryOf?: 'rate-limited' | 'unanswered';
}

/** Sends a request and returns what came back; rejects only where it must not, or cannot, be sent. */
export type Send = (request: OutgoingRequest) => Promise<Exchange>;

/** One concern of sending: passes the request on to `next` (or not) and returns an exchange. */
export type Middleware = (request: OutgoingRequest, next: Send) => Promise<Exchange>;

/** Wraps `transport` in the middleware, the first one outermost. */
export const compose = (middleware: readonly Middleware[], transport: Send): Send =>
  middleware.reduceRight<Send>((next, each) => (request) => each(request, next), transport);

/** The exchange of a request that was not sent. */
export const notSent = ({ operation, plan }: OutgoingRequest, because: string): Exchange => ({
  operation,
  plan,
  request: recordUnsent(plan),
  startedAt: new Date().toISOString(),
  durationMs: 0,
  kind: 'unanswered',
  why: 'not-sent',
  because,
});

/** A server that rejects a body before all of it has come may close the connection: the operation does answer. */
export const isRejectedByClosing = ({ why }: Unanswered, { tolerant }: CallOptions): boolean =>
  tolerant === true && why === 'network';
