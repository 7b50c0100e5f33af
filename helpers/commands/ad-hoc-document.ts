/** The document that `--spec` names: read as a run reads it, and laid out like those of `specs/`. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openPageReader } from '../client/read-page.ts';
import { dialectOf } from '../contract/contract.ts';
import { collectFindings } from '../contract/document-finding.ts';
import { isObject } from '../contract/pointer.ts';
import { readFiles } from '../contract/read/file.ts';
import { text } from '../contract/text.ts';
import { UserError } from '../contract/types.ts';

/** A document that can be read, with the files that it refers to. */
export interface TakenDocument {
  /** `info.title`, else the name of the file. */
  readonly title: string;
  /** `info.version`; empty where there is none. */
  readonly version: string;
  readonly content: Uint8Array;
  /** Files below its folder that it refers to, by the path from there. */
  readonly others: ReadonlyMap<string, Uint8Array>;
}

const limits = { timeoutMs: 30_000, maxBodyBytes: 64 * 1_048_576 };

/** Whether `--spec` names an address, not a file. */
export const isAddress = (spec: string): boolean => /^https?:\/\//i.test(spec);

/**
 * Reads the document at a path, with the files below its folder that it refers to, or at an address, alone.
 * Throws UserError (one line) where there is none, or none of a version that can be read.
 */
export async function takeDocument(spec: string): Promise<TakenDocument> {
  if (!isAddress(spec)) {
    const found = statSync(spec, { throwIfNoEntry: false });
    if (!found?.isFile()) throw new UserError(`--spec ${spec}: ${found ? 'is not a file' : 'does not exist'}`);
    return await read(path.resolve(spec), spec);
  }
  const folder = mkdtempSync(path.join(tmpdir(), 'conformance-spec-'));
  try {
    const file = path.join(folder, path.posix.basename(new URL(spec).pathname).slice(-100) || 'openapi');
    writeFileSync(file, await download(spec), { mode: 0o600 });
    return await read(file, spec);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function download(address: string): Promise<string> {
  const reader = await openPageReader({ ...limits, origins: new Set([new URL(address).origin]) });
  try {
    return await reader.read(address);
  } finally {
    await reader.close();
  }
}

async function read(file: string, spec: string): Promise<TakenDocument> {
  const shown = `--spec ${spec}`;
  const { root, path: main, files } = await readFiles(file, shown, collectFindings());
  dialectOf(root, shown);
  const info = isObject(root['info']) ? root['info'] : {};
  const word = (value: unknown): string => (isObject(value) || Array.isArray(value) ? '' : text(value ?? undefined));
  const content = readFileSync(main);
  const others = new Map(
    [...files.keys()]
      .filter((name) => name !== main)
      .map((name) => [path.relative(path.dirname(main), name), readFileSync(name)]),
  );
  // It gets another name; what refers to it by its own must still find it.
  const own = path.basename(main);
  if ([...others.values()].some((bytes) => bytes.includes(own))) others.set(own, content);
  return { title: word(info['title']) || path.parse(file).name, version: word(info['version']), content, others };
}

/** Writes a document as `<version>.openapi.<json or yaml>`, with the files that it refers to beside it; returns its name there. */
export function writeDocument({ content, others }: TakenDocument, folder: string, version: string): string {
  for (const [name, bytes] of others) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true, mode: 0o700 });
    writeFileSync(path.join(folder, name), bytes, { mode: 0o600 });
  }
  const isJson = new TextDecoder().decode(content.subarray(0, 1_000)).trimStart().startsWith('{');
  const name = `${version}.openapi.${isJson ? 'json' : 'yaml'}`;
  writeFileSync(path.join(folder, name), content, { mode: 0o600 });
  return name;
}
