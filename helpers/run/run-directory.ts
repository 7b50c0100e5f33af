/** The folder that the processes of a run share: budget, circuit breakers, events. It does not outlive the run. */
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { lifeOf, self, type ProcessIdentity } from '../config/process.ts';
import { runDirectoryPath, runDirectoryPrefix } from '../config/run-context.ts';

export interface RunDirectory {
  readonly path: string;
  remove(): void;
}

/** Makes the folder, private to the user, and removes those of runs that were killed. */
export function createRunDirectory(): RunDirectory {
  removeDead();
  const folder = runDirectoryPath();
  mkdirSync(folder, { mode: 0o700 });
  writeFileSync(path.join(folder, 'owner.json'), JSON.stringify(self()), { mode: 0o600 });
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.on('exit', remove);
  return { path: folder, remove };
}

function removeDead(): void {
  for (const name of readdirSync(tmpdir())) {
    if (!name.startsWith(runDirectoryPrefix)) continue;
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
