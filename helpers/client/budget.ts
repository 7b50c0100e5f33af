/** How many requests, and how fast: counted over all processes of a run, in one file behind one lock. */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { removeDeadLock, takeLock } from '../config/lock.ts';
import { lifeOf, self, type ProcessIdentity } from '../config/process.ts';
import type { Middleware, OutgoingRequest } from './request.ts';

export interface BudgetLimits {
  /** Everything sent counts (REQUEST_BUDGET). */
  readonly requests: number;
  /** Requests a minute (REQUEST_RATE), undefined for no limit. */
  readonly perMinute: number | undefined;
  /** Milliseconds of the epoch after which nothing is sent (RUN_TIMEOUT). */
  readonly deadline: number;
}

export interface Asked {
  readonly vendor: string;
  /** Exempt from the rate (never from the budget): the probe of the vendor's own limit. */
  readonly unpaced?: boolean;
  /** `creates` keeps a request back for the clean-up, `removes` may use what is kept back. */
  readonly effect?: 'creates' | 'removes';
}

export interface Budget {
  /** Waits for its turn; throws CutOff where there is none. */
  take(asked: Asked): Promise<void>;
  /** Gives back, or keeps, requests for clean-ups that are done, or turned out to be needed. */
  reserve(change: number): void;
  /** Nobody asks this vendor for a while: it answered 429. Throws CutOff where the run ends before. */
  pause(vendor: string, milliseconds: number): void;
  used(): number;
}

/** Ends a case that there is no request or no time left for. */
export class CutOff extends Error {
  override readonly name = 'CutOff';
}

/** The middleware: each request takes its turn. `creates` tells whether a request makes something that has to be removed. */
export const budgeted =
  (budget: Budget | undefined, creates: (request: OutgoingRequest) => boolean): Middleware =>
  async (request, next) => {
    const { operation, plan, options } = request;
    await budget?.take({
      vendor: operation.contract.vendor,
      unpaced: plan.credentials === 'rate-limit',
      ...(creates(request)
        ? { effect: 'creates' as const }
        : options.purpose === 'cleanup'
          ? { effect: 'removes' as const }
          : {}),
    });
    return next(request);
  };

interface State {
  used: number;
  /** Requests kept back so that what was made can be removed. */
  reserved: number;
  nextSlot: number;
  paused: Record<string, number>;
}

/** Opens the count that all processes with this folder share. */
export function openBudget(folder: string, limits: BudgetLimits): Budget {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = path.join(folder, 'budget.json');
  const spent = `REQUEST_BUDGET of ${limits.requests} requests is used up`;
  const late = 'RUN_TIMEOUT leaves no time for it';
  const change = <T>(edit: (state: State) => T): T =>
    locked(path.join(folder, 'budget.lock'), () => {
      const state = read(file);
      const result = edit(state);
      writeFileSync(`${file}.new`, JSON.stringify(state), { mode: 0o600 });
      renameSync(`${file}.new`, file);
      return result;
    });
  return {
    async take({ vendor, unpaced, effect }) {
      const now = Date.now();
      if (now >= limits.deadline) throw new CutOff(late);
      const slot = change((state) => {
        const free = limits.requests - state.used - (effect === 'removes' ? 0 : state.reserved);
        if (free < (effect === 'creates' ? 2 : 1)) throw new CutOff(spent);
        const turn = unpaced ? now : Math.max(now, state.nextSlot, state.paused[vendor] ?? 0);
        if (turn >= limits.deadline) throw new CutOff(late);
        state.used += 1;
        if (effect === 'creates') state.reserved += 1;
        if (!unpaced && limits.perMinute !== undefined) state.nextSlot = turn + 60_000 / limits.perMinute;
        return turn;
      });
      if (slot > now) await new Promise((resolve) => setTimeout(resolve, slot - now));
    },
    reserve: (by) => change((state) => void (state.reserved = Math.max(0, state.reserved + by))),
    pause(vendor, milliseconds) {
      const until = Date.now() + milliseconds;
      if (until >= limits.deadline) throw new CutOff(late);
      change((state) => void (state.paused[vendor] = Math.max(until, state.paused[vendor] ?? 0)));
    },
    used: () => read(file).used,
  };
}

function read(file: string): State {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as State;
  } catch {
    return { used: 0, reserved: 0, nextSlot: 0, paused: {} };
  }
}

/** Runs something while no other process does. What it runs takes a millisecond and never waits. */
export function locked<T>(file: string, run: () => T): T {
  const own = `${file}.${process.pid}`;
  writeFileSync(own, (me ??= JSON.stringify(self())), { mode: 0o600 });
  for (let tries = 1; !takeLock(own, file); tries += 1) {
    if (tries % 50 === 0) removeDeadLock(file, isDead);
    if (tries > 20_000) throw new Error(`the lock ${file} is never released`);
    Atomics.wait(nobody, 0, 0, 1);
  }
  try {
    return run();
  } finally {
    rmSync(file, { force: true });
    rmSync(own, { force: true });
  }
}

let me: string | undefined;
const nobody = new Int32Array(new SharedArrayBuffer(4));

const isDead = (holder: ProcessIdentity): boolean => lifeOf(holder) === 'dead';
