/** XML as the value that a schema describes, by the XML Objects of the schema (OpenAPI 3.0.3, XML Object; 3.2: `nodeType`). */
import { isObject, ownOf, setOwn } from '../contract/pointer.ts';
import { below, mayApply, type Applied } from '../contract/schema-walk.ts';
import type { Contract, Json } from '../contract/types.ts';
import { textCandidates } from './simple-value.ts';
import type { XmlElement } from './xml-answer.ts';

type Schemas = Pick<Contract, 'document' | 'schemas'>;

/**
 * The value of an element that the schema at a JSON pointer describes. What XML leaves open is read as the schema has it: text as a
 * number or boolean, one element as a list of one, no element of a required list as an empty one, an empty element as null or as
 * absent. Prefixes, namespaces and the name of the root are not compared.
 */
export const xmlValue = (contract: Schemas, pointer: string, root: XmlElement): Json =>
  valueOf(contract, [pointer], root) ?? '';

/** Undefined: an empty element where no empty value is allowed, which counts as absent. */
function valueOf(contract: Schemas, pointers: readonly string[], element: XmlElement): Json | undefined {
  if (element.attributes['nil'] === 'true' || element.attributes['nil'] === '1') return null;
  const applied = mayApply(contract.document, pointers);
  const hasProperties = isKind(applied, 'object', ['properties', 'additionalProperties']);
  if (isList(applied) && !hasProperties) return itemsOf(contract, applied, element.children);
  const isStructured = element.children.length > 0 || (hasProperties && element.text.trim() === '');
  if (isStructured || (hasProperties && hasText(contract, applied))) return objectOf(contract, applied, element);
  return simpleValue(contract, pointers, applied, element.text);
}

/** Whether the schemas name a type, or have a keyword that says as much. */
const isKind = (applied: readonly Applied[], type: string, keywords: readonly string[]): boolean =>
  applied.some(
    ({ schema }) => [schema['type']].flat().includes(type) || keywords.some((keyword) => isObject(schema[keyword])),
  );

const isList = (applied: readonly Applied[]): boolean => isKind(applied, 'array', ['items']);

const itemsOf = (contract: Schemas, applied: readonly Applied[], elements: readonly XmlElement[]): Json[] =>
  elements.flatMap((each, index) => {
    const value = valueOf(
      contract,
      applied.flatMap((schema) => below(schema, String(index), true)),
      each,
    );
    return value === undefined ? [] : [value];
  });

interface Hints {
  readonly name: string | undefined;
  readonly isAttribute: boolean;
  readonly isText: boolean;
  readonly isWrapped: boolean;
}

/** What the XML Objects of the schemas of a property say; the nearest one counts. */
function hintsOf(applied: readonly Applied[]): Hints {
  const all = applied.flatMap(({ schema: { xml } }) => (isObject(xml) ? [xml] : []));
  const has = (key: string, value: Json) => all.some((each) => each[key] === value);
  const name = all.find((each) => typeof each['name'] === 'string')?.['name'];
  return {
    name: typeof name === 'string' ? name.replace(/^.*:/, '') : undefined,
    isAttribute: has('attribute', true) || has('nodeType', 'attribute'),
    isText: has('nodeType', 'text') || has('nodeType', 'cdata'),
    isWrapped: has('wrapped', true) || has('nodeType', 'element'),
  };
}

/** The properties that some schemas declare, with the places of their schemas. */
function propertiesIn(applied: readonly Applied[]): Map<string, string[]> {
  const names = applied.flatMap(({ schema: { properties } }) => (isObject(properties) ? Object.keys(properties) : []));
  return new Map(
    [...new Set(names)].map((name) => [
      name,
      applied
        .filter(({ schema: { properties } }) => isObject(properties) && Object.hasOwn(properties, name))
        .flatMap((each) => below(each, name, false)),
    ]),
  );
}

const hasText = ({ document }: Schemas, applied: readonly Applied[]): boolean =>
  [...propertiesIn(applied).values()].some((pointers) => hintsOf(mayApply(document, pointers)).isText);

function objectOf(contract: Schemas, applied: readonly Applied[], element: XmlElement): Json {
  const value: Record<string, Json> = {};
  const put = (name: string, found: Json | undefined) => {
    if (found !== undefined) setOwn(value, name, found);
  };
  const rest = new Set(element.children);
  const take = (...names: readonly (string | undefined)[]) => {
    const found = [...rest].filter((each) => names.includes(each.name));
    for (const each of found) rest.delete(each);
    return found;
  };
  for (const [name, pointers] of propertiesIn(applied)) {
    const inner = mayApply(contract.document, pointers);
    const hints = hintsOf(inner);
    if (hints.isAttribute) {
      const text = ownOf(element.attributes, hints.name ?? name);
      put(name, text === undefined ? undefined : simpleValue(contract, pointers, inner, text));
    } else if (hints.isText) put(name, simpleValue(contract, pointers, inner, element.text));
    else if (isList(inner)) {
      const items = mayApply(
        contract.document,
        inner.flatMap((each) => below(each, '0', true)),
      );
      const found = hints.isWrapped ? take(hints.name ?? name) : take(hintsOf(items).name, name, hints.name);
      const elements = hints.isWrapped ? found.flatMap(({ children }) => children) : found;
      if (found.length > 0 || isRequired(applied, name)) put(name, itemsOf(contract, inner, elements));
    } else put(name, single(take(hints.name ?? name).map((each) => valueOf(contract, pointers, each))));
  }
  for (const name of new Set([...rest].map((each) => each.name))) {
    const pointers = applied.flatMap((each) => below(each, name, false));
    put(name, single(take(name).map((each) => valueOf(contract, pointers, each))));
  }
  return value;
}

/** One element is a value, several are a list, whatever is documented. */
const single = (values: readonly (Json | undefined)[]): Json | undefined => {
  const found = values.filter((each) => each !== undefined);
  return found.length > 1 ? found : found[0];
};

const isRequired = (applied: readonly Applied[], name: string): boolean =>
  applied.some(({ schema: { required } }) => Array.isArray(required) && (required as readonly Json[]).includes(name));

/** The first reading of a text that its schemas accept; else the one of the documented type. */
function simpleValue(
  { schemas }: Schemas,
  pointers: readonly string[],
  applied: readonly Applied[],
  text: string,
): Json | undefined {
  const flags: Readonly<Record<string, boolean>> = { 0: false, 1: true };
  const flag = flags[text.trim()];
  const readings = [...textCandidates(text), text.trim(), ...(flag === undefined ? [] : [flag])];
  const accepted = readings.find((each) => pointers.every((pointer) => schemas.accepts(pointer, each)));
  if (accepted !== undefined) return accepted;
  const types = applied.flatMap(({ schema: { type } }) => [type].flat());
  if (types.includes('string') || types.every((type) => type === undefined)) return text;
  if (text.trim() === '') return undefined;
  return readings.find((each) => typeof each !== 'string') ?? text;
}
