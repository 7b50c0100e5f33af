/** What runs that died left behind: removed where that is possible, told where it is not. */
import { mkdirSync, readdirSync, rmSync, writeFileSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { abandoned, addTo, leftovers, parentOf, readEntries, removeIfSettled, type Entry } from './journal-file.ts';
import { lifeOf, self, type ProcessIdentity } from '../config/process.ts';

export interface Swept {
  /** Removed, one sentence each. */
  readonly removed: readonly string[];
  /** Still there, one sentence each with the reason. */
  readonly kept: readonly string[];
  /** Creations without a response, or with one that does not say what they made: it is unknown whether they exist, and no operation lists them. */
  readonly lost: readonly Entry[];
}

export interface SweepOptions {
  readonly folder: string;
  /** The run's vendors: what was made elsewhere, or by a document of another name, is not looked for here. */
  readonly targets: readonly Pick<Entry, 'vendor' | 'origin'>[];
  readonly run: ProcessIdentity;
  /** Removes what an entry made; gives the proof, or the reason why it is still there. */
  readonly remove: (entry: Entry) => Promise<{ proof: string } | { because: string }>;
}

/** Sweeps the abandoned journals of a folder. */
export async function sweep({ folder, targets, run, remove }: SweepOptions): Promise<Swept> {
  const isOurs = (entry: Entry) =>
    targets.some(({ vendor, origin }) => vendor === entry.vendor && origin === entry.origin);
  const removed: string[] = [];
  const kept: string[] = [];
  const lost: Entry[] = [];
  for (const file of abandoned(folder, run)) {
    const release = claim(file);
    if (!release) continue;
    try {
      const left = leftovers(readEntries(file));
      lost.push(...left.lost.filter(isOurs));
      // What is part of another is removed before it.
      for (const entry of left.open.toReversed()) {
        if (!isOurs(entry)) continue;
        const result = await remove(entry);
        const done = 'proof' in result;
        addTo(file, {
          ...entry,
          kind: done ? 'gone' : 'kept',
          at: new Date().toISOString(),
          ...(done ? { proof: result.proof } : {}),
        });
        (done ? removed : kept).push(`${nameOf(entry)} (${done ? result.proof : result.because})`);
      }
      removeIfSettled(file);
    } finally {
      release();
    }
  }
  return { removed, kept, lost };
}

const placeOf = (entry: Entry): string => {
  const parent = parentOf(entry);
  return `${parent === undefined ? '' : ` of ${parent}`}${entry.file === undefined ? '' : `, ${entry.file}`}`;
};

const nameOf = (entry: Entry): string =>
  `${entry.what ?? 'resource'} ${entry.id ?? ''}${placeOf(entry)}, created ${entry.at} at ${entry.origin}`;

/** The sentence by which a person finds a creation that may or may not exist. */
export const lostLine = (entry: Entry): string =>
  `${entry.seq}: ${entry.resource} was sent at ${entry.at}${placeOf(entry)}, ${entry.origin}, without a response, or with one that does not repeat what was sent: its id is unknown, so it cannot be deleted; check with the vendor, then npm run sweep -- --acknowledge ${entry.seq}`;

/** Marks creations without a response as checked by a person. Returns those that were known. */
export function acknowledge(folder: string, seq: string): Entry[] {
  return abandoned(folder).flatMap((file) => {
    const entries = leftovers(readEntries(file)).lost.filter((each) => seq === 'all' || each.seq === seq);
    for (const entry of entries) addTo(file, { ...entry, kind: 'acknowledged', at: new Date().toISOString() });
    removeIfSettled(file);
    return entries;
  });
}

/** Journals of runs that live, or that cannot be asked whether they do. */
export function inUse(folder: string): number {
  const free = new Set(abandoned(folder));
  try {
    return readdirSync(folder).filter((name) => name.endsWith('.jsonl') && !free.has(path.join(folder, name))).length;
  } catch {
    return 0;
  }
}

/** One sweep at a time: the file beside a journal names who sweeps it. */
function claim(file: string): (() => void) | undefined {
  const mark = `${file}.sweep`;
  for (const _try of [1, 2]) {
    try {
      mkdirSync(path.dirname(mark), { recursive: true });
      writeFileSync(mark, JSON.stringify(self()), { flag: 'wx', mode: 0o600 });
      return () => rmSync(mark, { force: true });
    } catch {
      if (lives(mark)) return undefined;
      rmSync(mark, { force: true });
    }
  }
  return undefined;
}

function lives(mark: string): boolean {
  try {
    return lifeOf(JSON.parse(readFileSync(mark, 'utf8')) as ProcessIdentity) !== 'dead';
  } catch {
    return false;
  }
}
