/** A text that is an OpenAPI or Swagger document as a whole. */
import { parse } from 'yaml';
import { isObject } from '../pointer.ts';
import type { JsonSchema } from '../types.ts';
import { firstLine } from '../text.ts';

/** YAML aliases that one document may expand: beyond it is an attack or an accident. */
const maxAliases = 1_000;

/**
 * A JSON or YAML text with an `openapi` or `swagger` field at its root. `because` (one line) where it begins like one
 * and is broken; neither where it is something else.
 */
export function readDocument(text: string): { document?: JsonSchema; because?: string } {
  const json = /^\s*\{/.test(text);
  if (!json && !/^["']?(openapi|swagger)["']?\s*:/m.test(text.slice(0, 20_000))) return {};
  let value: unknown;
  try {
    value = json ? JSON.parse(text) : parse(text, { merge: true, maxAliasCount: maxAliases });
  } catch (error) {
    // A page of Markdown or prose may hold such a line too: its blocks are read one by one.
    if (json ? !/"(openapi|swagger)"\s*:/.test(text) : /^(`{3,}|~{3,}|#|>)/m.test(text)) return {};
    return { because: `it is neither JSON nor YAML: ${firstLine(error)}` };
  }
  return isApi(value) ? { document: value } : {};
}

/** True for the root of an OpenAPI 3 or Swagger 2 document. */
export const isApi = (value: unknown): value is JsonSchema =>
  isObject(value) && (typeof value['openapi'] === 'string' || value['swagger'] === '2.0' || value['swagger'] === 2);
