/** Journal files: what the suite made at a vendor, a line of JSON an entry, and what a process that died left open. */
import { appendFileSync, closeSync, fsyncSync, openSync, readdirSync, readFileSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { jsonLines } from '../config/json-lines.ts';
import { lifeOf, self, type ProcessIdentity } from '../config/process.ts';

export interface Entry {
  readonly at: string;
  /** `intent` before a call that creates; `made` its ids; `nothing` it was refused; `lost` no response came, or none that says what it made; `gone` removed; `kept` could not be removed. */
  readonly kind: 'intent' | 'made' | 'nothing' | 'lost' | 'gone' | 'kept' | 'acknowledged';
  readonly seq: string;
  readonly vendor: string;
  /** Base URL the call went to: ids of one origin are never swept at another. */
  readonly origin: string;
  /** The operation that made it. */
  readonly resource: string;
  /** The kind of resource that was made. */
  readonly what?: string;
  readonly id?: string;
  /** What it was added to, and the name of the file that was sent: for a person who has to find it. */
  readonly parent?: string;
  /** What the parent is part of, the nearest first. */
  readonly above?: readonly string[];
  readonly file?: string;
  /** The parent in journals of earlier versions, percent-encoded. */
  readonly note?: string;
  /** How it is known that it is gone. */
  readonly proof?: string;
  /** The process that wrote it, and the run that this process belonged to. */
  readonly by: ProcessIdentity;
  readonly run: ProcessIdentity;
}

/** Appends an entry and waits until it is on the disk, the whole of it: throws where the disk is full. */
export function append(descriptor: number, entry: Entry): void {
  appendFileSync(descriptor, `${JSON.stringify(entry)}\n`);
  fsyncSync(descriptor);
}

/** A new file's name is on disk only when its folder is. */
export function syncFolder(folder: string): void {
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Adds an entry to the journal of a process that is gone. */
export function addTo(file: string, entry: Entry): void {
  const descriptor = openSync(file, 'a', 0o600);
  try {
    // The last line may have been cut short by a kill.
    if (!readFileSync(file, 'utf8').endsWith('\n')) writeSync(descriptor, '\n');
    append(descriptor, entry);
  } finally {
    closeSync(descriptor);
  }
}

/** Removes a journal that has nothing left to say. */
export function removeIfSettled(file: string): void {
  const { open, lost } = leftovers(readEntries(file));
  if (open.length === 0 && lost.length === 0) rmSync(file, { force: true });
}

/** Entries of one journal file; what is no entry, such as a line that a kill cut short, is left out. */
export function readEntries(file: string): Entry[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return [];
  }
  return jsonLines(text).filter(isEntry);
}

const isEntry = (value: unknown): value is Entry => {
  if (typeof value !== 'object' || value === null) return false;
  const { at, kind, seq, vendor, origin, resource, by, run } = value as Partial<Entry>;
  return (
    [at, kind, seq, vendor, origin, resource].every((each) => typeof each === 'string') &&
    [by, run].every((each) => typeof each?.pid === 'number')
  );
};

export interface Leftovers {
  /** Made and not removed. */
  readonly open: readonly Entry[];
  /** Announced, and no answer ever noted: nobody knows whether it exists. */
  readonly lost: readonly Entry[];
}

/** What a journal's entries leave behind. */
export function leftovers(entries: readonly Entry[]): Leftovers {
  const gone = entries.filter(({ kind }) => kind === 'gone');
  const acknowledged = new Set(entries.filter(({ kind }) => kind === 'acknowledged').map(({ seq }) => seq));
  const answered = new Set(entries.filter(({ kind }) => kind === 'made' || kind === 'nothing').map(({ seq }) => seq));
  return {
    open: entries.filter(
      (entry) => entry.kind === 'made' && entry.id !== undefined && !gone.some((each) => isSame(each, entry)),
    ),
    lost: entries.filter(({ kind, seq }) => kind === 'intent' && !answered.has(seq) && !acknowledged.has(seq)),
  };
}

/** True where an entry that something is gone is about what another entry says was made. */
const isSame = (gone: Entry, made: Entry): boolean =>
  gone.origin === made.origin &&
  // Earlier versions noted neither the kind nor the id as it was made.
  (gone.what === undefined
    ? withoutSpelling(gone.id) === withoutSpelling(made.id)
    : gone.what === made.what && gone.id === made.id);

const withoutSpelling = (id = ''): string =>
  id
    .replace(/^[a-z]{3}_(?=[0-9a-f]{32}$)/i, '')
    .replaceAll('-', '')
    .toLowerCase();

/** What an entry says the resource was added to. */
export const parentOf = ({ parent, note }: Entry): string | undefined =>
  parent ?? (note === undefined ? undefined : decodeURIComponent(note));

/** The ids of all that the resource is part of, the nearest first. */
export const parentsOf = (entry: Entry): string[] => {
  const parent = parentOf(entry);
  return parent === undefined ? [] : [parent, ...(entry.above ?? [])];
};

/** How long a journal whose process cannot be asked about has to have been still before it is taken for abandoned. */
const foreignRest = 3_600_000;

/**
 * Journal files of a folder that a sweep may take: their process is gone and so is the run it belonged to.
 * A run may take those of its own dead workers while it lives.
 */
export function abandoned(folder: string, run: ProcessIdentity = self()): string[] {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch {
    return [];
  }
  return names
    .filter((each) => each.endsWith('.jsonl'))
    .map((each) => path.join(folder, each))
    .filter((file) => {
      const last = readEntries(file).at(-1);
      if (last === undefined) return true;
      const ours = last.run.pid === run.pid && last.run.started === run.started && last.run.space === run.space;
      const lives = ours ? [lifeOf(last.by)] : [lifeOf(last.by), lifeOf(last.run)];
      if (lives.includes('alive')) return false;
      return lives.includes('unknown') ? Date.now() - Date.parse(last.at) > foreignRest : true;
    });
}
