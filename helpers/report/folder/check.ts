/** Whether a folder may be used for reports: decided before anything is touched, by reading only. */
import { accessSync, constants, lstatSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '../../contract/types.ts';
import { readMarker, type Marker } from './marker.ts';
import { artefacts, historyFolder, isOwnUnmarked, lockFile, outlivesRuns, previousFolder } from './names.ts';

export interface CheckedFolder {
  /** Absolute, symbolic links resolved; it may not exist yet. */
  readonly path: string;
  /** As the user named it. */
  readonly shown: string;
  /** What the folder says of itself; of an unmarked folder of the first edition, what it will say. */
  readonly marker: Marker;
}

export interface Surroundings {
  /** The project's own folder: neither it nor a parent of it takes reports. */
  readonly project: string;
  /** Folders in which nothing else may stand (the journal). */
  readonly reserved?: readonly string[];
  /** Where a relative name counts from; default: the process's working directory. */
  readonly cwd?: string;
}

/** The value of REPORTS_DIR as the environment gives it; empty counts as unset. */
export const reportsDir = (value: string | undefined): string => value?.trim() || 'reports';

/**
 * Checks a value of REPORTS_DIR. It may be missing, empty, one that the suite has marked, or one of the first edition in
 * which every file is the suite's. Throws UserError with one line for any other. Changes nothing.
 */
export function checkReportsFolder(value: string, { project, reserved = [], cwd = '.' }: Surroundings): CheckedFolder {
  const no: No = (why) => {
    throw new UserError(`REPORTS_DIR: ${JSON.stringify(value.slice(0, 200))} ${why}`);
  };
  if (value.includes('\0') || value.split(path.sep).some((part) => Buffer.byteLength(part) > 255))
    no('cannot be the name of a folder');
  const folder = reading(() => resolved(path.resolve(cwd, value)), no);
  if (!folder) return no('is a dangling symbolic link');
  if (isSame(folder, project)) no("is the project's own folder: name one inside or beside it");
  if (parentsOf(resolved(project) ?? project).some((each) => isSame(folder, each)))
    no("holds the project's own folder: name one inside or beside it");
  for (const each of reserved)
    if ([folder, ...parentsOf(folder)].some((parent) => parent === each || isSame(parent, each)))
      no(`is for the journal (${path.basename(each)})`);
  const checked = (marker: Marker): CheckedFolder => ({ path: folder, shown: value, marker });
  const stat = reading(() => statSync(folder, { throwIfNoEntry: false }), no);
  if (!stat) {
    const parent = parentsOf(folder).find((each) => statSync(each, { throwIfNoEntry: false }));
    if (parent === undefined || !statSync(parent).isDirectory()) no('cannot be created: its parent is not a folder');
    if (!isWritable(parent ?? '/')) no('cannot be created: its parent is not writable');
    return checked(fresh);
  }
  if (!stat.isDirectory()) no('is not a folder');
  if (!isWritable(folder)) no('cannot be written to');
  const marker = reading(() => readMarker(folder) ?? adopted(folder, no), no);
  const files = [...new Set([...marker.files, ...reading(() => historyOf(folder), no)])];
  const blocked = blockedBy(folder, files);
  if (blocked !== undefined) no(`contains ${blocked}, which this suite did not write: move it away`);
  return checked({ ...marker, files });
}

/** What the marker of a folder would say that has none: every file in it is one that a run of the first edition wrote. */
function adopted(folder: string, no: No): Marker {
  const { files, foreign } = filesOf(folder);
  if (foreign !== undefined)
    no(`contains files that this suite did not write (${foreign}): name an empty or a new folder`);
  if (files.every(outlivesRuns)) return { ...fresh, files };
  const verdict = verdictIn(path.join(folder, artefacts.json));
  if (verdict === undefined)
    no(
      `contains files that this suite did not write (${files[0]}, but no report in ${artefacts.json}): name an empty or a new folder`,
    );
  return { ...fresh, files, ...(verdict === undefined ? {} : { verdict }) };
}

/** Histories come back from a cache without the marker. */
function historyOf(folder: string): string[] {
  const home = path.join(folder, historyFolder);
  return lstatSync(home, { throwIfNoEntry: false })?.isDirectory()
    ? readdirSync(home, { withFileTypes: true })
        .filter((entry) => entry.isFile() && isOwnUnmarked(`${historyFolder}/${entry.name}`))
        .map(({ name }) => `${historyFolder}/${name}`)
    : [];
}

function verdictIn(file: string): string | undefined {
  try {
    const { verdict } = JSON.parse(readFileSync(file, 'utf8')) as { verdict?: unknown };
    return typeof verdict === 'string' ? verdict : undefined;
  } catch {
    return undefined;
  }
}

type No = (why: string) => never;

const fresh: Marker = { files: [], staging: [] };

/** What stands where a run has to write, although the suite did not write it. */
function blockedBy(folder: string, files: readonly string[]): string | undefined {
  const own = new Set(files);
  return [...Object.values(artefacts), historyFolder, previousFolder, lockFile].find((name) => {
    const stat = lstatSync(path.join(folder, name), { throwIfNoEntry: false });
    if (!stat || own.has(name) || (name === lockFile && stat.isFile())) return false;
    return !stat.isDirectory() || name.includes('.');
  });
}

/** Every file of an unmarked folder, up to the first that is not the suite's. */
function filesOf(folder: string): { readonly files: readonly string[]; readonly foreign?: string } {
  const files: string[] = [];
  const waiting = [''];
  for (let at = waiting.shift(); at !== undefined; at = waiting.shift())
    for (const entry of readdirSync(path.join(folder, at), { withFileTypes: true })) {
      const name = at === '' ? entry.name : `${at}/${entry.name}`;
      if (entry.isDirectory() && ownFolder.test(name)) waiting.push(name);
      else if (entry.isFile() && isOwnUnmarked(name)) files.push(name);
      // A run that was killed while it began leaves its lock.
      else if (!entry.isFile() || !name.startsWith('.conformance-reports.')) return { files, foreign: name };
    }
  return { files };
}

const ownFolder = new RegExp(
  `^(?:${[artefacts.allureResults, artefacts.parts, historyFolder].join('|')}|${artefacts.allureReport}(?:/.+)?|${artefacts.evidence}(?:/[^/]+){0,2})$`,
);

/** The path with symbolic links resolved as far as it exists; undefined where a link leads nowhere. */
function resolved(place: string): string | undefined {
  const stat = lstatSync(place, { throwIfNoEntry: false });
  if (!stat) {
    const parent = path.dirname(place) === place ? place : resolved(path.dirname(place));
    return parent === undefined ? undefined : path.join(parent, path.basename(place));
  }
  try {
    return realpathSync.native(place);
  } catch (error) {
    if (stat.isSymbolicLink()) return undefined;
    throw error;
  }
}

function parentsOf(place: string): string[] {
  const parent = path.dirname(place);
  return parent === place ? [] : [parent, ...parentsOf(parent)];
}

/** The same folder by whatever name, on file systems without letter case and behind bind mounts too. */
function isSame(a: string, b: string): boolean {
  if (a === b) return true;
  try {
    const [one, other] = [statSync(a), statSync(b)];
    return one.dev === other.dev && one.ino === other.ino;
  } catch {
    return false;
  }
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** What the system says against it, in one line. */
function reading<T>(read: () => T, no: No): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof UserError) throw error;
    return no(`cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown reason'})`);
  }
}
