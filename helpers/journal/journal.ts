/** What the suite made at a vendor, on disk before and after each call that makes or removes something. */
import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { randomBytes } from 'node:crypto';

export interface Entry {
  readonly at: string;
  /** `intent` before a call that creates; `made` its ids; `nothing` it was refused; `lost` its answer never came; `gone` removed; `kept` could not be removed. */
  readonly kind: 'intent' | 'made' | 'nothing' | 'lost' | 'gone' | 'kept' | 'acknowledged';
  readonly seq: string;
  readonly vendor: string;
  /** Base URL the call went to: ids of one origin are never swept at another. */
  readonly origin: string;
  readonly resource: string;
  readonly id?: string;
  /** Where it was made: note and file name, for a person who has to find it. */
  readonly note?: string;
  readonly file?: string;
  readonly by: { readonly pid: number; readonly host: string };
}

export interface Journal {
  /** Notes that something is about to be made; the returned name goes with the result. */
  intent(about: { vendor: string; origin: string; resource: string; note?: string; file?: string }): string;
  made(seq: string, ids: readonly string[]): void;
  lost(seq: string): void;
  gone(id: string): void;
  kept(id: string): void;
  /** True where this run (or one it sweeps for) made the id and has not removed it. */
  holds(id: string): boolean;
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

type About = { vendor: string; origin: string; resource: string; note?: string; file?: string };

/** Opens this process's journal in a folder, or one in memory where there is none (the embedded sandbox dies with its run). */
export function openJournal(folder: string | undefined): Journal {
  const name =
    folder === undefined
      ? undefined
      : path.join(
          folder,
          `${new Date().toISOString().replaceAll(/[-:.]/g, '')}-${process.pid}-${randomBytes(3).toString('hex')}.jsonl`,
        );
  let descriptor: number | undefined;
  const by = { pid: process.pid, host: hostname() };
  const intents = new Map<string, About>();
  const held = new Map<string, { seq: string; about: About }>();
  const known = new Set<string>();
  let count = 0;
  const write = (entry: Omit<Entry, 'at' | 'by'>) => {
    if (name === undefined || folder === undefined) return;
    if (descriptor === undefined) {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      descriptor = openSync(name, 'ax', 0o600);
    }
    writeSync(descriptor, `${JSON.stringify({ at: new Date().toISOString(), ...entry, by })}\n`);
    fsyncSync(descriptor);
  };
  return {
    path: name,
    intent(about) {
      const seq = `${process.pid}-${++count}`;
      intents.set(seq, about);
      write({ kind: 'intent', seq, ...about });
      return seq;
    },
    made(seq, ids) {
      const about = intents.get(seq);
      if (!about) return;
      if (ids.length === 0) write({ kind: 'nothing', seq, ...about });
      for (const id of ids) {
        held.set(key(id), { seq, about });
        known.add(key(id));
        write({ kind: 'made', seq, ...about, id });
      }
    },
    lost(seq) {
      const about = intents.get(seq);
      if (about) write({ kind: 'lost', seq, ...about });
    },
    gone(id) {
      const entry = held.get(key(id));
      if (!entry) return;
      held.delete(key(id));
      write({ kind: 'gone', seq: entry.seq, ...entry.about, id });
    },
    kept(id) {
      const entry = held.get(key(id));
      if (entry) write({ kind: 'kept', seq: entry.seq, ...entry.about, id });
    },
    holds: (id) => known.has(key(id)),
    close() {
      if (descriptor !== undefined) closeSync(descriptor);
      descriptor = undefined;
      // A journal that holds nothing any more has nothing to say to anybody.
      if (name !== undefined && held.size === 0 && folder !== undefined && settled(readEntries(name)))
        rmSync(name, { force: true });
    },
  };
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

const settled = (entries: readonly Entry[]): boolean => {
  const { open, lost } = leftovers(entries);
  return open.length === 0 && lost.length === 0;
};

/** Journal files of a folder whose process is gone (or was on another machine): those a sweep may take. */
export function abandoned(folder: string): string[] {
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
      return last.by.host === hostname() ? !isAlive(last.by.pid) : Date.now() - Date.parse(last.at) > foreignRest;
    });
}

/** How long a journal of another machine has to have been still before it is taken for abandoned. */
const foreignRest = 3_600_000;

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
