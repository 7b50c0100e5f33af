/** Which operations give no answer, known to all processes of a run: nobody waits for one that others gave up. */
import { appendFileSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { isRejectedByClosing, notSent, type Middleware } from './request.ts';

/** Requests in a row without an answer after which an operation is sent nothing more. */
export const triesUntilOpen = 3;

export interface CircuitBreaker {
  /** Consecutive requests of an operation that got no answer. */
  count(operation: string): number;
  unanswered(operation: string): void;
  answered(operation: string): void;
  /** Operations that were given up. */
  readonly open: readonly string[];
}

/** The middleware: counts, and lets nothing through to an operation that never answers. */
export const breaker =
  (circuit: CircuitBreaker): Middleware =>
  async (request, next) => {
    const { id } = request.operation;
    if (circuit.count(id) >= triesUntilOpen)
      return notSent(request, `${id} did not answer ${triesUntilOpen} times in a row: not sent again`);
    const exchange = await next(request);
    if (exchange.kind === 'answered') circuit.answered(id);
    else if (!isRejectedByClosing(exchange, request.options)) circuit.unanswered(id);
    return exchange;
  };

/** Counts in a folder that processes share: a file an operation, a byte a request. Without a folder, in memory. */
export function openCircuitBreaker(runDirectory?: string): CircuitBreaker {
  return runDirectory === undefined ? inMemory() : inFolder(path.join(runDirectory, 'unanswered'));
}

function inMemory(): CircuitBreaker {
  const counts = new Map<string, number>();
  const count = (operation: string) => counts.get(operation) ?? 0;
  return {
    count,
    unanswered: (operation) => void counts.set(operation, count(operation) + 1),
    answered: (operation) => void counts.delete(operation),
    get open() {
      return [...counts].filter(([, n]) => n >= triesUntilOpen).map(([operation]) => operation);
    },
  };
}

function inFolder(folder: string): CircuitBreaker {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const fileOf = (operation: string) => path.join(folder, encodeURIComponent(operation));
  const count = (operation: string) => statSync(fileOf(operation), { throwIfNoEntry: false })?.size ?? 0;
  return {
    count,
    unanswered: (operation) => appendFileSync(fileOf(operation), '.', { mode: 0o600 }),
    answered(operation) {
      if (count(operation) > 0) rmSync(fileOf(operation), { force: true });
    },
    get open() {
      return readdirSync(folder)
        .map(decodeURIComponent)
        .filter((operation) => count(operation) >= triesUntilOpen);
    },
  };
}
