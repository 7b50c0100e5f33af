/** Reads a document and the files it refers to, as they are: JSON or YAML, with byte-order mark, merge keys, anchors. */
import { readFile, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import SwaggerParser from '@apidevtools/swagger-parser';
import yaml from 'js-yaml';
import type { Findings } from '../document-finding.ts';
import { hashOfBytes } from '../hash.ts';
import { roundedIn } from '../numbers.ts';
import { isObject } from '../pointer.ts';
import { UserError, type Json, type JsonSchema } from '../values.ts';
import { decoded, firstLine } from '../text.ts';

/** Largest file that is read, in bytes. */
const largest = 64_000_000;

/** A document and what could be read of the files below its folder that it refers to. */
export interface DocumentFiles {
  /** The document itself. */
  readonly root: JsonSchema;
  /** Absolute path of the document, symbolic links resolved. */
  readonly path: string;
  /** First 12 hex digits of the SHA-256 of the document's file. */
  readonly hash: string;
  /** Content by absolute path, the document included. Text that is neither JSON nor YAML is a string. */
  readonly files: ReadonlyMap<string, Json>;
  /** Numbers that were rounded when they were read: integers beyond what a double holds. */
  readonly rounded: ReadonlySet<number>;
}

/**
 * Reads an OpenAPI document and every file below its folder that a `$ref` names; nothing else is opened, and no address asked.
 * `shown` is its name in messages. Throws UserError (one line) where the document itself cannot be read.
 */
export async function readFiles(absolute: string, shown: string, findings: Findings): Promise<DocumentFiles> {
  let main: string;
  try {
    main = await realpath(absolute);
  } catch (error) {
    throw new UserError(`${shown}: cannot be read: ${firstLine(error)}`);
  }
  const files = new Map<string, Json>();
  const rounded = new Set<number>();
  let broken: unknown;
  let hash = '';
  const file = {
    order: 1,
    canRead: true,
    read: async ({ url }: { url: string }) => await readBelow(pathOf(url), path.dirname(main)),
  };
  const text = {
    order: 1,
    canParse: true,
    allowEmpty: true,
    parse: ({ url, data }: { url: string; data: unknown }) => {
      const name = pathOf(url);
      const written = decode(data as Uint8Array);
      for (const each of roundedIn(written)) rounded.add(each);
      try {
        if (name === main) hash = hashOfBytes(data as Uint8Array);
        const value = parseText(written, name, findings);
        files.set(name, value);
        return name === main ? acceptable(value) : value;
      } catch (error) {
        if (name === main) broken = error;
        throw error;
      }
    },
  };
  const options = {
    continueOnError: true,
    resolve: { http: false, file },
    parse: { json: false, yaml: false, text, binary: false },
  };
  try {
    await (SwaggerParser.resolve(main, options as never) as unknown as Promise<void>);
  } catch (error) {
    // References that lead nowhere are found where they stand.
    if (!files.has(main)) throw new UserError(`${shown}#/: cannot be read: ${reasonOf(broken ?? error, main, shown)}`);
  }
  const root = files.get(main);
  if (!isObject(root)) throw new UserError(`${shown}#/: is not an OpenAPI document: it holds no object`);
  return { root, path: main, hash, files, rounded };
}

/** The document as the reader accepts it whatever its version is, which is looked at afterwards. */
const acceptable = (value: Json): Json =>
  isObject(value) ? { ...value, openapi: '3.1.1', swagger: '', info: {}, paths: value['paths'] ?? {} } : value;

/** A file of the folder, whose links may not lead out of it either. */
async function readBelow(name: string, folder: string): Promise<Buffer> {
  const real = await realpath(name);
  if (!isBelow(real, folder)) throw new Error('is not below the folder of the document');
  const { size } = await stat(real);
  if (size > largest) throw new Error(`has more than ${largest / 1_000_000} MB`);
  return await readFile(real);
}

/** Whether an absolute path lies below a folder. */
export const isBelow = (name: string, folder: string): boolean => {
  const relative = path.relative(folder, name);
  return relative !== '' && !path.isAbsolute(relative) && relative.split(path.sep)[0] !== '..';
};

const pathOf = (url: string): string => (url.startsWith('file:') ? fileURLToPath(url) : decoded(url));

/** Text of a file in UTF-8 or, with a byte-order mark, UTF-16. */
function decode(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  return new TextDecoder('utf-8').decode(bytes);
}

/** The YAML that documents are written in: JSON's types, and merge keys. */
const { merge } = (yaml as unknown as { types: Record<'merge', yaml.Type> }).types;
const schema = yaml.JSON_SCHEMA.extend({ implicit: [merge] });

function parseText(text: string, name: string, findings: Findings): Json {
  if (/\.(?:md|markdown|txt|html?|css|js|xml)$/i.test(name)) return text;
  if (/^\s*[[{]/.test(text)) {
    try {
      return JSON.parse(text) as Json;
    } catch {
      // YAML in its flow style begins like JSON.
    }
  }
  try {
    return yaml.load(text, { schema }) as Json;
  } catch (error) {
    const value = yaml.load(text, { schema, json: true }) as Json;
    findings.add('duplicate-key', '', `a key is duplicated, the last one is read: ${firstLine(error)}`);
    return value;
  }
}

/** The reader's words without the path of this machine. */
const reasonOf = (error: unknown, absolute: string, shown: string): string => {
  const [first] = (error as { errors?: unknown[] }).errors ?? [error];
  return firstLine(first).replaceAll(`"${absolute}"`, shown).replaceAll(absolute, shown);
};
