/** What a person sees while a run is under way: the first line, and the progress. */
import type { Target } from '../verdict/report.ts';
import { clip } from './fit.ts';
import { count, duration, kindWords, oneLine } from './wording.ts';

/** The first line of a run: who is asked with what kind of key, how many calls are planned and how long they should take. */
export function firstLine(
  targets: readonly Target[],
  planned: { readonly calls: number; readonly cases: number; readonly milliseconds: number },
): string {
  const groups = new Map<string, string[]>();
  for (const target of targets) {
    const where = target.kind === 'embedded' ? kindWords.embedded : `${kindWords[target.kind]} ${target.origin}`;
    const whom = `${where}, ${target.key}`;
    groups.set(whom, [...(groups.get(whom) ?? []), target.contract]);
  }
  const asked = [...groups].map(([whom, contracts]) => `${contracts.join(', ')} (${whom})`);
  return oneLine(
    `${asked.join('; ') || 'No target'}: ${count(planned.calls, 'call')} planned in ${count(planned.cases, 'case')}, about ${duration(planned.milliseconds)}`,
  );
}

export interface ProgressOptions {
  readonly tty: boolean;
  readonly width: number;
}

/**
 * What to write after the `done`th of `planned` calls: on a terminal one line that replaces itself, elsewhere a plain
 * line whenever a tenth is reached and an empty string between.
 */
export function progress(done: number, planned: number, current: string, { tty, width }: ProgressOptions): string {
  const all = Math.max(planned, 1);
  const share = Math.min(done / all, 1);
  const percent = `${Math.floor(share * 100)}`.padStart(3);
  const plain = `${percent} %  ${String(done).padStart(String(all).length)} of ${planned}  ${oneLine(current)}`;
  if (!tty) {
    const before = Math.min(Math.max(done - 1, 0) / all, 1);
    return Math.floor(share * 10) > Math.floor(before * 10) ? `${plain}\n` : '';
  }
  const bar = width >= 72 ? `${'█'.repeat(Math.round(share * 20)).padEnd(20, '░')} ` : '';
  return `\r\u001b[2K${bar}${clip(plain, width - bar.length - 1)}`;
}

/** Wipes the progress line before something else is written. */
export function endProgress(tty: boolean): string {
  return tty ? '\r\u001b[2K' : '';
}
