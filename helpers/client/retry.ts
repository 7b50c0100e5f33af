/** Sends a request again where no answer came, or where the vendor answered 429 and says when to come back (RFC 6585, 4). */
import { header } from '../checks/read.ts';
import type { Answered } from '../contract/types.ts';
import { triesUntilOpen } from './circuit-breaker.ts';
import { isRejectedByClosing, type Middleware } from './request.ts';

/** How often a request that was answered with 429 is sent again. */
const mostWaits = 3;
/** Longest wait that a Retry-After is followed for, in seconds; the default where it says nothing that can be read. */
const longestWait = 65;
const defaultWait = 1;
/** Shortest wait, in milliseconds. */
const shortestWaitMs = 50;

export interface RetryOptions {
  /** How many times in a row a request may time out (REQUEST_TIMEOUT). */
  readonly timeouts: number;
  /** Longest single wait, in milliseconds. */
  readonly patienceMs: number;
  /** Waits, and keeps all processes of the run from sending to the vendor meanwhile. Rejects where the run ends before. */
  readonly pause: (milliseconds: number, vendor: string) => Promise<void>;
  /** Told of an operation that is given up because it does not answer. */
  readonly gaveUp: (operation: string) => void;
  /** Milliseconds of the epoch; the clock of this machine unless given. */
  readonly now?: () => number;
}

/** The middleware. A request that the circuit breaker did not let through is not sent again. */
export const retry =
  ({ timeouts, patienceMs, pause, gaveUp, now = Date.now }: RetryOptions): Middleware =>
  async (request, next) => {
    const { operation, options } = request;
    let waits = 0;
    let exchange = await next(request);
    for (let tries = 1; ; tries += 1) {
      if (exchange.kind === 'unanswered') {
        if (exchange.why === 'transport' || exchange.why === 'too-large') return exchange;
        if (exchange.why === 'not-sent' || tries >= (exchange.why === 'timeout' ? timeouts : triesUntilOpen)) {
          if (!isRejectedByClosing(exchange, options)) gaveUp(operation.id);
          return exchange;
        }
      } else {
        if (exchange.answer.status !== 429 || options.expects429 || waits >= mostWaits) return exchange;
        waits += 1;
        await pause(waitFor(exchange, patienceMs, now()), operation.contract.vendor);
      }
      exchange = await next({ ...request, retryOf: waits > 0 ? 'rate-limited' : 'unanswered' });
    }
  };

/** Milliseconds to wait before the next try: Retry-After as seconds or as an HTTP-date (RFC 9110, 10.2.3), within bounds. */
function waitFor({ answer }: Answered, patienceMs: number, now: number): number {
  const text = header(answer, 'retry-after');
  const date = header(answer, 'date');
  const asked = text === undefined || !/\D/.test(text) ? Number(text ?? defaultWait) : secondsUntil(text, date, now);
  const seconds = Number.isFinite(asked) ? Math.min(Math.max(asked, 0), longestWait) : defaultWait;
  return Math.min(Math.max(seconds * 1_000, shortestWaitMs), patienceMs);
}

/** By the clock of the vendor where it has one: `Date` says what time it is there. */
const secondsUntil = (text: string, date: string | undefined, now: number): number => {
  const there = Date.parse(date ?? '');
  return (Date.parse(text) - (Number.isFinite(there) ? there : now)) / 1_000;
};
