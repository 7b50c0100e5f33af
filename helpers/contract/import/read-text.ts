/** Finds out what a published text is: an OpenAPI or Swagger file, a documentation page, an index of pages, or prose. */
import { readIndex } from './llms-index.ts';
import { readMarkdownPage } from './markdown-page.ts';
import { readProse } from './prose-page.ts';
import type { Found, PublishedText } from './published.ts';
import { readDocument } from './read-document.ts';

/** Reads one text. Never throws: what cannot be read is `nothing`, with the reason in one line. */
export function readText(published: PublishedText): Found {
  const { name, text } = published;
  const whole = readDocument(text);
  if (whole.document)
    return { kind: 'parts', parts: [{ from: name, kind: 'document', document: whole.document, notes: [] }] };
  if (whole.because !== undefined) return { kind: 'nothing', because: whole.because };
  const parts = readMarkdownPage(published);
  if (parts.length > 0) return { kind: 'parts', parts };
  if (isIndex(name)) return { kind: 'index', links: readIndex(published) };
  const prose = readProse(published);
  if (prose) return { kind: 'parts', parts: [prose] };
  return { kind: 'nothing', because: 'it has no OpenAPI block and no method with a path' };
}

const isIndex = (name: string): boolean => /(^|\/)llms(-full)?\.txt(\?.*)?$/.test(name);
