/** Reading and writing single report files. Everything written is private to the user. */
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export { artefacts, historyFolder } from './folder/names.ts';
export { filesBelow } from './folder/reports-folder.ts';

/** Writes one report. */
export const writeReport = (folder: string, name: string, text: string): void =>
  writeBytes(folder, name, Buffer.from(text));

/** The same for what is no text. */
export function writeBytes(folder: string, name: string, bytes: Uint8Array): void {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(file, bytes, { mode: 0o600 });
}

/** A report of this or an earlier run, or another file by its path from `folder`; undefined where there is none. */
export function readReport(folder: string, name: string): string | undefined {
  try {
    return readFileSync(path.resolve(folder, name), 'utf8');
  } catch {
    return undefined;
  }
}

/** Adds to a file of another program's, such as the summary of a CI job: what earlier steps wrote there stays. */
export function appendReport(file: string, text: string): void {
  appendFileSync(file, text);
}
