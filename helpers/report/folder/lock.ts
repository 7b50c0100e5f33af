/** One run at a time in a reports folder: a file there names the process that writes to it. */
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
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
  writeFileSync(own, text, { mode: 0o600 });
  try {
    for (let tries = 0; tries < 5; tries += 1) {
      // Linked, not created: a lock never stands there without the name of its holder.
      if (isLinked(own, file)) return () => release(file, text);
      removeDead(file);
    }
  } finally {
    rmSync(own, { force: true });
  }
  const by = read(file)?.by;
  throw new UserError(
    `REPORTS_DIR: another run is writing to ${shown}${by ? ` (process ${by.pid} on ${by.host})` : ''}: wait for it, or name another folder`,
  );
}

function isLinked(own: string, file: string): boolean {
  try {
    linkSync(own, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Removes the lock of a process that is gone, and no other: between reading and removing another may have taken it. */
function removeDead(file: string): void {
  const holder = read(file);
  if (!holder || !isDead(holder)) return;
  const aside = `${file}.${process.pid}.dead`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  const taken = read(aside);
  if (taken && !isDead(taken)) isLinked(aside, file);
  rmSync(aside, { force: true });
}

const isDead = ({ by, until }: Holder): boolean => {
  const life = lifeOf(by);
  return life === 'dead' || (life === 'unknown' && Date.now() > until);
};

function read(file: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Holder;
  } catch {
    return undefined;
  }
}

function release(file: string, text: string): void {
  try {
    if (readFileSync(file, 'utf8') === text) rmSync(file, { force: true });
  } catch {
    // Somebody removed it by hand.
  }
}
