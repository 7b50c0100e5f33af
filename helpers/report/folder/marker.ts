/** The marker of a reports folder: a small JSON file that says the folder is the suite's and lists the files that are. */
import { lstatSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '../../contract/types.ts';
import { markerFile } from './names.ts';

export interface Marker {
  /** Verdict of the report at the top of the folder; none where no run has ended yet. */
  readonly verdict?: string;
  /** Files that the suite wrote, relative to the folder, `/` between folders. Everything else is the user's. */
  readonly files: readonly string[];
  /** Folders in which runs stage their reports; those of runs that died are removed by the next one. */
  readonly staging: readonly string[];
}

const kind = 'vendor-conformance reports';

/** Reads the marker; undefined where there is none. Throws UserError where it is no marker of this suite. */
export function readMarker(folder: string): Marker | undefined {
  const file = path.join(folder, markerFile);
  const stat = lstatSync(file, { throwIfNoEntry: false });
  if (!stat) return undefined;
  try {
    if (stat.isFile()) {
      const value = JSON.parse(readFileSync(file, 'utf8')) as Partial<Marker> & { kind?: unknown; version?: unknown };
      if (value.kind === kind && value.version === 1 && areOwn(value.files) && areOwn(value.staging))
        return {
          files: value.files,
          staging: value.staging,
          ...(typeof value.verdict === 'string' ? { verdict: value.verdict } : {}),
        };
    }
  } catch {
    // Reported below.
  }
  throw new UserError(`REPORTS_DIR: ${file} cannot be read as the marker of a reports folder: name another folder`);
}

/** Writes the marker at once or not at all. */
export function writeMarker(folder: string, { verdict, files, staging }: Marker): void {
  const file = path.join(folder, markerFile);
  const text = JSON.stringify({ kind, version: 1, verdict, staging, files: files.toSorted() }, null, 1);
  writeFileSync(`${file}.new`, `${text}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/** A list of paths that stay inside the folder. */
const areOwn = (value: unknown): value is string[] =>
  Array.isArray(value) &&
  value.every(
    (name: unknown) =>
      typeof name === 'string' &&
      name !== '' &&
      !name.includes('\0') &&
      !path.isAbsolute(name) &&
      name.split(/[\\/]/).every((part) => part !== '..' && part !== '' && part !== '.'),
  );
