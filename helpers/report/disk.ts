/** The one place that writes reports. Everything is private to the user. */
import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';

/** What a run writes, below the reports' folder (design: fixed names). */
export const artefacts = {
  json: 'conformance.json',
  markdown: 'conformance.md',
  matrix: 'index.html',
  junit: 'junit.xml',
  allureResults: 'allure-results',
  allureReport: 'allure-report',
  evidence: 'evidence',
} as const;

/** What outlives a run, below the reports' folder: since when deviations are there, and Allure's own history. */
export const historyFolder = 'history';

/** Makes the folder and removes what an earlier run left there: those names only. */
export function clearReports(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const name of Object.values(artefacts)) rmSync(path.join(folder, name), { recursive: true, force: true });
}

/** Writes one report. */
export const writeReport = (folder: string, name: string, text: string): void =>
  writeBytes(folder, name, Buffer.from(text));

/** The same for what is no text. */
export function writeBytes(folder: string, name: string, bytes: Uint8Array): void {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(file, bytes, { mode: 0o600 });
}

/** A report of this or an earlier run, undefined where there is none. */
export function readReport(folder: string, name: string): string | undefined {
  try {
    return readFileSync(path.join(folder, name), 'utf8');
  } catch {
    return undefined;
  }
}

/** Adds to a file of somebody else's, such as the summary of a CI job: what earlier steps wrote there stays. */
export function appendReport(file: string, text: string): void {
  appendFileSync(file, text);
}

/** Every file below a folder. */
export const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));

/** 0700 for folders, 0600 for files: other programs write here too. */
export function makePrivate(folder: string): void {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name);
    chmodSync(file, statSync(file).isDirectory() ? 0o700 : 0o600);
  }
  chmodSync(folder, 0o700);
}
