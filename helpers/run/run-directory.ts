/** The folder in which the processes of a run meet: budget, silence, results. It does not outlive the run. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { lifeOf, self, type ProcessIdentity } from '../config/process.ts';

export interface Meeting {
  readonly folder: string;
  close(): void;
}

const prefix = 'vendor-conformance-';

/** Makes the folder, and removes those of runs that were killed. */
export function openMeeting(): Meeting {
  removeDead();
  const folder = mkdtempSync(path.join(tmpdir(), prefix));
  writeFileSync(path.join(folder, 'owner.json'), JSON.stringify(self()), { mode: 0o600 });
  const close = () => rmSync(folder, { recursive: true, force: true });
  process.on('exit', close);
  // Where nobody else has something to do first, an interrupted run ends here.
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)
    process.on(signal, () => {
      if (process.listenerCount(signal) === 1) process.exit(code);
    });
  return { folder, close };
}

const selectedFile = 'selected.json';

/** Limits the cases of a run to these ids. */
export const limitTo = (folder: string, ids: readonly string[]): void =>
  writeFileSync(path.join(folder, selectedFile), JSON.stringify(ids), { mode: 0o600 });

/** The ids of the cases that a run is limited to; undefined where it runs all. */
export function limitOf(folder: string): ReadonlySet<string> | undefined {
  try {
    return new Set(JSON.parse(readFileSync(path.join(folder, selectedFile), 'utf8')) as string[]);
  } catch {
    return undefined;
  }
}

function removeDead(): void {
  for (const name of readdirSync(tmpdir())) {
    if (!name.startsWith(prefix)) continue;
    const folder = path.join(tmpdir(), name);
    try {
      const owner = JSON.parse(readFileSync(path.join(folder, 'owner.json'), 'utf8')) as ProcessIdentity;
      if (lifeOf(owner) === 'dead') rmSync(folder, { recursive: true, force: true });
    } catch {
      // Just being made, or what is left of one that was removed under a process that still wrote.
      const made = statSync(folder, { throwIfNoEntry: false });
      if (made && Date.now() - made.mtimeMs > 3_600_000 && made.uid === process.getuid?.())
        rmSync(folder, { recursive: true, force: true });
    }
  }
}
