/** Turns one Schema Object of any OpenAPI version into the internal dialect, JSON Schema 2020-12, in place. */
import type { DocumentRule, Findings } from '../document-finding.ts';
import { compilePattern } from '../patterns.ts';
import { isObject, join } from '../pointer.ts';
import { allKeywords, isHeld, keywordsOf, type Dialect, type Holds } from './keywords.ts';

export type Mutable = Record<string, unknown>;

/** Marks of the reader in a schema: null is accepted whatever else is said; nothing is judged by this schema. */
export const acceptsNull = 'x-null';
export const excluded = 'x-excluded';

const titles: Readonly<Record<Dialect, string>> = {
  '2.0': 'Swagger 2.0',
  '3.0': 'OpenAPI 3.0',
  '3.1': 'OpenAPI 3.1',
};

/** Foreign keywords that stay, because they say nothing about validity or are only referred to. */
const harmless = new Set(['$comment', '$defs', '$schema', 'contentSchema', 'examples']);

/**
 * Normalizes one schema object (not those inside it): types are lists where null is one of them, bounds are numbers, what
 * another version would mean and what has the wrong form is gone and told. `x-` words stay as they are.
 */
export function normalizeNode(node: Mutable, pointer: string, dialect: Dialect, findings: Findings): void {
  const known = keywordsOf[dialect];
  const add: Add = (rule, key, sentence) => findings.add(rule, join(pointer, ...[key].flat()), sentence);
  normalizeNull(node, dialect, add);
  for (const key of Object.keys(node)) {
    if (key.startsWith('x-')) continue;
    const holds = known.get(key);
    if (holds === undefined) {
      add('unknown-keyword', key, `${JSON.stringify(key)} is no keyword of ${titles[dialect]} and has no effect`);
      if (allKeywords.has(key) && !harmless.has(key)) delete node[key];
    } else if (!isWellFormed(key, holds, node, dialect)) {
      add('wrong-schema', key, `${key} cannot be ${short(node[key])}, so it is ignored`);
      delete node[key];
    }
  }
  if (typeof node['pattern'] === 'string') normalizePattern(node, node['pattern'], add);
  if (isObject(node['patternProperties'])) normalizeNames(node['patternProperties'] as Mutable, add);
  if (typeof node['discriminator'] === 'string') node['discriminator'] = { propertyName: node['discriminator'] };
  normalizeBounds(node);
  removeContradictions(node, add);
  if (typeof node['$ref'] === 'string' && dialect !== '3.1') keepReferenceOnly(node);
}

/** `key` is the keyword, or the keys below the schema. */
type Add = (rule: DocumentRule, key: string | readonly string[], sentence: string) => void;

function isWellFormed(key: string, holds: Holds, node: Mutable, dialect: Dialect): boolean {
  const value = node[key];
  if (!isHeld(holds, value)) return false;
  if (holds === 'exclusive') {
    if (dialect === '3.1') return typeof value === 'number';
    return typeof value === 'boolean' && (!value || typeof node[boundOf[key] ?? ''] === 'number');
  }
  if (holds === 'discriminator')
    return dialect === '2.0' ? typeof value === 'string' : isObject(value) && typeof value['propertyName'] === 'string';
  return true;
}

const boundOf: Readonly<Record<string, string>> = { exclusiveMinimum: 'minimum', exclusiveMaximum: 'maximum' };

/** `nullable` (3.0), `x-nullable` (a habit of 2.0): null joins the types, or is let pass where another word would exclude it. */
function normalizeNull(node: Mutable, dialect: Dialect, add: Add): void {
  const key = node['nullable'] === undefined ? 'x-nullable' : 'nullable';
  const wanted = node[key] === true;
  if (key === 'nullable' && dialect !== '3.0' && node[key] !== undefined)
    add('unknown-keyword', key, `"nullable" is no keyword of ${titles[dialect]}; null is accepted where it is true`);
  if (dialect !== '3.0' || typeof node[key] === 'boolean') delete node['nullable'];
  if (!wanted) return;
  const type = node['type'];
  const lists = Array.isArray(type) ? (type as unknown[]) : type === undefined ? [] : [type];
  const values = node['enum'];
  const besides = ['$ref', 'allOf', 'anyOf', 'oneOf', 'not'].filter((each) => node[each] !== undefined);
  if (Array.isArray(values) && !values.includes(null)) besides.push('enum');
  if (type !== undefined && !lists.includes('null')) node['type'] = [...lists, 'null'];
  if (besides.length === 0) return;
  node[acceptsNull] = true;
  // No specification defines `x-nullable`; its authors mean that null is allowed.
  if (key === 'nullable' && (type === undefined || besides.includes('enum')))
    add('nullable', key, `nullable: true contradicts ${besides.join(', ')} beside it; null is accepted`);
}

