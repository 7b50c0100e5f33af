/** From what a user names (a file, an address, a folder) to the parts it holds, pages of an index included. */
import { readText } from './read-text.ts';
import type { FoundPart, PublishedText } from './published.ts';

/** Pages that one index may name: a site with more is imported by its OpenAPI file. */
export const mostPages = 500;

/** How a text is obtained: a file by its path, or an address through the suite's one way to the network. */
export type ReadText = (name: string) => Promise<string>;

export interface Collected {
  readonly parts: readonly FoundPart[];
  /** Every text that was read, in order. */
  readonly texts: readonly PublishedText[];
  /** True where every page of an index was read: an operation that no page shows is published no more. */
  readonly complete: boolean;
  /** Pages of an index that could not be read, with the reason. */
  readonly unread: readonly { readonly name: string; readonly because: string }[];
  /** Texts that hold nothing to import, with the reason. */
  readonly without: readonly { readonly name: string; readonly because: string }[];
}

/**
 * Reads the named texts, and of an index (`llms.txt`) each page it names on its own site, one level deep. A page that
 * cannot be read is left out with its reason; only the texts that were named themselves must be readable.
 */
export async function collectParts(names: readonly string[], read: ReadText): Promise<Collected> {
  const parts: FoundPart[] = [];
  const texts: PublishedText[] = [];
  const without: { name: string; because: string }[] = [];
  const ofIndex: FoundPart[] = [];
  const add = (published: PublishedText, follow: boolean): readonly string[] => {
    texts.push(published);
    const found = readText(published);
    if (found.kind === 'parts') (follow ? parts : ofIndex).push(...found.parts);
    else if (found.kind === 'nothing') without.push({ name: published.name, because: found.because });
    else if (follow) return found.links.map(({ url }) => url);
    return [];
  };
  const unread: { name: string; because: string }[] = [];
  const pages: string[] = [];
  for (const name of names) pages.push(...add({ name, text: await read(name) }, true));
  const wanted = [...new Set(pages)].filter((page) => !names.includes(page));
  for (const name of wanted.slice(0, mostPages)) {
    try {
      add({ name, text: await read(name) }, false);
    } catch (error) {
      unread.push({ name, because: error instanceof Error ? error.message : String(error) });
    }
  }
  if (wanted.length > mostPages)
    unread.push({ name: `${wanted.length - mostPages} further pages`, because: `an import reads ${mostPages}` });
  return {
    parts: [...parts, ...ofOpenApiFirst(ofIndex)],
    texts,
    complete: wanted.length > 0 && unread.length === 0,
    unread,
    without,
  };
}

/** Guides of a site whose operations are in OpenAPI blocks are no API of their own: prose counts where it is all there is. */
function ofOpenApiFirst(parts: readonly FoundPart[]): readonly FoundPart[] {
  const published = parts.filter(({ kind }) => kind !== 'prose');
  return published.length > 0 ? published : parts;
}
