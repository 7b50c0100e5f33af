/** Which operations give no answer, known to all processes of a run: nobody waits for one that others gave up. */
import { appendFileSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';

/** Attempts in a row after which an operation that never answers is left alone. */
export const triesUntilSilent = 3;

export interface Silence {
  /** Consecutive calls of an operation that got no answer. */
  count(operation: string): number;
  unanswered(operation: string): void;
  answered(operation: string): void;
  /** Operations that were given up. */
  readonly all: readonly string[];
}

/** Silence as a folder knows it: a file an operation, a byte a call. Without a folder it is this process's own. */
export function openSilence(meeting?: string): Silence {
  return meeting === undefined ? inMemory() : inFolder(path.join(meeting, 'silence'));
}

function inMemory(): Silence {
  const counts = new Map<string, number>();
  const count = (operation: string) => counts.get(operation) ?? 0;
  return {
    count,
    unanswered: (operation) => void counts.set(operation, count(operation) + 1),
    answered: (operation) => void counts.delete(operation),
    get all() {
      return [...counts].filter(([, n]) => n >= triesUntilSilent).map(([operation]) => operation);
    },
  };
}

function inFolder(folder: string): Silence {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const fileOf = (operation: string) => path.join(folder, encodeURIComponent(operation));
  const count = (operation: string) => statSync(fileOf(operation), { throwIfNoEntry: false })?.size ?? 0;
  return {
    count,
    unanswered: (operation) => appendFileSync(fileOf(operation), '.', { mode: 0o600 }),
    answered(operation) {
      if (count(operation) > 0) rmSync(fileOf(operation), { force: true });
    },
    get all() {
      return readdirSync(folder)
        .map(decodeURIComponent)
        .filter((operation) => count(operation) >= triesUntilSilent);
    },
  };
}
