/** OpenAPI Overlay 1.0 and 1.1: what only a vendor's prose says, added to its document. */
import { jsonpath } from 'json-p3';
import { parse } from 'yaml';
import { z } from 'zod';
import { isObject, ownOf, setOwn } from './pointer.ts';
import { UserError, type JsonSchema } from './types.ts';
import { firstLine } from './text.ts';

/** Fields of an object of the specification, and any extension beside them. */
const withExtensions = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.looseObject(shape).superRefine((value, context) => {
    for (const key of Object.keys(value))
      if (!(key in shape) && !key.startsWith('x-')) context.addIssue(`${key} is no field of an overlay`);
  });

const action = {
  target: z.string().startsWith('$'),
  description: z.string().optional(),
  update: z.unknown().optional(),
  copy: z.string().startsWith('$').optional(),
  remove: z.boolean().optional(),
};

const shape = withExtensions({
  overlay: z.string().regex(/^1\.[01]\.\d+(?:-.+)?$/, 'has to be a version 1.0 or 1.1'),
  info: withExtensions({ title: z.string(), version: z.string(), description: z.string().optional() }),
  extends: z.string().optional(),
  actions: z
    .array(withExtensions(action))
    .min(1)
    .refine(
      (list) => new Set(list.map((each) => JSON.stringify(each))).size === list.length,
      'an action is duplicated',
    ),
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
  for (const [index, { target, copy, remove, update }] of overlay.actions.entries()) {
    const targets = select(result, target, `${file}#/actions/${index}/target`);
    const source = copy === undefined ? undefined : select(result, copy, `${file}#/actions/${index}/copy`)[0];
    const added = source === undefined ? update : structuredClone(source.value);
    for (const { location } of targets.toReversed()) {
      used.add(index);
      const steps = [...location];
      const key = steps.pop();
      let parent: unknown = result;
      for (const step of steps) parent = (parent as Mutable)[step];
      if (key === undefined) mergeInto(result as Mutable, added);
      else if (remove === true) removeFrom(parent, key);
      else (parent as Mutable)[key] = merged((parent as Mutable)[key], added);
    }
  }
  return { document: result, used };
}

type Mutable = Record<string | number, unknown>;

interface Found {
  readonly location: readonly (string | number)[];
  readonly value: unknown;
}

/** What a JSONPath selects, in order; `where` is named in errors. */
function select(document: unknown, path: string, where: string): Found[] {
  try {
    return jsonpath.query(path, document as never).nodes.map(({ location, value }) => ({ location, value }));
  } catch (error) {
    throw new UserError(`${where}: is not a JSONPath (RFC 9535): ${firstLine(error)}`);
  }
}

function removeFrom(parent: unknown, key: string | number): void {
  if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else delete (parent as Mutable)[key];
}

function merged(target: unknown, update: unknown): unknown {
  if (update === undefined) return target;
  if (Array.isArray(target)) return [...target, ...(Array.isArray(update) ? update : [update])];
  if (isObject(target) && isObject(update)) return mergeInto(target as Mutable, update);
  return update;
}

function mergeInto(target: Mutable, update: unknown): Mutable {
  if (!isObject(update)) return target;
  for (const [key, value] of Object.entries(update))
    setOwn(target, key, Object.hasOwn(target, key) ? merged(ownOf(target, key), value) : value);
  return target;
}
