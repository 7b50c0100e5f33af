/** Runs the cases in Playwright's workers and collects what they say. */
import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { handOver, type Handover } from '../config/environment.ts';
import type { Redactor } from '../config/redactor.ts';
import { lifeOf, self, type ProcessIdentity } from '../config/process.ts';
import { eventsFile, readEvents, resultsIn } from './events.ts';
import type { CaseResult } from './result.ts';
import { isCompiled, moduleFile, projectRoot } from '../config/project.ts';

export interface Ran {
  readonly cases: readonly CaseResult[];
  readonly notices: readonly string[];
  readonly invalid?: string;
}

/** V8 keeps less garbage: four processes of this run share one machine. The workers inherit it; `npm run conformance` has it too. */
const frugal = ['--max-semi-space-size=1', '--heap-growing-percent=30'];

/** How long the processes have to end by themselves when they are asked to. */
const grace = 5_000;

/** Starts Playwright Test and waits for it; everything it prints goes through the redactor. */
export async function runWorkers({
  handover,
  variables,
  redactor,
  shown,
}: {
  handover: Handover;
  /** Names of the variables that the workers read. */
  variables: readonly string[];
  redactor: Redactor;
  /** RUN_TIMEOUT in words. */
  shown: string;
}): Promise<Ran> {
  const { meeting } = handover;
  const cli = createRequire(import.meta.url).resolve('@playwright/test/cli');
  // In this process's own group: whoever kills the group kills all of the run.
  const config = moduleFile('playwright.config');
  const child = spawn(process.execPath, [...frugal, cli, 'test', '--config', config], {
    cwd: projectRoot,
    // Compiled modules need none of Playwright's loaders.
    env: { ...handOver(handover, variables), ...(isCompiled && { PW_DISABLE_TS_ESM: '1' }) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let ended: string | undefined;
  let killer: NodeJS.Timeout | undefined;
  const stop = (why: string) => {
    if (ended !== undefined) return;
    ended = why;
    child.kill('SIGINT');
    killer = setTimeout(() => {
      for (const pid of livingWorkers(meeting)) process.kill(pid, 'SIGKILL');
      child.kill('SIGKILL');
    }, grace);
  };
  const onInterrupt = (signal: NodeJS.Signals) => stop(signal);
  process.on('SIGINT', onInterrupt).on('SIGTERM', onInterrupt);
  const pass = (chunk: Buffer) => process.stderr.write(redactor.text(chunk.toString()));
  child.stdout.on('data', pass);
  child.stderr.on('data', pass);
  const timer = setTimeout(() => stop('RUN_TIMEOUT'), Math.max(0, handover.deadline - Date.now()));
  const code = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  clearTimeout(timer);
  clearTimeout(killer);
  process.off('SIGINT', onInterrupt).off('SIGTERM', onInterrupt);
  const cases = resultsIn(readEvents(path.join(meeting, eventsFile)));
  const late = ended === 'RUN_TIMEOUT';
  return {
    cases,
    notices: late ? [`the run was ended after ${shown} (RUN_TIMEOUT): what was not reached is not-run`] : [],
    ...(ended !== undefined && !late
      ? { invalid: `the run was interrupted (${ended})` }
      : cases.length === 0
        ? {
            invalid: late
              ? `no case was reached within ${shown} (RUN_TIMEOUT)`
              : `no case was run: Playwright ended with ${code}`,
          }
        : {}),
  };
}

const registry = (meeting: string) => path.join(meeting, 'workers');

/** A worker says that it is there, so that one that hangs can be ended. It ends by itself where the run's command is gone. */
export function register(meeting: string, command: ProcessIdentity): void {
  mkdirSync(registry(meeting), { recursive: true, mode: 0o700 });
  writeFileSync(path.join(registry(meeting), String(process.pid)), JSON.stringify(self()), { mode: 0o600 });
  endWith(command);
}

/** Ends this process where another one is gone. */
export function endWith(command: ProcessIdentity): void {
  setInterval(() => {
    if (lifeOf(command) === 'dead') process.kill(process.pid, 'SIGKILL');
  }, 500).unref();
}

function livingWorkers(meeting: string): number[] {
  try {
    return readdirSync(registry(meeting))
      .map((name) => JSON.parse(readFileSync(path.join(registry(meeting), name), 'utf8')) as ProcessIdentity)
      .filter((who) => lifeOf(who) === 'alive')
      .map(({ pid }) => pid);
  } catch {
    return [];
  }
}
