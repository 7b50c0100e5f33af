/** The part of `specs/<vendor>/SOURCE.md` that the import writes: which text each document was taken from, when, and its hash. */
import { literal } from '../text.ts';

/** One text that a document was taken from. */
export interface Source {
  /** Name of the document in `specs/<vendor>/`. */
  readonly file: string;
  /** File name or address of the text. */
  readonly page: string;
  /** `2026-11-26`. */
  readonly read: string;
  /** SHA-256 of the text, hex. */
  readonly sha256: string;
}

const begin = '<!-- import: begin (written by npm run import) -->';
const end = '<!-- import: end -->';
const row = /^\| `([^`|]+)` \| <?([^>|\s]+)>? \| (\d{4}-\d\d-\d\d) \| `([0-9a-f]{64})` \|$/gm;

/** What SOURCE.md says of earlier imports. */
export function readSources(text: string): Source[] {
  const [, section = ''] = new RegExp(`${literal(begin)}([\\s\\S]*?)${literal(end)}`).exec(text) ?? [];
  return [...section.matchAll(row)].map(([, file = '', page = '', read = '', sha256 = '']) => ({
    file,
    page,
    read,
    sha256,
  }));
}

/** SOURCE.md with the sources of this import in place of earlier ones of the same pages; everything else stays as it is. */
export function writeSources(text: string | undefined, vendor: string, sources: readonly Source[]): string {
  const before = text ?? `# Where the documents of ${vendor} come from\n`;
  const fresh = new Set(sources.map(({ file, page }) => `${file} ${page}`));
  const kept = readSources(before).filter(({ file, page }) => !fresh.has(`${file} ${page}`));
  const rows = [...kept, ...sources]
    .toSorted((a, b) => a.file.localeCompare(b.file, 'en') || a.page.localeCompare(b.page, 'en'))
    .map(({ file, page, read, sha256 }) => `| \`${file}\` | ${shown(page)} | ${read} | \`${sha256}\` |`);
  const section = [
    begin,
    '',
    '| document | taken from | read | SHA-256 of the text |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
    end,
  ].join('\n');
  const known = new RegExp(`${literal(begin)}[\\s\\S]*?${literal(end)}`);
  return known.test(before)
    ? before.replace(known, () => section)
    : `${before.trimEnd()}\n\n## Imports\n\n${section}\n`;
}

/** An address as a link; characters that would end the cell are encoded. */
const shown = (page: string): string => {
  const safe = page.replaceAll(/[|<>\s]/g, encodeURIComponent);
  return /^https?:/.test(safe) ? `<${safe}>` : safe;
};
