/** What the suite made at a vendor, on disk before and after each call that makes or removes something. */
import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { randomBytes } from 'node:crypto';
import { lifeOf, self, type ProcessIdentity } from '../config/process.ts';

export interface Entry {
  readonly at: string;
  /** `intent` before a call that creates; `made` its ids; `nothing` it was refused; `lost` its answer never came; `gone` removed; `kept` could not be removed. */
  readonly kind: 'intent' | 'made' | 'nothing' | 'lost' | 'gone' | 'kept' | 'acknowledged';
  readonly seq: string;
  readonly vendor: string;
  /** Base URL the call went to: ids of one origin are never swept at another. */
  readonly origin: string;
  /** The operation that made it. */
  readonly resource: string;
  /** What was made: `image`, `document`. */
  readonly what?: string;
  readonly id?: string;
  /** Where it was made: note and file name, for a person who has to find it. */
  readonly note?: string;
  readonly file?: string;
  /** How it is known that it is gone. */
  readonly proof?: string;
  /** The process that wrote it, and the run that this process belonged to. */
  readonly by: ProcessIdentity;
  readonly run: ProcessIdentity;
}

export interface Journal {
  /** Notes that something is about to be made; the returned name goes with the result. */
  intent(about: About): string;
  made(seq: string, ids: readonly string[], what?: string): void;
  lost(seq: string): void;
  /** True where it was still there. */
  gone(id: string, proof: string): boolean;
  kept(id: string): void;
  /** True where this run (or one it sweeps for) made the id. */
  holds(id: string): boolean;
  /** Takes over what another journal left: it may be removed now. */
  adopt(entry: Entry): void;
  readonly path: string | undefined;
  close(): void;
}

export const journalFolder = '.journal';

/** Same id whatever its spelling: prefix, hyphens and letter case do not matter. */
export const key = (id: string): string =>
  id
    .replace(/^[a-z]{3}_(?=[0-9a-f]{32}$)/i, '')
    .replaceAll('-', '')
    .toLowerCase();

export interface About {
  readonly vendor: string;
  readonly origin: string;
  readonly resource: string;
  readonly note?: string;
  readonly file?: string;
}

/** Opens this process's journal in a folder, or one in memory where there is none (the embedded sandbox dies with its run). */
export function openJournal(folder: string | undefined, run: ProcessIdentity = self()): Journal {
  const tag = randomBytes(4).toString('hex');
  const name =
    folder === undefined
      ? undefined
      : path.join(folder, `${new Date().toISOString().replaceAll(/[-:.]/g, '')}-${process.pid}-${tag}.jsonl`);
  let descriptor: number | undefined;
  const by = self();
  const intents = new Map<string, About>();
  const held = new Map<string, { seq: string; about: About }>();
  const known = new Set<string>();
  let count = 0;
  const write = (entry: Omit<Entry, 'at' | 'by' | 'run'>) => {
    if (name === undefined || folder === undefined) return;
    if (descriptor === undefined) {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      descriptor = openSync(name, 'ax', 0o600);
      syncFolder(folder);
    }
    append(descriptor, { at: new Date().toISOString(), ...entry, by, run });
  };
  return {
    path: name,
    intent(about) {
      const seq = `${tag}-${++count}`;
      intents.set(seq, about);
      write({ kind: 'intent', seq, ...about });
      return seq;
    },
    made(seq, ids, what) {
      const about = intents.get(seq);
      if (!about) return;
      if (ids.length === 0) write({ kind: 'nothing', seq, ...about });
      for (const id of ids) {
        held.set(key(id), { seq, about });
        known.add(key(id));
        write({ kind: 'made', seq, ...about, ...(what === undefined ? {} : { what }), id });
      }
    },
    lost(seq) {
      const about = intents.get(seq);
      if (about) write({ kind: 'lost', seq, ...about });
    },
    gone(id, proof) {
      const entry = held.get(key(id));
      if (!entry) return false;
      held.delete(key(id));
      write({ kind: 'gone', seq: entry.seq, ...entry.about, id, proof });
      return true;
    },
    kept(id) {
      const entry = held.get(key(id));
      if (entry) write({ kind: 'kept', seq: entry.seq, ...entry.about, id });
    },
    holds: (id) => known.has(key(id)),
    adopt({ id, seq, vendor, origin, resource, note, file }) {
      if (id === undefined) return;
      const about = { vendor, origin, resource, ...(note === undefined ? {} : { note }), ...(file && { file }) };
      held.set(key(id), { seq, about });
      known.add(key(id));
    },
    close() {
      if (descriptor !== undefined) closeSync(descriptor);
      descriptor = undefined;
      // A journal that holds nothing any more has nothing to say to anybody.
      if (name !== undefined) removeIfSettled(name);
    },
  };
}

function append(descriptor: number, entry: Entry): void {
  writeSync(descriptor, `${JSON.stringify(entry)}\n`);
  fsyncSync(descriptor);
}

/** A new file's name is on disk only when its folder is. */
function syncFolder(folder: string): void {
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

/** Entries of one journal file; a line that a kill cut short is left out. */
export function readEntries(file: string): Entry[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return [];
  }
  return text.split('\n').flatMap((line) => {
    try {
      return line === '' ? [] : [JSON.parse(line) as Entry];
    } catch {
      return [];
    }
  });
}

export interface Leftovers {
  /** Made and not removed. */
  readonly open: readonly Entry[];
  /** Announced, and no answer ever noted: nobody knows whether it exists. */
  readonly lost: readonly Entry[];
}

/** What a journal's entries leave behind. */
export function leftovers(entries: readonly Entry[]): Leftovers {
  const gone = new Set(
    entries.filter(({ kind, id }) => kind === 'gone' && id !== undefined).map(({ id }) => key(id ?? '')),
  );
  const acknowledged = new Set(entries.filter(({ kind }) => kind === 'acknowledged').map(({ seq }) => seq));
  const answered = new Set(entries.filter(({ kind }) => kind === 'made' || kind === 'nothing').map(({ seq }) => seq));
  return {
    open: entries.filter(({ kind, id }) => kind === 'made' && id !== undefined && !gone.has(key(id))),
    lost: entries.filter(({ kind, seq }) => kind === 'intent' && !answered.has(seq) && !acknowledged.has(seq)),
  };
}

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
