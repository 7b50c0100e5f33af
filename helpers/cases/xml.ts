/** A value as XML, named and placed by the XML Objects of its schemas (OpenAPI 3.0.3, XML Object; 3.2: `nodeType`). */
import { follow, isObject, join, segmentsOf } from '../contract/pointer.ts';
import { text } from '../contract/text.ts';
import type { Json, JsonSchema } from '../contract/types.ts';
import { flatten, mergedSchema } from './generate/merge.ts';

/** The XML document of a value that is valid by the schema at a JSON pointer of the document. */
export const xmlDocument = (document: JsonSchema, pointer: string, value: Json): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n${elements(document, pointer, value, rootName(document, pointer))}`;

/** The name of a component is that of its root element where no hint gives another. */
function rootName(document: JsonSchema, pointer: string): string {
  const place = follow(document, pointer)?.pointer ?? '';
  const isComponent = place.startsWith('/components/schemas/') || place.startsWith('/definitions/');
  return (isComponent ? segmentsOf(place).at(-1) : undefined) ?? 'root';
}

interface Hints {
  readonly name: string;
  readonly namespace: string | undefined;
  readonly prefix: string | undefined;
  readonly isAttribute: boolean;
  readonly isWrapped: boolean;
}

function hintsOf({ xml }: JsonSchema, usual: string): Hints {
  const given = isObject(xml) ? xml : {};
  const { name, namespace, prefix, nodeType } = given;
  return {
    name: typeof name === 'string' ? name : usual,
    namespace: typeof namespace === 'string' ? namespace : undefined,
    prefix: typeof prefix === 'string' ? prefix : undefined,
    isAttribute: given['attribute'] === true || nodeType === 'attribute',
    isWrapped: given['wrapped'] === true || nodeType === 'element',
  };
}

/** The element of a value; of a list that is not wrapped, one for each item. */
function elements(document: JsonSchema, pointer: string, value: Json, name: string): string {
  const { schema, pointer: holder } = mergedSchema(document, pointer) ?? { schema: {}, pointer };
  const hints = hintsOf(schema, name);
  if (!Array.isArray(value)) return element(hints, contentOf(document, pointer, value));
  // The name of a list is that of the element around its items; without one it is ignored (OpenAPI 3.0.3, XML Object).
  const items = value.map((each: Json) =>
    elements(document, join(holder, 'items'), each, hints.isWrapped ? hints.name : name),
  );
  return hints.isWrapped ? element(hints, { attributes: '', inner: items.join('') }) : items.join('');
}

interface Content {
  readonly attributes: string;
  readonly inner: string;
}

const qualified = ({ name, prefix }: Hints): string => (prefix === undefined ? name : `${prefix}:${name}`);

function element(hints: Hints, { attributes, inner }: Content): string {
  const { namespace, prefix } = hints;
  const declared =
    namespace === undefined ? '' : ` xmlns${prefix === undefined ? '' : `:${prefix}`}="${escaped(namespace)}"`;
  return `<${qualified(hints)}${declared}${attributes}>${inner}</${qualified(hints)}>`;
}

function contentOf(document: JsonSchema, pointer: string, value: Json): Content {
  if (!isObject(value)) return { attributes: '', inner: value === null ? '' : escaped(text(value)) };
  let [attributes, inner] = ['', ''];
  for (const [name, each] of Object.entries(value)) {
    const place = propertyPlace(document, pointer, name);
    const hints = hintsOf(mergedSchema(document, place)?.schema ?? {}, name);
    if (hints.isAttribute) attributes += ` ${qualified(hints)}="${escaped(text(each))}"`;
    else inner += elements(document, place, each, name);
  }
  return { attributes, inner };
}

/** Where the schema of a property stands: with the object, what it refers to, or a part that it is composed of. */
function propertyPlace(document: JsonSchema, pointer: string, name: string): string {
  const holder = flatten(document, pointer).nodes.find(
    ({ schema: { properties } }) => isObject(properties) && Object.hasOwn(properties, name),
  );
  return join(holder?.pointer ?? pointer, 'properties', name);
}

const escaped = (value: string): string =>
  value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
