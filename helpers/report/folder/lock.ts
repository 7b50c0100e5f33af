/** One run at a time in a reports folder: a file there names the process that writes to it. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { lockHolder, removeDeadLock, takeLock } from '../../config/lock.ts';
import { lifeOf, self, type ProcessIdentity } from '../../config/process.ts';
import { UserError } from '../../contract/types.ts';
import { lockFile } from './names.ts';

interface Holder {
  readonly by: ProcessIdentity;
  /** Milliseconds of the epoch after which a holder on another machine or in another container is taken for dead. */
  readonly until: number;
}

/**
 * Takes the lock of a folder until the returned function is called. Throws UserError where another run has it.
 * `until`: when this process will be done at the latest, in milliseconds of the epoch.
 */
export function lockFolder(folder: string, shown: string, until: number): () => void {
  const file = path.join(folder, lockFile);
  const own = `${file}.${process.pid}`;
  const text = JSON.stringify({ by: self(), until } satisfies Holder);
  try {
    writeFileSync(own, text, { mode: 0o600 });
    for (let tries = 0; tries < 5; tries += 1) {
      if (takeLock(own, file)) return () => release(file, text);
      removeDeadLock(file, isDead);
    }
  } finally {
    rmSync(own, { force: true });
  }
  const by = lockHolder<Holder>(file)?.by;
  throw new UserError(
    `REPORTS_DIR: another run is writing to ${shown}${by ? ` (process ${by.pid} on ${by.host})` : ''}: wait for it, or name another folder`,
  );
}

const isDead = ({ by, until }: Holder): boolean => {
  const life = lifeOf(by);
  return life === 'dead' || (life === 'unknown' && Date.now() > until);
};

function release(file: string, text: string): void {
  try {
    if (readFileSync(file, 'utf8') === text) rmSync(file, { force: true });
  } catch {
    // Somebody removed it by hand.
  }
}
