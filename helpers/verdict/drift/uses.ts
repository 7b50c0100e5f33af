/**
 * `specs/<vendor>/uses.yaml`: what our product uses of a vendor, so that a change of something else does not break a build.
 *
 *     version: 1
 *     operations:
 *       DELETE /notes/{noteId}/images/{imageId}:
 *         reads: [/data/id, /data/status]     # JSON pointers into answers, * for items; left out: everything
 */
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { join } from '../../contract/pointer.ts';
import { UserError, type Json } from '../../contract/types.ts';
import type { ChangePlace } from './change.ts';
import { operationKey } from './compare.ts';
import { firstLine, literal } from '../../contract/text.ts';

/** By `operationKey`: the pointers that are read, undefined for everything. */
export type Uses = ReadonlyMap<string, readonly string[] | undefined>;

const shape = z.strictObject({
  version: z.literal(1),
  operations: z.record(
    z.string().regex(/^[A-Za-z]+ \//, 'an operation is named by method and path: DELETE /notes/{noteId}'),
    z.strictObject({ reads: z.array(z.string().regex(/^(\/.*)?$/, 'must be a JSON pointer')).optional() }).nullable(),
  ),
});

/** Reads the file; `name` is named in errors. Throws UserError with file, place and reason. */
export function readUses(text: string, name: string): Uses {
  let raw: unknown;
  try {
    raw = parse(text);
  } catch (error) {
    throw new UserError(`${name}: is not YAML: ${firstLine(error)}`);
  }
  const read = shape.safeParse(raw);
  if (!read.success) {
    const issue = read.error.issues[0];
    throw new UserError(`${name}#/${issue?.path.join('/') ?? ''}: ${issue?.message ?? 'is not a list of uses'}`);
  }
  return new Map(
    Object.entries(read.data.operations).map(([operation, use]) => {
      const [method = '', path = ''] = operation.split(' ');
      return [operationKey(method, path), use?.reads];
    }),
  );
}

/** Whether a change at a place concerns what is used. What is about the document as a whole always does. */
export function isUsed(place: ChangePlace, uses: Uses): boolean {
  if (place.operation === '') return true;
  const [method = '', path = ''] = place.operation.split(' ');
  const key = operationKey(method, path);
  if (!uses.has(key)) return false;
  const reads = uses.get(key);
  if (reads === undefined || place.side !== 'response' || place.group !== 'body') return true;
  const { pointer = '' } = place;
  return reads.some((read) => read === pointer || pointer === '' || isBelow(read, pointer) || isBelow(pointer, read));
}

const isBelow = (pointer: string, above: string): boolean => pointer.startsWith(`${above}/`);

/** What is needed of a HAR file (HTTP Archive 1.2). */
const har = z.object({
  log: z.object({
    entries: z.array(
      z.object({
        request: z.object({ method: z.string(), url: z.string() }),
        response: z.object({
          status: z.number(),
          content: z.object({ text: z.string().optional(), encoding: z.string().optional() }).optional(),
        }),
      }),
    ),
  }),
});

/**
 * The text of `uses.yaml` from recorded traffic: each documented operation that was called, and every property that its
 * answers held. A recording shows what was received; what of it is read, a person knows: take lines away.
 */
export function recordUses(
  text: string,
  name: string,
  operations: readonly { readonly method: string; readonly path: string }[],
): string {
  const entries = readHar(text, name);
  const templates = operations.map(({ method, path }) => ({
    name: `${method.toUpperCase()} ${path}`,
    method: method.toUpperCase(),
    at: template(path),
  }));
  const found = new Map<string, Set<string>>();
  for (const { request, response } of entries) {
    const path = URL.canParse(request.url) ? new URL(request.url).pathname : '';
    const operation = templates.find(({ method, at }) => method === request.method.toUpperCase() && at.test(path));
    if (!operation) continue;
    const pointers = found.get(operation.name) ?? new Set<string>();
    found.set(operation.name, pointers);
    for (const pointer of leaves(bodyOf(response.content))) pointers.add(pointer);
  }
  const uses = Object.fromEntries(
    [...found].map(([operation, pointers]) => [operation, { reads: [...pointers].toSorted() }]),
  );
  return `# What our product uses of this vendor, recorded from traffic. Take away what it does not read.\n${stringify({ version: 1, operations: uses })}`;
}

function readHar(text: string, name: string): z.infer<typeof har>['log']['entries'] {
  try {
    return har.parse(JSON.parse(text)).log.entries;
  } catch {
    throw new UserError(`${name}: is not a HAR file (log.entries with request and response)`);
  }
}

/** A path template as an expression; what stands before it is the server's prefix. The most literal template should come first. */
const template = (path: string): RegExp =>
  new RegExp(
    `${path
      .split(/\{[^}]*\}/)
      .map(literal)
      .join('[^/]+')}/?$`,
  );

function bodyOf(content: { text?: string | undefined; encoding?: string | undefined } | undefined): Json | undefined {
  if (content?.text === undefined) return undefined;
  try {
    const text = content.encoding === 'base64' ? Buffer.from(content.text, 'base64').toString('utf8') : content.text;
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** The pointers of all values in a body, `*` for items; objects and lists only through what is in them. */
function leaves(value: Json | undefined, pointer = ''): string[] {
  if (value === undefined) return [];
  if (Array.isArray(value)) return [...new Set(value.flatMap((each: Json) => leaves(each, `${pointer}/*`)))];
  if (typeof value !== 'object' || value === null) return [pointer];
  return Object.entries(value).flatMap(([key, each]) => leaves(each as Json, join(pointer, key)));
}
