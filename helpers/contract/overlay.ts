/** OpenAPI Overlay 1.0: what only a vendor's prose says, added to its document, each action with its reason and page. */
import { paths as select } from 'jsonpath-rfc9535';
import { parse } from 'yaml';
import { z } from 'zod';
import { isObject } from './pointer.ts';
import { UserError, type Json, type JsonSchema } from './types.ts';

const shape = z.strictObject({
  overlay: z.literal('1.0.0'),
  info: z.strictObject({ title: z.string(), version: z.string() }),
  actions: z
    .array(
      z.strictObject({
        target: z.string().startsWith('$'),
        description: z.string().min(10, 'every action says its reason'),
        'x-page': z.url('every action names the page that says it'),
        update: z.unknown().optional(),
        remove: z.boolean().optional(),
      }),
    )
    .min(1),
});
export type Overlay = z.infer<typeof shape>;

/** Reads an overlay document; `file` is named in errors. Throws UserError with file, place and reason. */
export function readOverlay(text: string, file: string): Overlay {
  let raw: unknown;
  try {
    raw = parse(text, { maxAliasCount: 0 });
  } catch (error) {
    throw new UserError(`${file}: is not YAML: ${firstLine(error)}`);
  }
  const read = shape.safeParse(raw);
  if (read.success) return read.data;
  const issue = read.error.issues[0];
  throw new UserError(`${file}#/${issue?.path.join('/') ?? ''}: ${issue?.message ?? 'is not an overlay'}`);
}

/**
 * Applies an overlay to a copy of a document. Returns the new document and the indexes of the actions that found
 * their target (one overlay serves all documents of a vendor, so an action need not match in each of them).
 */
export function applyOverlay(
  document: JsonSchema,
  overlay: Overlay,
  file: string,
): { document: JsonSchema; used: Set<number> } {
  const result = structuredClone(document);
  const used = new Set<number>();
  for (const [index, action] of overlay.actions.entries()) {
    let targets: string[];
    try {
      targets = select(result as never, action.target).map(String);
    } catch (error) {
      throw new UserError(`${file}#/actions/${index}/target: is not a JSONPath (RFC 9535): ${firstLine(error)}`);
    }
    for (const target of targets.reverse()) {
      used.add(index);
      const segments = segmentsOf(target);
      const key = segments.pop();
      let parent: unknown = result;
      for (const segment of segments) parent = (parent as Record<string | number, unknown>)[segment];
      if (key === undefined) mergeInto(result as Mutable, action.update);
      else if (action.remove) remove(parent, key);
      else (parent as Mutable)[key] = merged((parent as Mutable)[key], action.update);
    }
  }
  return { document: result, used };
}

type Mutable = Record<string | number, unknown>;

/** `$['a'][0]` (a normalized path, RFC 9535 section 2.7) as its segments. */
function segmentsOf(normalized: string): (string | number)[] {
  return [...normalized.matchAll(/\[(?:'((?:[^'\\]|\\.)*)'|(\d+))\]/g)].map(([, name, index]) =>
    index === undefined ? (name ?? '').replaceAll(/\\(.)/g, '$1') : Number(index),
  );
}

function remove(parent: unknown, key: string | number): void {
  if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else delete (parent as Mutable)[key];
}

function merged(target: unknown, update: unknown): unknown {
  if (Array.isArray(target)) return [...target, ...(Array.isArray(update) ? update : [update])];
  if (isObject(target) && isObject(update)) return mergeInto(target as Mutable, update);
  return update;
}

function mergeInto(target: Mutable, update: unknown): Mutable {
  if (!isObject(update)) return target;
  for (const [key, value] of Object.entries(update))
    target[key] = key in target ? merged(target[key], value) : (value as Json);
  return target;
}

const firstLine = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
