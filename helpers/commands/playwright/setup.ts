/** Playwright's global set-up: begins the run, and gives back its global teardown, which ends it. */
import type { FullConfig } from '@playwright/test';
import { endPhase } from '../../config/phase.ts';
import { lineOf } from '../command-line.ts';
import { beginRun, openRun, type BegunRun, type OpenRun } from '../conformance/begin.ts';
import { openingLines } from '../conformance/announce.ts';
import { closeRun, endRun, publishFailure } from '../conformance/end.ts';
import { validateRun } from '../conformance/validate.ts';
import { takePending } from './pending.ts';
import { watchRun } from './watch.ts';

/** Begins the run of `npm run conformance`, or one with everything that the environment configures. */
export default async function setup({ shard }: Pick<FullConfig, 'shard'>): Promise<() => Promise<void>> {
  endPhase('start Playwright');
  const open = takePending() ?? (await openByItself(shard ? `${shard.current}/${shard.total}` : undefined));
  for (const line of openingLines(open.run)) process.stderr.write(`${line}\n`);
  const watch = watchRun(open);
  const begun = await begin(open, watch.stop);
  endPhase('preflight');
  return async () => {
    endPhase('cases');
    // Closing a UI or a debugger ends a run normally; any other run was interrupted.
    const isClosed = open.startedBy === 'playwright' && isInteractive(process.argv);
    const ending = watch.casesOver();
    const code = await endRun(begun, isClosed ? {} : ending);
    watch.stop();
    if (open.startedBy === 'command') exitWith(code);
  };
}

async function openByItself(shard: string | undefined): Promise<OpenRun> {
  try {
    return openRun(
      await validateRun([], shard === undefined ? {} : { shard }),
      'playwright',
      isInteractive(process.argv),
    );
  } catch (error) {
    throw plainError(error);
  }
}

async function begin(open: OpenRun, stop: () => void): Promise<BegunRun> {
  try {
    return await beginRun(open);
  } catch (error) {
    stop();
    if (open.startedBy === 'command') exitWith(publishFailure(open, error));
    await closeRun(open);
    throw plainError(error);
  }
}

/** True where a person sits in front of it, who takes the time that it takes: Playwright's UI, its debugger, an editor. */
const isInteractive = (args: readonly string[]): boolean =>
  args.some((arg) => /^--(?:ui|debug)\b/.test(arg) || arg === 'test-server');

/** The process ends with this code, whatever Playwright makes of its tests. */
function exitWith(code: number): void {
  process.on('exit', () => {
    process.exitCode = code;
  });
}

/** One line: Playwright prints an error with its stack, which says nothing to the user. */
function plainError(error: unknown): Error {
  const plain = new Error(`invalid: ${lineOf(error)}`);
  plain.stack = plain.message;
  return plain;
}
