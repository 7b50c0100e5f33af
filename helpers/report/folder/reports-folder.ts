/** A reports folder in use: a run stages its reports inside and swaps them in at its end. Touches only its own files. */
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { UserError } from '../../contract/types.ts';
import type { CheckedFolder } from './check.ts';
import { lockFolder } from './lock.ts';
import { readMarker, writeMarker, type Marker } from './marker.ts';
import { artefacts, outlivesRuns, previousFolder } from './names.ts';

export interface ReportsFolder {
  readonly path: string;
  /** Where this run writes; nothing else is in it. */
  readonly staging: string;
  /** Empties the staging folder: what was staged is not fit to be kept. */
  discard(): void;
  /**
   * Puts what was staged in the place of the last report, whose files (and packs of evidence) are removed. A report of
   * verdict `invalid` moves a good one to `previous/` instead.
   */
  swap(verdict: string): void;
  /** Gives the folder back; what was staged and not swapped is removed. */
  close(): void;
}

/**
 * Begins to use a checked folder: makes it, locks and marks it, and removes what runs that died had staged there.
 * `until`: when this process is done at the latest, in milliseconds of the epoch. Throws UserError where another run uses it.
 */
export function openReportsFolder(checked: CheckedFolder, until: number): ReportsFolder {
  const { path: folder, shown } = checked;
  make(folder);
  const unlock = lockFolder(folder, shown, until);
  try {
    const before = { ...checked.marker, ...readMarker(folder), files: ownFiles(checked) };
    for (const name of before.staging) removeStaged(folder, name);
    const name = `.staging-${process.pid}`;
    let marker: Marker = { ...before, staging: [name] };
    writeMarker(folder, marker);
    const staging = path.join(folder, name);
    if (existsSync(staging)) throw new UserError(`REPORTS_DIR: ${staging} was not written by this suite: move it away`);
    mkdirSync(staging, { mode: 0o700 });
    return {
      path: folder,
      staging,
      discard() {
        removeStaged(folder, name);
        mkdirSync(staging, { mode: 0o700 });
      },
      swap(verdict) {
        marker = swapIn(folder, staging, marker, verdict);
      },
      close() {
        removeStaged(folder, name);
        writeMarker(folder, { ...marker, staging: [] });
        unlock();
      },
    };
  } catch (error) {
    unlock();
    throw error;
  }
}

function make(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new UserError(`REPORTS_DIR: ${folder} cannot be created (${(error as NodeJS.ErrnoException).code})`);
  }
}

/** What is the suite's in it by now: another run may have ended since it was checked. */
const ownFiles = ({ path: folder, marker }: CheckedFolder): string[] => [
  ...new Set([...(readMarker(folder)?.files ?? []), ...marker.files]),
];

/** Adds one file to a folder of reports: a pack of evidence, a table. Throws UserError where a run uses the folder. */
export function addToReport(checked: CheckedFolder, name: string, content: Uint8Array | string): void {
  const { path: folder, shown } = checked;
  make(folder);
  const unlock = lockFolder(folder, shown, Date.now() + 60_000);
  try {
    const marker = { ...checked.marker, ...readMarker(folder), files: ownFiles(checked) };
    if (!marker.files.includes(name) && lstatSync(path.join(folder, name), { throwIfNoEntry: false }))
      throw new UserError(`${path.join(shown, name)} exists and was not written by this suite: move it away`);
    writeMarker(folder, { ...marker, files: [...new Set([...marker.files, name])] });
    removeFiles(folder, [name]);
    writeFileSync(path.join(folder, name), content, { mode: 0o600 });
  } finally {
    unlock();
  }
}

