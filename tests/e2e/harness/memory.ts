/** Memory of a process group. */
import { readdirSync, readFileSync } from 'node:fs';

/** Watches a process group until `stop()`, which gives the most memory its processes had together, in MB (shared pages counted for each). */
export function watchMemory(group: number): { stop(): number } {
  let peak = 0;
  const timer = setInterval(() => (peak = Math.max(peak, memoryOf(group))), 50);
  return {
    stop() {
      clearInterval(timer);
      return Math.round(peak / 1_048_576);
    },
  };
}

/** Resident memory of a process group, in bytes. */
function memoryOf(group: number): number {
  let bytes = 0;
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'latin1');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      if (Number(fields[2]) === group) bytes += Number(fields[21]) * 4_096;
    } catch {
      // It ended meanwhile.
    }
  }
  return bytes;
}
