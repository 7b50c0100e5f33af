/** Reads an answer: headers by name, media type, JSON. */
import { documentedFor, essenceOf, isJson } from '../contract/media-type.ts';
import { parseExactly } from '../contract/numbers.ts';
import { responseFor } from '../contract/operations.ts';
import type { Answer, Json, MediaType, Operation, ResponseSpec } from '../contract/types.ts';

/** All values of a header joined as RFC 9110, 5.3 says; undefined where it is absent. */
export function header(answer: Answer, name: string): string | undefined {
  const values = answer.headers.filter(([each]) => each.toLowerCase() === name.toLowerCase()).map(([, value]) => value);
  return values.length === 0 ? undefined : values.join(', ');
}

/** `type/subtype` in lower case, or undefined where Content-Type is absent or unreadable. */
export function mediaType(answer: Answer): string | undefined {
  const value = header(answer, 'content-type');
  return value === undefined ? undefined : essenceOf(value);
}

export type Parsed =
  | {
      readonly ok: true;
      readonly value: Json;
      readonly text: string;
      /** The value with exact numbers (see `parseExactly`), where doubles do not hold them all. */
      readonly exact?: unknown;
    }
  | { readonly ok: false; readonly code: Uppercase<string>; readonly reason: string };

const parsed = new WeakMap<Answer, Parsed>();

/** The body as one JSON value in UTF-8 (RFC 8259), parsed once an answer. */
export function json(answer: Answer): Parsed {
  const known = parsed.get(answer);
  if (known) return known;
  const result = readJson(answer);
  parsed.set(answer, result);
  return result;
}

function readJson(answer: Answer): Parsed {
  const result = parse(answer.body);
  const coding = result.ok ? undefined : unreadCoding(answer);
  return coding === undefined ? result : { ok: false, code: 'BODY_ENCODED', reason: `Content-Encoding ${coding}` };
}

/** Registered content codings that the client does not undo (IANA HTTP Content Coding Registry), and several of them. */
const notUndone = /^(?:x-)?compress$|^(?:zstd|dcb|dcz|exi|aes128gcm|pack200-gzip)$|,/;

/** The Content-Encoding of a body that is left as it was sent (RFC 9110, 8.4), so that nothing can be said of its content. */
export function unreadCoding(answer: Answer): string | undefined {
  const coding = (header(answer, 'content-encoding') ?? '').trim().toLowerCase();
  return answer.body.length > 0 && notUndone.test(coding) ? coding.slice(0, 40) : undefined;
}

function parse(body: Uint8Array): Parsed {
  const no = (code: Uppercase<string>, reason: string): Parsed => ({ ok: false, code, reason });
  if (body.length === 0) return no('BODY_EMPTY', 'no body at all');
  if (body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf)
    return no('BODY_BOM', 'a byte-order mark before the value');
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    return no('BODY_NOT_UTF8', 'bytes that are not UTF-8');
  }
  if (isNestedBeyond(text, deepestRead))
    return no('BODY_NESTED', `a value nested deeper than ${deepestRead} levels, which is too deep to read`);
  try {
    const value = JSON.parse(text) as Json;
    const exact = parseExactly(text);
    return { ok: true, value, text, ...(exact !== undefined && { exact }) };
  } catch {
    return no('BODY_NOT_JSON', `${body.length} bytes that are not one JSON value`);
  }
}

/** RFC 8259, 9: who reads JSON may limit the depth of nesting. Deeper answers cost hundreds of megabytes to look at. */
const deepestRead = 1_000;

function isNestedBeyond(text: string, limit: number): boolean {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (inString) {
      if (code === 0x5c) i += 1;
      else if (code === 0x22) inString = false;
    } else if (code === 0x22) inString = true;
    else if (code === 0x5b || code === 0x7b) {
      depth += 1;
      if (depth > limit) return true;
    } else if (code === 0x5d || code === 0x7d) depth -= 1;
  }
  return false;
}

/** The documented response of an answer and the media type of it that describes the answer's content. */
export interface DocumentedContent {
  readonly response: ResponseSpec;
  readonly media: MediaType;
}

/** What describes the content of an answer, by its Content-Type; undefined where it has none, or nothing describes it. */
export function documentedContent(operation: Operation, answer: Answer): DocumentedContent | undefined {
  const response = responseFor(operation, answer.status);
  const type = header(answer, 'content-type');
  if (!response || type === undefined || !mayHaveBody(answer)) return undefined;
  const media = documentedFor(response.content, type) ?? onlyJson(response.content, type);
  return media && { response, media };
}

/** JSON that is called by another name than the documented one is JSON of the documented kind, where there is one kind only. */
function onlyJson(content: readonly MediaType[], type: string): MediaType | undefined {
  const json = content.filter((each) => isJson(each.type));
  return isJson(type) && json.length === 1 ? json[0] : undefined;
}

/** Whether an answer has content by the rules of HTTP: none to HEAD, none with 204 and 304 (RFC 9110, 6.4.1). */
export const mayHaveBody = ({ method, status }: Answer): boolean =>
  method !== 'HEAD' && status !== 204 && status !== 304;

/** The same where the answer says by its Content-Type that it is JSON. */
export function jsonResponse(operation: Operation, answer: Answer): DocumentedContent | undefined {
  const type = mediaType(answer);
  return type !== undefined && isJson(type) ? documentedContent(operation, answer) : undefined;
}

/** Deepest level to which an answer is walked: no documented property lies deeper. */
const deepest = 64;

/** Visits every property of a JSON value, parents first, with its JSON pointer. */
export function walk(
  value: Json,
  visit: (pointer: string, key: string, value: Json) => void,
  pointer = '',
  depth = 0,
): void {
  if (typeof value !== 'object' || value === null || depth > deepest) return;
  for (const [key, each] of Object.entries(value)) {
    const here = `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    if (!Array.isArray(value)) visit(here, key, each as Json);
    walk(each as Json, visit, here, depth + 1);
  }
}

/** A property's name as it may be stored: one that does not look like a name may be what it names. */
export const shownName = (name: string): string => (isName(name) ? name : `<name of ${name.length} characters>`);

const isName = (text: string): boolean => /^[\w.$@-]{1,64}$/.test(text);

/** The same for each step of a JSON pointer. */
export const shownPlace = (place: string): string =>
  place.startsWith('/')
    ? place
        .split('/')
        .map((step) => (step === '' || isName(step.replaceAll(/~[01]/g, '-')) ? step : shownName(step)))
        .join('/')
    : place;
