/** What a value breaks of its schema, as a finding that shows nothing which could be health data. */
import type { SchemaError } from '../contract/compile/errors.ts';
import { at, isObject, join } from '../contract/pointer.ts';
import { text } from '../contract/text.ts';
import type { Finding, Json, JsonType } from '../contract/types.ts';
import { shownPlace } from './read.ts';

/** The finding of one error in a body; `clause` is told the error and the properties that are missing. */
export function bodyFinding(
  error: SchemaError,
  value: Json,
  clauseFor: (error: SchemaError, missing: readonly string[]) => string,
): Finding {
  const missing = missingFrom(error, value);
  const place = missing.length === 0 ? error.instancePointer : join(error.instancePointer, missing[0] ?? '');
  return {
    code: missing.length > 0 ? 'BODY_REQUIRED' : (codes[error.keyword] ?? 'BODY_SCHEMA'),
    clause: clauseFor(error, missing),
    at: place === '' ? 'body' : shownPlace(place),
    expected: missing.length > 0 ? `${missing.join(' or ')} present` : expectedOf(error),
    actual: missing.length > 0 ? 'absent' : shown(at(value, error.instancePointer), error),
    ...valuesOf(error, missing, at(value, error.instancePointer)),
  };
}

/** What would have been right, where it can be told in data; the type of what is there instead, and an object that is there and empty. */
function valuesOf(error: SchemaError, missing: readonly string[], found: Json | undefined): Pick<Finding, 'values'> {
  const { keyword, schema } = error;
  const type = found === undefined || missing.length > 0 ? {} : { found: jsonType(found) };
  const empty = isObject(found) && Object.keys(found).length === 0 ? { actual: {} } : {};
  if (missing.length > 0) {
    const required = keyword === 'required' && Array.isArray(schema) ? schema.map(String) : [];
    const hasNone = required.length > 1 && isObject(found) && !required.some((name) => Object.hasOwn(found, name));
    return { values: { expected: { kind: 'present', anyOf: missing, ...(hasNone && { all: required }) }, ...empty } };
  }
  if (keyword === 'type')
    return { values: { expected: { kind: 'type', oneOf: [schema].flat().map(String) }, ...empty, ...type } };
  if (keyword === 'enum') return { values: { expected: { kind: 'value', oneOf: schema as Json[] }, ...type } };
  return found === undefined ? {} : { values: type };
}

const jsonType = (value: Json): JsonType =>
  value === null ? 'null' : Array.isArray(value) ? 'array' : (typeof value as JsonType);

/** Properties whose absence is the error: of `required`, or of a choice between properties of which none is there. */
function missingFrom({ keyword, params, schema, instancePointer }: SchemaError, value: Json): string[] {
  if (keyword === 'required') return [String(params['missingProperty'])];
  if (keyword !== 'anyOf' || !Array.isArray(schema)) return [];
  const names = (schema as Json[]).flatMap((branch) =>
    isObject(branch) && Array.isArray(branch['required']) ? branch['required'].map(String) : [''],
  );
  const inside = at(value, instancePointer);
  return names.every((name) => name !== '' && isObject(inside) && !Object.hasOwn(inside, name)) ? names : [];
}

const codes: Readonly<Record<string, Uppercase<string>>> = {
  required: 'BODY_REQUIRED',
  type: 'BODY_TYPE',
  enum: 'BODY_ENUM',
  const: 'BODY_ENUM',
  format: 'BODY_FORMAT',
  pattern: 'BODY_PATTERN',
  minLength: 'BODY_EMPTY_VALUE',
  additionalProperties: 'BODY_UNDECLARED',
};

function expectedOf({ keyword, schema }: SchemaError): string {
  if (keyword === 'enum') return (schema as Json[]).map((each) => JSON.stringify(each)).join(' | ');
  if (keyword === 'type') return Array.isArray(schema) ? schema.join(',') : String(schema);
  if (keyword === 'minLength' && schema === 1) return 'not empty';
  if (keyword === 'anyOf' || keyword === 'oneOf') return 'one of the documented shapes';
  return `${keyword} ${typeof schema === 'object' ? '' : text(schema)}`.trim();
}

/** A value is shown only where it cannot be health data: short identifiers in the place of an enum. Else its type. */
export function shown(value: Json | undefined, error?: Pick<SchemaError, 'keyword'>): string {
  if (typeof value === 'string') {
    if (value === '') return 'an empty string';
    return error?.keyword === 'enum' && /^[A-Za-z][\w/.-]{0,39}$/.test(value)
      ? JSON.stringify(value)
      : `a string of ${value.length} characters`;
  }
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return 'a number';
  return Array.isArray(value)
    ? 'an array'
    : isObject(value)
      ? `an object with ${Object.keys(value).length} properties`
      : 'absent';
}
