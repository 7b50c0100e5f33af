/** Makes one document of many files: what other files hold stands under `x-files`, and every `$ref` is a local one. */
import path from 'node:path';
import { join, segmentsOf } from '../pointer.ts';
import { UserError, type JsonSchema } from '../values.ts';
import { isBelow, type DocumentFiles } from './file.ts';

/** Limits on a document: beyond them it is not read at all, rather than for minutes. */
const maxDepth = 250;
const maxNodes = 5_000_000;

/** Top-level field that holds the other files of a document, by their path relative to its folder. */
const filesField = 'x-files';

/** A document in which every reference that could be resolved is `#/…`. */
export interface Bundle {
  readonly document: JsonSchema;
  /** Why a reference could not be resolved, by the object that holds it; reported where the reference is needed. */
  readonly unresolved: Unresolved;
}

/** References that could not be followed: those out of the folder, and those to files that are not there. */
export type Unresolved = WeakMap<
  object,
  { readonly rule: 'outside-reference' | 'dangling-reference'; readonly sentence: string }
>;

/** What a user can do where not all files of a document are read. */
const wayOut = '(to make one file of all: npx @redocly/cli bundle FILE -o bundled.yaml)';

type Mutable = Record<string, unknown>;

/**
 * Bundles the files of a document, which messages name `shown`; what was read is changed. References that lead out of the document's folder, or to a
 * file that is not there, stay as they are. Throws UserError beyond the limits on size and depth.
 */
export function bundle({ root, path: main, files }: DocumentFiles, shown: string): Bundle {
  const folder = path.dirname(main);
  const isAddress = /^https?:/i.test(shown);
  const nameOf = (absolute: string) => path.relative(folder, absolute).split(path.sep).join('/');
  const others = [...files].filter(([absolute]) => absolute !== main);
  const document: Mutable = { ...root };
  if (others.length > 0)
    document[filesField] = Object.fromEntries(others.map(([name, value]) => [nameOf(name), value]));
  const unresolved: Unresolved = new WeakMap();
  const rewrite = (reference: string, from: string, holder: object): string => {
    const [file, fragment] = split(reference);
    const target = file === '' ? from : resolved(from, file);
    if (target === undefined || !isBelow(target, folder)) {
      const sentence = `${quoted(reference)} points outside the folder of the document and is not followed ${wayOut}`;
      unresolved.set(holder, { rule: 'outside-reference', sentence });
      return reference;
    }
    if (!files.has(target)) {
      const because = isAddress
        ? `is another file, and from an address only the document itself is read ${wayOut}`
        : 'points to a file that does not exist or cannot be read';
      const sentence = `${quoted(reference)} ${because}`;
      unresolved.set(holder, { rule: 'dangling-reference', sentence });
      return reference;
    }
    // The name of an anchor is looked for in all files.
    if (target === main || !/^(?:\/|$)/.test(fragment)) return `#${fragment}`;
    return `#${join(`/${filesField}`, nameOf(target)).replaceAll('%', '%25')}${fragment}`;
  };
  const seen = new WeakSet<object>();
  let nodes = 0;
  const visit = (value: unknown, from: string, pointer: string, depth: number): void => {
    if (++nodes > maxNodes) throw new UserError(`${shown}#/: has more than ${maxNodes} nodes (aliases that multiply?)`);
    if (depth > maxDepth)
      throw new UserError(`${shown}#${pointer.slice(0, 120)}…: is nested deeper than ${maxDepth} levels`);
    if (typeof value !== 'object' || value === null) return;
    const isNew = !seen.has(value);
    seen.add(value);
    const reference = (value as Mutable)['$ref'];
    if (isNew && typeof reference === 'string' && !(from === main && reference.startsWith('#')))
      (value as Mutable)['$ref'] = rewrite(reference, from, value);
    for (const [key, each] of Object.entries(value))
      if (typeof each === 'object') visit(each, from, join(pointer, key), depth + 1);
      else nodes += 1;
  };
  visit(root, main, '', 0);
  for (const [name, value] of others) visit(value, name, join(`/${filesField}`, nameOf(name)), 0);
  return { document: document as JsonSchema, unresolved };
}

/** Where a pointer into a bundled document stands: the file relative to the folder of the document (undefined: itself). */
export function placeOf(pointer: string): { readonly file: string | undefined; readonly pointer: string } {
  const [, field, file, ...rest] = pointer.split('/');
  return field === filesField && file !== undefined
    ? { file: segmentsOf(`/${file}`)[0], pointer: rest.map((each) => `/${each}`).join('') }
    : { file: undefined, pointer };
}

/** The file and the fragment of a reference, the fragment without `#`. */
function split(reference: string): [string, string] {
  const hash = reference.indexOf('#');
  return hash < 0 ? [reference, ''] : [reference.slice(0, hash), reference.slice(hash + 1)];
}

/** Absolute path of a file that a file refers to; undefined where the reference is an address of another kind. */
function resolved(from: string, file: string): string | undefined {
  if (/^(?:[a-z][a-z0-9+.-]*:|\/)/i.test(file)) return undefined;
  try {
    return path.resolve(path.dirname(from), decodeURIComponent(file));
  } catch {
    return undefined;
  }
}

/** A reference as a person knows it: one into another file by that file's path, which the bundle has replaced. In quotes. */
export function quoted(reference: string): string {
  const [, file, fragment = ''] = new RegExp(`^#/${filesField}/([^/]+)(/.*)?$`).exec(reference) ?? [];
  const written =
    file === undefined
      ? reference
      : `${segmentsOf(`/${file.replaceAll('%25', '%')}`)[0] ?? ''}${fragment === '' ? '' : `#${fragment}`}`;
  return JSON.stringify(written.slice(0, 100));
}
