/** Loads what the vendors promise: reads and validates the documents in a folder, applies their overlays, finds operations and clauses. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import SwaggerParser from '@apidevtools/swagger-parser';
import type { ValidateFunction } from 'ajv';
import { clausesOf } from './clauses.ts';
import { readOperations } from './operations.ts';
import { applyOverlay, readOverlay, type Overlay } from './overlay.ts';
import { at, follow, isObject, join, localPointer } from './pointer.ts';
import { prepareSchema, safePattern, schemaCompiler } from './schema.ts';
import { text } from './text.ts';
import { UserError, type Clause, type Contract, type Json, type JsonSchema, type Operation } from './types.ts';

/** Limits on a document: beyond them it is refused rather than read for minutes. */
const maxDepth = 250;
const maxNodes = 3_000_000;

const documentName = /^(.+)\.openapi\.(?:ya?ml|json)$/;

/** What a folder of one vendor gave: the documents that could be read, and for each other file one line saying why not. */
export interface VendorContracts {
  readonly vendor: string;
  readonly contracts: readonly Contract[];
  readonly errors: readonly UserError[];
}

/**
 * Loads every contract below a folder laid out as `<vendor>/<version>.openapi.yaml` with at most one `overlay.yaml` a vendor.
 * `root` is the project's folder: files are named relative to it. A file that cannot be read is an error of its vendor
 * (file, pointer, reason) and leaves the other documents and vendors as they are.
 */
export async function loadContracts(folder: string, root: string = path.dirname(folder)): Promise<VendorContracts[]> {
  const vendors = (await readdir(folder, { withFileTypes: true }))
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
  const loaded: VendorContracts[] = [];
  for (const vendor of vendors.toSorted()) loaded.push(await loadVendor(path.join(folder, vendor), vendor, root));
  return loaded;
}

/** Of several vendors: what could be read, and one error for each file that could not. */
export const selectVendors = (loaded: readonly VendorContracts[], vendors: readonly string[]) => {
  const wanted = loaded.filter(({ vendor }) => vendors.includes(vendor));
  return { contracts: wanted.flatMap((each) => each.contracts), errors: wanted.flatMap((each) => each.errors) };
};

/** The contracts of the given vendors (of all where none are given). Throws the first of their errors, so that none is overlooked. */
export function contractsOf(loaded: readonly VendorContracts[], vendors?: readonly string[]): Contract[] {
  const { contracts, errors } = selectVendors(loaded, vendors ?? loaded.map(({ vendor }) => vendor));
  if (errors[0]) throw errors[0];
  return contracts;
}

async function loadVendor(folder: string, vendor: string, root: string): Promise<VendorContracts> {
  const contracts: Contract[] = [];
  const errors: UserError[] = [];
  const attempt = async (load: () => Promise<unknown>): Promise<void> => {
    try {
      await load();
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      errors.push(error);
    }
  };
  await attempt(async () => {
    const names = (await readdir(folder)).toSorted();
    const overlayFile = path.relative(root, path.join(folder, 'overlay.yaml'));
    const overlay = names.includes('overlay.yaml')
      ? readOverlay(await readFile(path.join(folder, 'overlay.yaml'), 'utf8'), overlayFile)
      : undefined;
    const used = new Set<number>();
    for (const name of names) {
      const version = documentName.exec(name)?.[1];
      if (version === undefined) continue;
      const source = {
        absolute: path.join(folder, name),
        file: path.relative(root, path.join(folder, name)),
        vendor,
        version,
      };
      await attempt(async () => contracts.push(await loadContract(source, overlay, overlayFile, used)));
    }
    const idle = overlay?.actions.findIndex((_, index) => !used.has(index)) ?? -1;
    if (idle >= 0 && errors.length === 0)
      throw new UserError(`${overlayFile}#/actions/${idle}/target: matches nothing in any document of ${vendor}`);
  });
  return { vendor, contracts, errors };
}

interface Source {
  readonly absolute: string;
  readonly file: string;
  readonly vendor: string;
  readonly version: string;
}

