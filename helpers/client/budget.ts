/** How many requests, and how fast: counted over all processes of a run, in one file behind one lock. */
import {
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
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
    locked(path.join(folder, 'budget.lock'), () => changeFile(file, edit));
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
  };
}

/**
 * Changes the state in its place, in one write that never shortens the file: a process that is killed leaves the old state or
 * the new one. A file that is renamed over another is flushed to the disk by some file systems, which takes milliseconds.
 */
function changeFile<T>(file: string, edit: (state: State) => T): T {
  const descriptor = openSync(file, constants.O_RDWR | constants.O_CREAT, 0o600);
  try {
    const text = readFileSync(descriptor);
    const state =
      text.length === 0 ? { used: 0, reserved: 0, nextSlot: 0, paused: {} } : (JSON.parse(text.toString()) as State);
    const result = edit(state);
    writeSync(descriptor, padded(JSON.stringify(state), text.length), 0, null, 0);
    return result;
  } finally {
    closeSync(descriptor);
  }
}

const padded = (text: string, length: number): Buffer =>
  Buffer.concat([Buffer.from(text), Buffer.alloc(Math.max(0, length - Buffer.byteLength(text)), ' ')]);

/** Runs something while no other process does. What it runs takes a millisecond and never waits. */
export function locked<T>(file: string, run: () => T): T {
  const own = ownFile(file);
  for (let tries = 1; !takeLock(own, file); tries += 1) {
    if (tries % 50 === 0) removeDeadLock(file, isDead);
    if (tries > 20_000) throw new Error(`the lock ${file} is never released`);
    Atomics.wait(nobody, 0, 0, 1);
  }
  try {
    return run();
  } finally {
    rmSync(file, { force: true });
  }
}

/** The file by which this process takes a lock; it stays for the next time, and goes with the folder: an editor runs again in another. */
function ownFile(file: string): string {
  const own = `${file}.${process.pid}`;
  if (!written.has(own) || !existsSync(own)) writeFileSync(own, JSON.stringify(self()), { mode: 0o600 });
  written.add(own);
  return own;
}

const written = new Set<string>();
const nobody = new Int32Array(new SharedArrayBuffer(4));

const isDead = (holder: ProcessIdentity): boolean => lifeOf(holder) === 'dead';
