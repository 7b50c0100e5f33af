/** Cuts a page of prose into what it says of each operation: the request, and each status with the blocks that follow it. */
import type { Json } from '../types.ts';
import { readTypeScript, type DeclaredType } from './typescript-types.ts';

/** A piece of code on the page. */
export type Block =
  | { readonly kind: 'json'; readonly value: Json }
  | { readonly kind: 'type'; readonly declared: DeclaredType }
  | { readonly kind: 'unread'; readonly text: string };

/** A header that the page names outside its blocks: `X-Api-Version: 2026-03-01`. */
export interface NamedHeader {
  readonly name: string;
  readonly example: string;
}

export interface StatusSection {
  readonly status: string;
  /** The nearest line of text before the status, as published. */
  readonly heading: string;
  readonly blocks: readonly Block[];
}

export interface OperationSection {
  readonly method: string;
  readonly path: string;
  readonly heading: string;
  readonly request: readonly Block[];
  readonly headers: readonly NamedHeader[];
  readonly statuses: readonly StatusSection[];
}

const verbs = 'GET|PUT|POST|DELETE|OPTIONS|HEAD|PATCH|TRACE';
const inline = new RegExp(`\\b(${verbs})\\s+\`?(?:https?://[^/\\s]+)?(/[\\w~!$&'()*+,;=:@%./{}-]*)`);
const endpointLine = /^\W*(?:endpoint|path|url)\W*[:=]\W*(?:https?:\/\/[^/\s]+)?(\/[\w~!$&'()*+,;=:@%./{}-]*)/i;
const methodLine = new RegExp(`^\\W*(?:http\\s+)?method\\W*[:=]\\W*(${verbs})\\b`, 'i');
const statusLine = /^\W*(?:HTTP\s+|status(?:\s+code)?\W*)?([1-5]\d\d)(?:\W+(?:[A-Z][A-Za-z'-]*\s?){1,4})?\W*$/;
const headerLine = /^\W*([A-Z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)+)\s*:\s*(\S[^\n]{0,200})$/;

/** A line of the page, or a block of several of them. */
type Piece = { readonly kind: 'line'; readonly text: string } | { readonly kind: 'block'; readonly block: Block };

/** Every operation the page names by method and path, in the page's order. */
export function operationSections(text: string): OperationSection[] {
  const sections: Mutable[] = [];
  let path: string | undefined;
  let method: string | undefined;
  let heading = '';
  let title = '';
  for (const piece of piecesOf(text)) {
    const section = sections.at(-1);
    if (piece.kind === 'block') {
      (section?.statuses.at(-1)?.blocks ?? section?.request)?.push(piece.block);
      continue;
    }
    const line = piece.text;
    title ||= line.replace(/^#+\s*/, '');
    path = endpointLine.exec(line)?.[1] ?? path;
    method = methodLine.exec(line)?.[1] ?? method;
    const both = inline.exec(line);
    if (both) [, method, path] = both;
    if (path !== undefined && method !== undefined) {
      const same = section?.path === path && section.method === method.toUpperCase();
      if (!same)
        sections.push({ method: method.toUpperCase(), path, heading: title, request: [], headers: [], statuses: [] });
      path = method = undefined;
      continue;
    }
    const status = statusLine.exec(line)?.[1];
    if (status !== undefined && section) section.statuses.push({ status, heading, blocks: [] });
    const [, name, example] = headerLine.exec(line) ?? [];
    if (name !== undefined && example !== undefined && section && section.statuses.length === 0)
      section.headers.push({ name, example });
    if (!/^describes?\b/i.test(line)) heading = line.replace(/^[#>*\s]+|[*\s]+$/g, '');
  }
  return sections;
}

interface Mutable extends OperationSection {
  request: Block[];
  headers: NamedHeader[];
  statuses: { status: string; heading: string; blocks: Block[] }[];
}

/** Lines, with every run of lines between braces as one block. Fences of Markdown are left out. */
function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  const lines = text.split(/\r?\n/).filter((line) => !/^\s*(`{3,}|~{3,})/.test(line));
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at]?.trim() ?? '';
    if (line === '') continue;
    if (!startsBlock(line)) {
      pieces.push({ kind: 'line', text: line });
      continue;
    }
    const { block, last, rest } = takeBlock(lines, at);
    pieces.push({ kind: 'block', block });
    if (rest !== '') pieces.push({ kind: 'line', text: rest });
    at = last;
  }
  return pieces;
}

const startsBlock = (line: string): boolean =>
  /^[{[]/.test(line) || /^(?:export\s+)?(?:declare\s+)?(?:const\s+)?(?:interface|type|enum)\s+\w+[^;]*[{=]/.test(line);

/** The block that begins at a line: to the line on which its braces are closed, at most 400 lines on. */
function takeBlock(lines: readonly string[], first: number): { block: Block; last: number; rest: string } {
  let depth = 0;
  let opened = false;
  for (let last = first; last < Math.min(lines.length, first + 400); last += 1) {
    const line = lines[last] ?? '';
    for (const { 0: sign, index } of line.matchAll(/[{}[\]]/g)) {
      if (sign === '{' || sign === '[') {
        depth += 1;
        opened = true;
      } else if (sign === '}' || sign === ']') depth -= 1;
      if (!opened || depth > 0 || !/[}\]]/.test(sign)) continue;
      const after = line.slice(index + 1);
      // `};` and `}[]` belong to it; a sentence that follows on the line does not.
      const tail = /^\s*(?:\[\])?\s*;?/.exec(after)?.[0] ?? '';
      const text = [...lines.slice(first, last), line.slice(0, index + 1) + tail].join('\n');
      return { block: readBlock(text), last, rest: after.slice(tail.length).trim() };
    }
    if (!opened && /;\s*$/.test(line))
      return { block: readBlock(lines.slice(first, last + 1).join('\n')), last, rest: '' };
  }
  return { block: { kind: 'unread', text: lines[first] ?? '' }, last: first, rest: '' };
}

function readBlock(text: string): Block {
  try {
    return { kind: 'json', value: JSON.parse(text) as Json };
  } catch {
    const declared = readTypeScript(text);
    return declared ? { kind: 'type', declared } : { kind: 'unread', text };
  }
}
