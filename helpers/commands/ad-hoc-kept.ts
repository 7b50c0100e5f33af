/**
 * Documents of runs that may write to a vendor without a folder in `specs/`: they are kept beside the journal while it names
 * something of theirs, so that `npm run sweep` can remove what a run that died made.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { leftovers, readEntries } from '../client/journal-file.ts';
import { lifeOf, self, type ProcessIdentity } from '../config/process.ts';

/** What a kept folder says of its run. No secret is kept. */
export interface KeptRun {
  /** The process of the command. */
  readonly by: ProcessIdentity;
  readonly vendor: string;
  /** Address of the vendor, without a trailing slash: what the journal's entries name. */
  readonly origin: string;
  /** Variables that its profile needs and that were made of the command line: of a secret only the name. */
  readonly variables: Readonly<Record<string, string>>;
  /** Names of variables whose values are not kept, with what each was given for. */
  readonly secrets: Readonly<Record<string, string>>;
}

/** A run of the past with its documents, laid out like `specs/`. */
export interface Kept extends KeptRun {
  readonly folder: string;
  readonly specs: string;
}

const prefix = 'ad-hoc-';
const note = 'run.json';

/** Makes the folder of a new run below the journal's; those of runs that have nothing left there are removed. */
export function makeKeptFolder(journal: string): string {
  mkdirSync(journal, { recursive: true, mode: 0o700 });
  for (const { folder } of keptRuns(journal)) removeIfSettled(folder);
  return mkdtempSync(path.join(journal, prefix));
}

/** Notes what a sweep has to know of a run. */
export const describeRun = (folder: string, run: Omit<KeptRun, 'by'>): void =>
  writeFileSync(path.join(folder, note), JSON.stringify({ by: self(), ...run } satisfies KeptRun), { mode: 0o600 });

/** Removes the folder of a run, unless the journal still names something that the run made. */
export function removeIfSettled(folder: string): void {
  const run = readNote(folder);
  if (run && isNamed(path.dirname(folder), run)) return;
  rmSync(folder, { recursive: true, force: true });
}

/** The kept folders of runs that have ended. */
export function keptRuns(journal: string): Kept[] {
  return namesIn(journal).flatMap((name) => {
    const folder = path.join(journal, name);
    const run = name.startsWith(prefix) ? readNote(folder) : undefined;
    return run && lifeOf(run.by) !== 'alive' ? [{ ...run, folder, specs: path.join(folder, 'specs') }] : [];
  });
}

function isNamed(journal: string, { vendor, origin }: KeptRun): boolean {
  const entries = namesIn(journal)
    .filter((name) => name.endsWith('.jsonl'))
    .map((name) => leftovers(readEntries(path.join(journal, name))));
  return entries
    .flatMap(({ open, lost }) => [...open, ...lost])
    .some((entry) => entry.vendor === vendor && entry.origin === origin);
}

function readNote(folder: string): KeptRun | undefined {
  try {
    return JSON.parse(readFileSync(path.join(folder, note), 'utf8')) as KeptRun;
  } catch {
    return undefined;
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
