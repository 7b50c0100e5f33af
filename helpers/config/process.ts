/** Who a process is, so that another one that was given its number later is not taken for it. */
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

export interface ProcessIdentity {
  readonly pid: number;
  readonly host: string;
  /** Boot and namespace in which the number counts: elsewhere it says nothing. */
  readonly space: string;
  /** When it started, in the kernel's own ticks; empty where the system does not tell. */
  readonly started: string;
}

/** Whether a process lives: `unknown` where its number was given in another space. */
export type Life = 'alive' | 'dead' | 'unknown';

const space = (): string =>
  [
    attempt(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()),
    attempt(() => readlinkSync('/proc/self/ns/pid')),
  ].join(' ');

/** State and start of a process: fields 3 and 22 of `/proc/<pid>/stat` (proc(5)); the name before them ends with the last bracket. */
function statOf(pid: number): { state: string; started: string } {
  const stat = attempt(() => readFileSync(`/proc/${pid}/stat`, 'latin1'));
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { state: fields[0] ?? '', started: fields[19] ?? '' };
}

function attempt(read: () => string): string {
  try {
    return read();
  } catch {
    return '';
  }
}

/** This process. */
export const self = (): ProcessIdentity => ({
  pid: process.pid,
  host: hostname(),
  space: space(),
  started: statOf(process.pid).started,
});

export function lifeOf(who: ProcessIdentity): Life {
  if (who.host !== hostname() || who.space !== space()) return 'unknown';
  try {
    process.kill(who.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return 'dead';
  }
  // A killed process that its parent has not waited for (a zombie) keeps its number: it is dead all the same.
  const { state, started } = statOf(who.pid);
  return started === who.started && state !== 'Z' && state !== 'X' ? 'alive' : 'dead';
}
