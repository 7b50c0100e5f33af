/** Playwright's global set-up: begins the run, and gives back its global teardown, which ends it. */
import type { FullConfig } from '@playwright/test';
import { endPhase } from '../../config/phase.ts';
import { lineOf } from '../command-line.ts';
import { beginRun, openRun, type BegunRun, type OpenRun } from '../conformance/begin.ts';
import { openingLines } from '../conformance/announce.ts';
import { closeRun, endRun, publishFailure } from '../conformance/end.ts';
import { validateRun } from '../conformance/validate.ts';
import { plainError } from '../../run/plain-error.ts';
import { UserError } from '../../contract/types.ts';
import { takePending } from './pending.ts';
import { watchRun } from './watch.ts';

/** Begins the run of `npm run conformance`, or one with everything that the environment configures. */
export default async function setup(config: Configured): Promise<() => Promise<void>> {
  endPhase('start Playwright');
  const open = takePending() ?? (await openByItself(config));
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

type Configured = Pick<FullConfig, 'shard'> & {
  readonly projects: readonly Pick<FullConfig['projects'][number], 'retries' | 'use'>[];
};

async function openByItself({ shard, projects }: Configured): Promise<OpenRun> {
  try {
    if (projects.some(({ retries }) => retries > 0))
      throw new UserError(
        '--retries would let pass what a vendor does wrong only now and then: leave it out, each deviation is sent again and reported as seen in k of n',
      );
    if (projects.some(({ use: { trace = 'off' } }) => trace !== 'off'))
      process.stderr.write(
        'no trace is recorded, as it would hold credentials: each test has its requests and responses attached, redacted\n',
      );
    const options = shard ? { shard: `${shard.current}/${shard.total}` } : {};
    return openRun(await validateRun([], options), 'playwright', isInteractive(process.argv));
  } catch (error) {
    throw invalid(error);
  }
}

async function begin(open: OpenRun, stop: () => void): Promise<BegunRun> {
  try {
    return await beginRun(open);
  } catch (error) {
    stop();
    if (open.startedBy === 'command') exitWith(publishFailure(open, error));
    await closeRun(open);
    throw invalid(error);
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

const invalid = (error: unknown): Error => plainError(`invalid: ${lineOf(error)}`);