function normalizePattern(node: Mutable, pattern: string, add: Add): void {
  const why = whyIgnored(pattern);
  if (why === undefined) return;
  add('pattern', 'pattern', why);
  delete node['pattern'];
}

/** Of `patternProperties`: where one name pattern cannot be run, no property counts as undeclared. */
function normalizeNames(names: Mutable, add: Add): void {
  for (const pattern of Object.keys(names)) {
    const why = whyIgnored(pattern);
    if (why === undefined) continue;
    add('pattern', ['patternProperties', pattern], why);
    delete names[pattern];
    names[''] ??= true;
  }
}

/** Why a pattern is ignored, in a sentence; undefined where it can be run. */
function whyIgnored(pattern: string): string | undefined {
  try {
    compilePattern(pattern);
    return undefined;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const why =
      error instanceof SyntaxError
        ? `is not a regular expression of ECMA-262 and is ignored: ${reason.replace(/^Invalid regular expression: .*: /, '')}`
        : `cannot be matched in linear time and is ignored: ${reason}`;
    return `the pattern ${short(pattern)} ${why}`;
  }
}

/** A boolean `exclusiveMinimum` makes a bound exclusive (JSON Schema before 2017). */
function normalizeBounds(node: Mutable): void {
  for (const [exclusive, bound] of Object.entries(boundOf)) {
    if (node[exclusive] === true) {
      node[exclusive] = node[bound];
      delete node[bound];
    } else if (node[exclusive] === false) delete node[exclusive];
  }
}

const opposites = [
  ['minLength', 'maxLength'],
  ['minItems', 'maxItems'],
  ['minProperties', 'maxProperties'],
  ['minimum', 'maximum'],
] as const;

/** What no value can satisfy is the document's error, not an answer's. */
function removeContradictions(node: Mutable, add: Add): void {
  for (const [least, most] of opposites) {
    if (!(Number(node[least]) > Number(node[most]))) continue;
    add(
      'contradiction',
      least,
      `${least} ${short(node[least])} is above ${most} ${short(node[most])}, so neither is judged`,
    );
    delete node[least];
    delete node[most];
  }
  removeForbidden(node, add);
  const { enum: values, type } = node;
  if (!Array.isArray(values) || type === undefined) return;
  const types = Array.isArray(type) ? (type as string[]) : [type as string];
  if (values.some((value) => types.some((each) => isOfType(value, each)))) return;
  add('contradiction', 'enum', `no value of enum is of type ${types.join(' or ')}, so neither is judged`);
  delete node['enum'];
  delete node['type'];
}

/** Properties that are required and at once forbidden, because they are not among those that are declared. */
function removeForbidden(node: Mutable, add: Add): void {
  const { required, properties, patternProperties, additionalProperties } = node;
  if (additionalProperties !== false || !Array.isArray(required) || patternProperties !== undefined) return;
  const isDeclared = (name: unknown) => isObject(properties) && Object.hasOwn(properties, String(name));
  const forbidden = required.filter((name) => !isDeclared(name));
  if (forbidden.length === 0) return;
  const names = forbidden.map(String).join(', ').slice(0, 60);
  add(
    'contradiction',
    'required',
    `additionalProperties: false forbids ${names}, which required demands, so neither is judged`,
  );
  node['required'] = required.filter(isDeclared);
  delete node['additionalProperties'];
}

/** Whether a JSON value is of a type (JSON Schema 2020-12 core, 4.2.1). */
function isOfType(value: unknown, type: string): boolean {
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'null') return value === null;
  if (type === 'array') return Array.isArray(value);
  if (type === 'object') return isObject(value);
  return typeof value === type;
}

/** Before 3.1, what stands beside a `$ref` is ignored (OpenAPI 3.0.3, Reference Object). */
function keepReferenceOnly(node: Mutable): void {
  for (const key of Object.keys(node)) if (key !== '$ref' && key !== acceptsNull) delete node[key];
}

const short = (value: unknown): string => (JSON.stringify(value) ?? 'nothing').slice(0, 60);