async function loadContract(
  source: Source,
  overlay: Overlay | undefined,
  overlayFile: string,
  used: Set<number>,
): Promise<Contract> {
  const { file } = source;
  const published = await readDocument(source);
  const applied = overlay
    ? applyOverlay(published, overlay, overlayFile)
    : { document: published, used: new Set<number>() };
  for (const index of applied.used) used.add(index);
  const document = applied.document;
  guard(document, file);
  await validate(document, overlay ? `${file} with ${overlayFile}` : file);
  const version = text(document['openapi']);
  const prepared = prepare(document, version);
  const compile = schemaCompiler(prepared, version);
  const operations = new Map<string, Operation>();
  const clauses = new Map<string, Clause>();
  const contract: Contract = {
    id: `${source.vendor}-${source.version}`,
    vendor: source.vendor,
    version: source.version,
    file,
    basePath: basePathOf(document),
    document,
    operations,
    clauses,
    validator: (pointer): ValidateFunction => {
      try {
        return compile(pointer);
      } catch (error) {
        throw new UserError(`${file}#${pointer}: cannot be compiled: ${firstLine(error)}`);
      }
    },
    methodsOf: (each) =>
      Object.keys((at(document, join('/paths', each)) as JsonSchema | undefined) ?? {}).map((key) => key.toUpperCase()),
  };
  for (const operation of readOperations(contract)) {
    operations.set(operation.id, operation);
    for (const clause of clausesOf(operation)) clauses.set(clause.id, clause);
  }
  return contract;
}

async function readDocument({ absolute, file }: Source): Promise<JsonSchema> {
  try {
    return (await SwaggerParser.parse(absolute)) as unknown as JsonSchema;
  } catch (error) {
    throw new UserError(`${file}#/: cannot be read: ${firstLine(error).replace(absolute, file)}`);
  }
}

/** Refuses what would reach outside the document, hang a pattern, or be too deep to read. */
function guard(document: JsonSchema, file: string): void {
  let nodes = 0;
  const visit = (value: Json, pointer: string, depth: number): void => {
    if (++nodes > maxNodes) throw new UserError(`${file}#/: has more than ${maxNodes} nodes (aliases that multiply?)`);
    if (depth > maxDepth)
      throw new UserError(`${file}#${pointer.slice(0, 120)}…: is nested deeper than ${maxDepth} levels`);
    if (typeof value !== 'object' || value === null) return;
    const ref = isObject(value) ? value['$ref'] : undefined;
    if (typeof ref === 'string' && !pointer.endsWith('/properties')) {
      if (!ref.startsWith('#'))
        throw new UserError(
          `${file}#${pointer}/$ref: ${JSON.stringify(ref.slice(0, 100))} leads outside the document, which is refused`,
        );
      if (at(document, localPointer(ref)) === undefined)
        throw new UserError(`${file}#${pointer}/$ref: ${JSON.stringify(ref)} leads nowhere`);
    }
    const pattern = isObject(value) ? value['pattern'] : undefined;
    if (typeof pattern === 'string' && !pointer.endsWith('/properties')) {
      try {
        safePattern(pattern);
      } catch (error) {
        throw new UserError(`${file}#${pointer}/pattern: cannot be matched in linear time: ${firstLine(error)}`);
      }
    }
    for (const [key, each] of Object.entries(value)) visit(each as Json, join(pointer, key), depth + 1);
  };
  visit(document, '', 0);
}

async function validate(document: JsonSchema, file: string): Promise<void> {
  try {
    // It dereferences what it is given.
    await SwaggerParser.validate(structuredClone(document) as never, { resolve: { external: false } });
  } catch (error) {
    const details = (error as { details?: { instancePath?: string; message?: string }[] }).details;
    const detail = details?.toSorted((a, b) => (b.instancePath?.length ?? 0) - (a.instancePath?.length ?? 0))[0];
    throw new UserError(
      detail
        ? `${file}#${written(document, detail.instancePath ?? '')}: ${detail.message ?? 'is invalid'}`
        : `${file}#/: ${firstLine(error)}`,
    );
  }
}

/** Where a place of the dereferenced document is written: `$ref`s on the way are followed. */
function written(document: JsonSchema, pointer: string): string {
  let here = '';
  for (const segment of pointer.split('/').slice(1)) {
    const there = follow(document, here)?.pointer ?? here;
    here = `${there}/${segment}`;
  }
  return here;
}

/** A copy of the document in which every schema is one that ajv understands. */
function prepare(document: JsonSchema, version: string): JsonSchema {
  const copy = structuredClone(document) as JsonSchema;
  const schemas: unknown[] = [];
  const collect = (value: unknown, key: string): void => {
    if (!isObject(value)) {
      if (Array.isArray(value)) for (const each of value) collect(each, '');
      return;
    }
    if (key === 'schema') schemas.push(value);
    for (const [name, each] of Object.entries(value)) if (key !== 'schema') collect(each, name);
  };
  collect(copy['paths'], '');
  collect(copy['components'], '');
  const components = isObject(copy['components']) ? copy['components']['schemas'] : undefined;
  if (isObject(components)) schemas.push(...Object.values(components));
  for (const schema of schemas) prepareSchema(schema, version);
  return copy;
}

const basePathOf = (document: JsonSchema): string => {
  const server = at(document, '/servers/0/url');
  if (typeof server !== 'string') return '';
  return new URL(server, 'http://any.invalid').pathname.replace(/\/$/, '');
};

const firstLine = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
