/** specs/<vendor>/clauses.lock: every clause of a vendor on a line of its own, for a person who reviews what a change does to them. */
import type { Clause } from '../contract/types.ts';

/** The text of a lock file: `<id> <level> <hash>`, in the order of the documents. */
export const lockText = (clauses: Iterable<Clause>): string =>
  [...clauses].map(({ id, level, hash }) => `${id} ${level} ${hash}\n`).join('');

/** The ids that a lock file names. */
export const lockedIds = (text: string): string[] =>
  text.split('\n').flatMap((line) => /^(.+) \S+ \S+$/.exec(line)?.[1] ?? []);
