/** Markup whose strings are always escaped: a fragment is a type of its own, and nothing else is taken as markup. */
import { html as tag, raw } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import { visible } from '../wording.ts';

export type Html = HtmlEscapedString;
export type Value = string | number | undefined | Html | readonly Html[];

const dense = new WeakMap<TemplateStringsArray, TemplateStringsArray>();

/** A fragment of HTML. Strings are escaped, and their invisible characters spelled out. */
export function html(strings: TemplateStringsArray, ...values: readonly Value[]): Html {
  const shown = values.map((value) => (typeof value === 'string' ? visible(value) : value));
  // Without promises among the values, the library answers at once.
  return tag(unindented(strings), ...shown) as Html;
}

/** For the page's own style and script only. */
export function own(text: string): Html {
  return raw(text);
}

/** Half of a page with hundreds of clauses would be indentation. */
function unindented(strings: TemplateStringsArray): TemplateStringsArray {
  const known = dense.get(strings);
  if (known) return known;
  const shorter = strings.map((text) => text.replace(/\n[ \t]+/g, '\n'));
  const made = Object.assign(shorter, { raw: shorter });
  dense.set(strings, made);
  return made;
}
