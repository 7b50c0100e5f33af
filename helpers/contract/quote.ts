/** The vendor's own words at the place of a clause, for people who have to be shown them. */
import { at, isObject } from './pointer.ts';
import type { Clause, Json } from './types.ts';

/** Longest quote in characters: beyond it the place says more. */
const longest = 600;

/**
 * What the document says at the place of a clause, or the vendor's page where the overlay quotes it; undefined where only a
 * page says it and the overlay has no quote. Keys that an overlay added (`x-…`) are left out, and so are the descriptions of a
 * document whose descriptions are not the vendor's words (`isReworded`: `x-reworded: true` in its overlay).
 */
export function quoteOf(clause: Clause, document: Json, isReworded = false): string | undefined {
  if (clause.quote !== undefined) return clause.quote;
  const mark = clause.at.indexOf('#');
  if (mark < 0 || /^https?:/.test(clause.at)) return undefined;
  const found = at(document, clause.at.slice(mark + 1));
  const value = isReworded && found !== undefined ? withoutProse(found) : found;
  if (value === undefined) return undefined;
  const words = isObject(value) ? ofObject(clause, value) : value;
  const text = typeof words === 'string' ? words.trim() : JSON.stringify(words, null, 2);
  return text.length > longest ? `${text.slice(0, longest)} …` : text;
}

/** Of an object the keyword that the clause is about, else its description, else all of it. */
function ofObject({ ref: { rule, scope } }: Clause, value: { readonly [key: string]: Json }): Json {
  const keyword = value[rule];
  if (keyword !== undefined) return { [rule]: keyword };
  if (typeof value['description'] === 'string' && value['description'].trim() !== '') return value['description'];
  // The list of an operation's responses says more by its statuses than by its schemas.
  if (scope === 'operation' && Object.values(value).every(isObject))
    return Object.fromEntries(
      Object.entries(value).map(([status, response]) => [
        status,
        (response as { description?: Json }).description ?? '',
      ]),
    );
  return Object.fromEntries(Object.entries(value).filter(([key]) => !key.startsWith('x-')));
}

/** A value without the descriptions and summaries in it. */
function withoutProse(value: Json): Json {
  if (Array.isArray(value)) return value.map((each: Json) => withoutProse(each));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, each]) => !(['description', 'summary'].includes(key) && typeof each === 'string'))
      .map(([key, each]) => [key, withoutProse(each as Json)]),
  );
}
