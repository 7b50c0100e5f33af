/** Reads what `import`, `drift` and `gaps` are pointed at: files, folders and addresses. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { openPageReader, type PageReader } from '../client/read-page.ts';
import { environment } from '../config/environment.ts';
import { runVariables } from '../config/variables.ts';
import { collectParts, type Collected } from '../contract/import/collect.ts';
import { UserError } from '../contract/types.ts';

const readable = /\.(?:md|mdx|txt|json|ya?ml)$/i;
const isAddress = (name: string): boolean => /^https?:\/\//i.test(name);

/**
 * Reads files, folders (every file in them that can be read) and addresses, and finds what is published there. Addresses are
 * read under REQUEST_TIMEOUT and MAX_BODY_BYTES. Throws UserError for a name that cannot be read.
 */
export async function collectFrom(names: readonly string[]): Promise<Collected> {
  const { timeoutMs, maxBodyBytes } = limits();
  const origins = new Set(names.filter(isAddress).map((name) => new URL(name).origin));
  let reader: PageReader | undefined;
  const read = async (name: string): Promise<string> => {
    if (!isAddress(name)) return readText(name);
    reader ??= await openPageReader({ timeoutMs, maxBodyBytes, origins });
    return markdownOf(reader, name);
  };
  try {
    return await collectParts(names.flatMap(expand), read);
  } finally {
    await reader?.close();
  }
}

function limits(): { timeoutMs: number; maxBodyBytes: number } {
  const names = ['REQUEST_TIMEOUT', 'MAX_BODY_BYTES'] as const;
  const given = names.map((name) => [name, environment()[name]?.trim() || undefined]);
  const read = runVariables([])
    .pick({ REQUEST_TIMEOUT: true, MAX_BODY_BYTES: true })
    .safeParse(Object.fromEntries(given));
  const [issue] = read.error?.issues ?? [];
  if (!read.success) throw new UserError(`${String(issue?.path[0])} ${issue?.message ?? 'is invalid'}`);
  return { timeoutMs: read.data.REQUEST_TIMEOUT, maxBodyBytes: read.data.MAX_BODY_BYTES };
}

/** Documentation sites serve the Markdown of a page beside its HTML, under the same address with `.md`. */
async function markdownOf(reader: PageReader, url: string): Promise<string> {
  const text = await reader.read(url);
  if (!/^\s*<(!doctype|html)\b/i.test(text)) return text;
  const page = new URL(url);
  if (/\.\w+$/.test(page.pathname)) throw new UserError(`${url}: is an HTML page: name its Markdown or OpenAPI file`);
  page.pathname = `${page.pathname.replace(/\/$/, '')}.md`;
  const markdown = await reader.read(page.href);
  if (/^\s*<(!doctype|html)\b/i.test(markdown))
    throw new UserError(`${url}: is an HTML page: name its Markdown or OpenAPI file`);
  return markdown;
}

function expand(name: string): readonly string[] {
  if (isAddress(name)) return [name];
  const found = statSync(name, { throwIfNoEntry: false });
  if (!found) throw new UserError(`${name}: does not exist`);
  if (!found.isDirectory()) return [name];
  const files = readdirSync(name, { withFileTypes: true })
    .filter((entry) => entry.isFile() && readable.test(entry.name))
    .map((entry) => path.join(name, entry.name))
    .toSorted();
  if (files.length === 0) throw new UserError(`${name}: holds no .md, .txt, .json or .yaml file`);
  return files;
}

function readText(name: string): string {
  try {
    return readFileSync(name, 'utf8');
  } catch (error) {
    throw new UserError(`${name}: cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`);
  }
}