function swapIn(folder: string, staging: string, marker: Marker, verdict: string): Marker {
  makePrivate(staging);
  const fresh = filesBelow(staging).map((file) => path.relative(staging, file).split(path.sep).join('/'));
  const isPrevious = (file: string) => file.startsWith(`${previousFolder}/`);
  const last = marker.files.filter((file) => !outlivesRuns(file) && !isPrevious(file));
  const keepsLast = verdict === 'invalid' && marker.verdict !== 'invalid' && last.includes(artefacts.json);
  const older = marker.files.filter(isPrevious);
  const kept = keepsLast ? last.map((file) => `${previousFolder}/${file}`) : verdict === 'invalid' ? older : [];
  const own = new Set(marker.files);
  const foreign = [...fresh, ...(keepsLast ? kept : [])].find((file) => !own.has(file) && isTaken(folder, file));
  if (foreign !== undefined)
    throw new UserError(`REPORTS_DIR: ${path.join(folder, foreign)} was not written by this suite: move it away`);
  // Whatever happens between these two lines, the marker names every file that may be the suite's.
  writeMarker(folder, { ...marker, files: [...new Set([...marker.files, ...kept, ...fresh])] });
  if (keepsLast || verdict !== 'invalid') removeFiles(folder, older);
  if (keepsLast) moveFiles({ from: folder, to: path.join(folder, previousFolder) }, last);
  else removeFiles(folder, last);
  moveFiles({ from: staging, to: folder }, fresh);
  const after: Marker = {
    ...marker,
    verdict,
    files: [...new Set([...marker.files.filter(outlivesRuns), ...kept, ...fresh])],
  };
  writeMarker(folder, after);
  return after;
}

/** Something that the suite did not write stands where a file has to go, or on the way there. */
function isTaken(folder: string, file: string): boolean {
  const parts = file.split('/');
  return parts.some((_, index) => {
    const stat = lstatSync(path.join(folder, ...parts.slice(0, index + 1)), { throwIfNoEntry: false });
    return stat !== undefined && (index === parts.length - 1 || !stat.isDirectory());
  });
}

/** False where a symbolic link or a file stands in the way: what lies behind it is not the suite's. */
const isInside = (folder: string, file: string): boolean =>
  file
    .split('/')
    .slice(0, -1)
    .every((_, index, parts) =>
      lstatSync(path.join(folder, ...parts.slice(0, index + 1)), { throwIfNoEntry: false })?.isDirectory(),
    );

function moveFiles({ from, to }: { readonly from: string; readonly to: string }, files: readonly string[]): void {
  for (const file of files) {
    if (!isOwnFile(from, file)) continue;
    mkdirSync(path.dirname(path.join(to, file)), { recursive: true, mode: 0o700 });
    renameSync(path.join(from, file), path.join(to, file));
  }
  removeEmpty(from, files);
}

function removeFiles(folder: string, files: readonly string[]): void {
  for (const file of files) if (isOwnFile(folder, file)) rmSync(path.join(folder, file));
  removeEmpty(folder, files);
}

const isOwnFile = (folder: string, file: string): boolean =>
  isInside(folder, file) && lstatSync(path.join(folder, file), { throwIfNoEntry: false })?.isDirectory() === false;

/**
 * Folders that held only these files, which are gone, go with them. Once for all files: some file systems look through a large
 * folder each time that they are asked to remove it.
 */
function removeEmpty(folder: string, files: readonly string[]): void {
  const parents = new Set(
    files.flatMap((file) => {
      const parts = file.split('/').slice(0, -1);
      return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
    }),
  );
  // A folder comes after those in it.
  for (const name of [...parents].toSorted((a, b) => b.length - a.length))
    if (isInside(folder, name)) rmdirIfEmpty(path.join(folder, name));
}

function rmdirIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // It holds something else, or is gone.
  }
}

/** A staging folder is made by the suite, and nothing else is in it. */
function removeStaged(folder: string, name: string): void {
  if (/^\.staging-\d+$/.test(name)) rmSync(path.join(folder, name), { recursive: true, force: true });
}

/** Every file below a folder. */
export const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));

/** 0700 for folders, 0600 for files: other programs write to the staging folder too. */
function makePrivate(folder: string): void {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }))
    if (!entry.isSymbolicLink())
      chmodSync(path.join(entry.parentPath, entry.name), entry.isDirectory() ? 0o700 : 0o600);
}
