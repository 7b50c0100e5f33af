/** Ends a run that is interrupted, or that takes longer than RUN_TIMEOUT. */
import { killWorkers } from '../../run/workers.ts';
import type { OpenRun } from '../conformance/begin.ts';
import type { Ending } from '../conformance/end.ts';

/** How long the workers have to end by themselves when they are asked to, in milliseconds. */
const grace = 5_000;
const exitCodeOf = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

export interface Watch {
  /** How the cases were ended, if they were. From then on the time is not watched: the reports take what they take. */
  readonly casesOver: () => Ending;
  readonly stop: () => void;
}

/** Begins to watch. Playwright stops its workers on SIGINT, so that is what every ending becomes; a second one ends all at once. */
export function watchRun({ directory, deadline }: Pick<OpenRun, 'directory' | 'deadline'>): Watch {
  let ending: Ending | undefined;
  let killer: NodeJS.Timeout | undefined;
  const end = (how: Ending) => {
    ending = how;
    killer = setTimeout(() => killWorkers(directory.path), grace);
  };
  const onSignal = (signal: keyof typeof exitCodeOf) => {
    if (ending === undefined) {
      end({ interrupted: signal });
      if (signal !== 'SIGINT') process.kill(process.pid, 'SIGINT');
    } else if (signal !== 'SIGINT' || ending.interrupted === 'SIGINT') {
      killWorkers(directory.path);
      process.exit(exitCodeOf[signal]);
    }
  };
  const timer = setTimeout(
    () => {
      end({ isLate: true });
      process.kill(process.pid, 'SIGINT');
    },
    Math.max(0, deadline - Date.now()),
  );
  const signals = Object.keys(exitCodeOf) as (keyof typeof exitCodeOf)[];
  for (const signal of signals) process.on(signal, onSignal);
  return {
    casesOver() {
      clearTimeout(timer);
      return ending ?? {};
    },
    stop() {
      clearTimeout(timer);
      clearTimeout(killer);
      for (const signal of signals) process.off(signal, onSignal);
    },
  };
}
