/** Documentation pages in Markdown that carry the OpenAPI part of their operation in a fenced block. */
import type { FoundPart, PublishedText } from './published.ts';
import { readDocument } from './read-document.ts';

/** A fenced code block of a Markdown text. */
interface Fenced {
  /** What stands behind the opening fence: `yaml /openapi-v2.json delete /notes/{noteId}`. */
  readonly info: string;
  readonly text: string;
}

/**
 * The OpenAPI documents in the fenced blocks of a page, in the page's order; none where it has no such block.
 * The form is the one of Mintlify's `.md` pages: the info string names the file, the method and the path.
 */
export function readMarkdownPage({ name, text }: PublishedText): FoundPart[] {
  return fencedBlocks(text).flatMap(({ info, text: block }): FoundPart[] => {
    const { document } = readDocument(block);
    if (!document) return [];
    const file = /(?:^|\s)\/?([\w./-]+\.(?:json|ya?ml))(?:\s|$)/.exec(info)?.[1];
    return [{ from: name, kind: 'page', document, notes: [], ...(file === undefined ? {} : { file }) }];
  });
}

/** The fenced blocks of a Markdown text (CommonMark, 4.5). A fence that is never closed ends with the text. */
export function fencedBlocks(text: string): Fenced[] {
  const blocks: Fenced[] = [];
  let open: { fence: string; info: string; lines: string[] } | undefined;
  for (const line of text.split(/\r?\n/)) {
    const [, fence = '', rest = ''] = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(line) ?? [];
    if (open) {
      if (fence.startsWith(open.fence) && rest.trim() === '') {
        blocks.push({ info: open.info, text: open.lines.join('\n') });
        open = undefined;
      } else open.lines.push(line);
    } else if (fence !== '') open = { fence, info: rest.trim(), lines: [] };
  }
  if (open) blocks.push({ info: open.info, text: open.lines.join('\n') });
  return blocks;
}
