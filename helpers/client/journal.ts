/** What the suite made at a vendor, on disk before and after each call that makes or removes something. */
import { randomBytes } from 'node:crypto';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import path from 'node:path';
import { self, type ProcessIdentity } from '../config/process.ts';
import { append, parentOf, removeIfSettled, syncFolder, type Entry } from './journal-file.ts';

export interface Journal {
  /** Notes that something is about to be made; the returned name goes with the result. */
  intent(about: About): string;
  /** Notes the ids that a creation gave; none where nothing was made. */
  made(seq: string, ids: readonly string[], what: string): void;
  /** Notes that a creation may have made something, and its id is unknown. */
  lost(seq: string): void;
  /** True where it was still there. */
  gone(resource: ResourceKey, proof: string): boolean;
  kept(resource: ResourceKey): void;
  /** True where this run (or one it sweeps for) made the resource. */
  holds(resource: ResourceKey): boolean;
  /** Takes over what another journal left: it may be removed now. `what` is its kind. */
  adopt(entry: Entry, what: string): void;
  readonly path: string | undefined;
  close(): void;
}

export const journalFolder = '.journal';

/** What is known of something before it is made. */
export type About = Pick<Entry, 'vendor' | 'origin' | 'resource' | 'parent' | 'above' | 'file'>;

/** What is the same thing at a vendor: an id means nothing without its kind and where it was made. */
export interface ResourceKey {
  /** Base URL of the vendor. */
  readonly origin: string;
  readonly kind: string;
  /** In any spelling that the vendor knows. */
  readonly id: string;
}

export interface JournalOptions {
  /** Folder of the journal files; in memory without one (an embedded sandbox dies with its run). */
  readonly folder?: string | undefined;
  /** The run that this process belongs to; itself unless given. */
  readonly run?: ProcessIdentity | undefined;
  /** The same text for all spellings of an id at a vendor; the id itself unless given. */
  readonly canonicalId?: (origin: string, id: string) => string;
}

/** Opens this process's journal. Close it when done. */
export function openJournal({ folder, run = self(), canonicalId = (_origin, id) => id }: JournalOptions = {}): Journal {
  const tag = randomBytes(4).toString('hex');
  const name =
    folder === undefined
      ? undefined
      : path.join(folder, `${new Date().toISOString().replaceAll(/[-:.]/g, '')}-${process.pid}-${tag}.jsonl`);
  const keyOf = ({ origin, kind, id }: ResourceKey) => JSON.stringify([origin, kind, canonicalId(origin, id)]);
  let descriptor: number | undefined;
  const by = self();
  const intents = new Map<string, About>();
  const held = new Map<string, Pick<Entry, 'seq' | 'what' | 'id'> & About>();
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
        const entry = { seq, ...about, what, id };
        held.set(keyOf({ origin: about.origin, kind: what, id }), entry);
        known.add(keyOf({ origin: about.origin, kind: what, id }));
        write({ kind: 'made', ...entry });
      }
    },
    lost(seq) {
      const about = intents.get(seq);
      if (about) write({ kind: 'lost', seq, ...about });
    },
    gone(resource, proof) {
      const entry = held.get(keyOf(resource));
      if (!entry) return false;
      held.delete(keyOf(resource));
      write({ kind: 'gone', ...entry, proof });
      return true;
    },
    kept(resource) {
      const entry = held.get(keyOf(resource));
      if (entry) write({ kind: 'kept', ...entry });
    },
    holds: (resource) => known.has(keyOf(resource)),
    adopt(entry, what) {
      const { id, seq, vendor, origin, resource, above, file } = entry;
      if (id === undefined) return;
      const parent = parentOf(entry);
      const key = keyOf({ origin, kind: what, id });
      held.set(key, {
        seq,
        vendor,
        origin,
        resource,
        what,
        id,
        ...(parent !== undefined && { parent }),
        ...(above && { above }),
        ...(file && { file }),
      });
      known.add(key);
    },
    close() {
      if (descriptor !== undefined) closeSync(descriptor);
      descriptor = undefined;
      // A journal that holds nothing any more has nothing to say to anybody.
      if (name !== undefined) removeIfSettled(name);
    },
  };
}
