/** The worker processes of a run: they register, so that one that hangs can be ended, and end by themselves where the run is gone. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { lifeOf, self, type ProcessIdentity } from '../config/process.ts';

const registry = (directory: string) => path.join(directory, 'workers');

/** Registers this worker in the run directory. It is killed where the process that started the run is gone. */
export function register(directory: string, starter: ProcessIdentity): void {
  mkdirSync(registry(directory), { recursive: true, mode: 0o700 });
  writeFileSync(path.join(registry(directory), String(process.pid)), JSON.stringify(self()), { mode: 0o600 });
  setInterval(() => {
    if (lifeOf(starter) === 'dead') process.kill(process.pid, 'SIGKILL');
  }, 500).unref();
}

/** Kills the workers that are still alive. */
export function killWorkers(directory: string): void {
  for (const pid of livingWorkers(directory)) process.kill(pid, 'SIGKILL');
}

function livingWorkers(directory: string): number[] {
  try {
    return readdirSync(registry(directory))
      .map((name) => JSON.parse(readFileSync(path.join(registry(directory), name), 'utf8')) as ProcessIdentity)
      .filter((who) => lifeOf(who) === 'alive')
      .map(({ pid }) => pid);
  } catch {
    return [];
  }
}
