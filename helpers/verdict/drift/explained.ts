/**
 * `specs/<vendor>/explained.lock`: differences between a pinned document and what the vendor had published when it was
 * pinned. They are known, so they are no drift: descriptions in our own words, operations that were not pinned.
 *
 * One line each: `<file> <id> <rule> <pointer>`; lines that begin with `#` are comments. `npm run import` writes it.
 */
import { hashOf } from '../../contract/clauses.ts';
import { UserError } from '../../contract/types.ts';
import type { Change } from './change.ts';

export interface Explained {
  /** Name of the document in `specs/<vendor>/`. */
  readonly file: string;
  readonly id: string;
  readonly rule: string;
  readonly pointer: string;
}

/** The same change has the same id in every comparison, until what is published there changes again. */
export const changeId = ({ rule, before, after, to }: Change): string =>
  hashOf([rule, before ?? after ?? '', to ?? null]);

/** A change as a line of the lock. */
export const explain = (file: string, change: Change): Explained => ({
  file,
  id: changeId(change),
  rule: change.rule,
  pointer: change.before ?? change.after ?? '',
});

/** A thing of another kind that is known: what was observed and accepted. */
export const explainId = (file: string, id: string, rule: string, pointer: string): Explained => ({
  file,
  id,
  rule,
  pointer,
});

/** Reads the lock; `name` is named in errors. Throws UserError with file and line. */
export function readExplained(text: string | undefined, name: string): Explained[] {
  return (text ?? '').split('\n').flatMap((line, index) => {
    if (line.trim() === '' || line.startsWith('#')) return [];
    const [file, id, rule, pointer, ...more] = line.split(' ');
    if (!file || !id || !/^[0-9a-f]{12}$/.test(id) || !rule || more.length > 0)
      throw new UserError(`${name}:${index + 1}: is not <file> <id> <rule> <pointer>`);
    return [{ file, id, rule, pointer: decodeURIComponent(pointer ?? '') }];
  });
}

/** The lock as text, sorted so that it changes as little as the documents do. */
export function writeExplained(entries: readonly Explained[]): string {
  const lines = entries.map(
    ({ file, id, rule, pointer }) => `${file} ${id} ${rule} ${pointer.replaceAll(/[\s%]/g, encodeURIComponent)}`,
  );
  return [
    '# Differences between these documents and what the vendor published when they were pinned. `npm run import` writes this file.',
    ...lines.toSorted(),
    '',
  ].join('\n');
}

/** The changes that are not explained, and those that are. */
export function withoutExplained(
  changes: readonly Change[],
  explained: readonly Explained[],
): { readonly news: Change[]; readonly known: Change[] } {
  const ids = new Set(explained.map(({ id }) => id));
  return {
    news: changes.filter((change) => !ids.has(changeId(change))),
    known: changes.filter((change) => ids.has(changeId(change))),
  };
}
