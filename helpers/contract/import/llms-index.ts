/** `llms.txt`: the index of a documentation site in Markdown (the form of llmstxt.org, as Mintlify publishes it). */
import type { IndexLink, PublishedText } from './published.ts';

/** Names of files that an import can read. */
const readable = /\.(?:md|mdx|json|ya?ml|txt)$/i;

/**
 * The pages an index names, in its order and each once. Only pages of the index's own site are named:
 * a documentation site must not send the importer to other hosts. Relative links are resolved.
 */
export function readIndex({ name, text }: PublishedText): IndexLink[] {
  const links = new Map<string, IndexLink>();
  for (const [, title = '', target = ''] of text.matchAll(
    /\[([^\]\n]{1,300})\]\(\s*<?([^\s()<>]{1,2000})>?[^)\n]*\)/g,
  )) {
    const url = resolve(target, name);
    if (url !== undefined && url !== name && !links.has(url)) links.set(url, { url, title });
  }
  return [...links.values()];
}

function resolve(target: string, base: string): string | undefined {
  if (!URL.canParse(base)) return URL.canParse(target) || !readable.test(target) ? undefined : target;
  if (!URL.canParse(target, base)) return undefined;
  const url = new URL(target, base);
  url.hash = '';
  return url.origin === new URL(base).origin && readable.test(url.pathname) ? url.href : undefined;
}
