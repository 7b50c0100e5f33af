/** Runs the cases in Playwright's workers and collects what they say. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { handOver, type Handover } from '../config/environment.ts';
import type { Redactor } from '../config/redactor.ts';
import type { CaseResult } from './result.ts';
import { projectRoot } from './worker.ts';

export interface Ran {
  readonly cases: readonly CaseResult[];
  readonly notices: readonly string[];
  readonly invalid?: string;
}

/** Starts Playwright Test and waits for it; everything it prints goes through the redactor. */
export async function runWorkers({
  handover,
  meeting,
  redactor,
  timeoutMs,
}: {
  handover: Handover;
  meeting: string;
  redactor: Redactor;
  timeoutMs: number;
}): Promise<Ran> {
  const cli = createRequire(import.meta.url).resolve('@playwright/test/cli');
  const child = spawn(process.execPath, [cli, 'test', '--config', path.join(projectRoot, 'playwright.config.ts')], {
    cwd: projectRoot,
    env: handOver(handover),
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const stop = (signal: NodeJS.Signals) => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, signal);
    } catch {
      // It is gone already.
    }
  };
  const forward = (signal: NodeJS.Signals) => stop(signal);
  process.on('SIGINT', forward).on('SIGTERM', forward);
  child.stdout.on('data', (chunk: Buffer) => process.stderr.write(redactor.text(chunk.toString())));
  child.stderr.on('data', (chunk: Buffer) => process.stderr.write(redactor.text(chunk.toString())));
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    stop('SIGTERM');
    setTimeout(() => stop('SIGKILL'), 10_000).unref();
  }, timeoutMs);
  const code = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  clearTimeout(timer);
  process.off('SIGINT', forward).off('SIGTERM', forward);
  const cases = readResults(path.join(meeting, 'results.jsonl'));
  return {
    cases,
    notices: late
      ? [`the run was ended after ${Math.round(timeoutMs / 1_000)} s (RUN_TIMEOUT): what was not reached is not-run`]
      : [],
    ...(cases.length === 0 ? { invalid: `no case was run: Playwright ended with ${code}` } : {}),
  };
}

function readResults(file: string): CaseResult[] {
  try {
    return readFileSync(file, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as CaseResult);
  } catch {
    return [];
  }
}
