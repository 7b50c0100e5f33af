/** Whether a document has a key anywhere. */
import type { JsonSchema } from './values.ts';

const marked = new WeakMap<JsonSchema, Map<string, boolean>>();

/** Whether any object of a document has a key; searched once per document and key. */
export function hasWord(document: JsonSchema, word: string): boolean {
  const words = marked.get(document) ?? new Map<string, boolean>();
  marked.set(document, words);
  const seen = new WeakSet<object>();
  const visit = (value: unknown): boolean => {
    if (typeof value !== 'object' || value === null || seen.has(value)) return false;
    seen.add(value);
    return Object.hasOwn(value, word) || Object.values(value).some(visit);
  };
  const found = words.get(word) ?? visit(document);
  words.set(word, found);
  return found;
}
