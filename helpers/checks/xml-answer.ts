/** Reads the body of an answer as XML (W3C XML 1.0), without document types: nothing is looked up, and nothing is expanded. */
import { createRequire } from 'node:module';
import type * as FastXmlParser from 'fast-xml-parser';
import type { Answer } from '../contract/types.ts';

/** An element; names are without their prefixes. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  readonly text: string;
}

export type ParsedXml =
  | { readonly kind: 'read'; readonly root: XmlElement }
  | { readonly kind: 'malformed'; readonly reason: string }
  /** It may be well-formed: nothing is said of it. */
  | { readonly kind: 'unread'; readonly reason: string };

/** Larger and deeper answers would cost seconds, and show nothing more. */
const [mostBytes, deepest] = [2_000_000, 200];

const parsed = new WeakMap<Answer, ParsedXml>();

/** The body as one XML document, parsed once an answer. */
export function xml(answer: Answer): ParsedXml {
  const result = parsed.get(answer) ?? read(answer.body);
  parsed.set(answer, result);
  return result;
}

function read(body: Uint8Array): ParsedXml {
  if (body.length === 0) return { kind: 'malformed', reason: 'no body at all' };
  if (body.length > mostBytes) return { kind: 'unread', reason: `it is larger than ${mostBytes} bytes` };
  const text = textOf(body);
  if (text === undefined) return { kind: 'unread', reason: 'its encoding is not known' };
  if (/<!DOCTYPE/i.test(text)) return { kind: 'unread', reason: 'it has a document type, which is not read' };
  // Only runs that meet XML pay for the parser.
  const { XMLParser, XMLValidator } = createRequire(import.meta.url)('fast-xml-parser') as typeof FastXmlParser;
  const malformed: ParsedXml = { kind: 'malformed', reason: `${body.length} bytes that are not one XML document` };
  if (XMLValidator.validate(text) !== true) return malformed;
  try {
    const nodes = new XMLParser(options).parse(text) as readonly ParsedNode[];
    const [root, ...more] = nodes.flatMap((node) => elementOf(node) ?? []);
    return root && more.length === 0 ? { kind: 'read', root } : malformed;
  } catch {
    return { kind: 'unread', reason: `it is nested deeper than ${deepest} levels` };
  }
}

/** By its declaration, else as UTF-8 (XML 1.0, 4.3.3); undefined where it cannot be read so. */
function textOf(body: Uint8Array): string | undefined {
  const start = new TextDecoder('latin1').decode(body.subarray(0, 200));
  const declared = /<\?xml[^>]*\sencoding\s*=\s*["']([\w.:-]+)["']/.exec(start)?.[1];
  try {
    return new TextDecoder(declared ?? 'utf-8', { fatal: true }).decode(body);
  } catch {
    return undefined;
  }
}

const options = {
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  removeNSPrefix: true,
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  // References to characters are among the latter.
  processEntities: true,
  htmlEntities: true,
  ignoreDeclaration: true,
  ignorePiTags: true,
  maxNestedTags: deepest,
} satisfies FastXmlParser.X2jOptions;

/** As the parser gives it: one property named as the element, or `#text`; `:@` has the attributes. */
type ParsedNode = Readonly<Record<string, unknown>>;

function elementOf(node: ParsedNode): XmlElement | undefined {
  const name = Object.keys(node).find((key) => key !== ':@');
  if (name === undefined || name.startsWith('#')) return undefined;
  const inner = node[name] as readonly ParsedNode[];
  return {
    name,
    attributes: (node[':@'] ?? {}) as XmlElement['attributes'],
    children: inner.flatMap((each) => elementOf(each) ?? []),
    text: inner.map((each) => (typeof each['#text'] === 'string' ? each['#text'] : '')).join(''),
  };
}
