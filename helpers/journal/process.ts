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

/** Field 22 of `/proc/<pid>/stat` (proc(5)); the name before it may hold anything but ends with the last bracket. */
function startOf(pid: number): string {
  const stat = attempt(() => readFileSync(`/proc/${pid}/stat`, 'latin1'));
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
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
  started: startOf(process.pid),
});

export function lifeOf(who: ProcessIdentity): Life {
  if (who.host !== hostname() || who.space !== space()) return 'unknown';
  try {
    process.kill(who.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return 'dead';
  }
  return startOf(who.pid) === who.started ? 'alive' : 'dead';
}
