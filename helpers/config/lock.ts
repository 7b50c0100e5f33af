/** A lock that is a file with its holder's name in it, shared by all processes of a folder. */
import { linkSync, readFileSync, renameSync, rmSync } from 'node:fs';

/**
 * Takes a lock: links the file `own`, which names this process, as `file`. A file that is linked never stands there without its
 * text. False where another process has it; throws the system's error where the folder takes no links.
 */
export function takeLock(own: string, file: string): boolean {
  try {
    linkSync(own, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Who holds a lock, as its file names it; undefined where none does. */
export function lockHolder<Holder>(file: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Holder;
  } catch {
    return undefined;
  }
}

/** Removes the lock of a process that is gone, and no other: between reading and removing another may have taken it. */
export function removeDeadLock<Holder>(file: string, isDead: (holder: Holder) => boolean): void {
  const holder = lockHolder<Holder>(file);
  if (!holder || !isDead(holder)) return;
  const aside = `${file}.${process.pid}.dead`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  const taken = lockHolder<Holder>(aside);
  if (taken && !isDead(taken)) takeLock(aside, file);
  rmSync(aside, { force: true });
}
