import type { ErrorObject } from 'ajv';
import { at, isObject, join } from '../contract/pointer.ts';
import type { Check, Finding, Json, Operation, Outcome } from '../contract/types.ts';
import { holds, moot, violated } from './outcome.ts';
import { json, jsonResponse } from './read.ts';

/** More findings in one body would tell nobody more. */
const most = 25;

export const bodySchema: Check = {
  id: 'body-schema',
  title: 'MUST have a body that is valid against its documented schema',
  ask(operation, answer) {
    const documented = jsonResponse(operation, answer);
    const parsed = documented && json(answer);
    if (!documented || !parsed?.ok) return moot('there is no JSON');
    if (documented.media.schemaPointer === undefined) return moot('no schema is documented');
    const { key } = documented.response;
    const body = `${operation.id}/${key}/body`;
    const validate = operation.contract.validator(documented.media.schemaPointer);
    validate(parsed.value);
    const errors = own(validate.errors ?? []);
    const findings = errors.slice(0, most).map((error) => findingOf(operation, body, error, parsed.value));
    const broken = new Set(findings.map(({ clause }) => clause));
    const held = [...operation.contract.clauses.keys()]
      .filter(
        (id) =>
          id.startsWith(body) && !broken.has(id) && isDecided(id.slice(body.length), parsed.value, operation, body),
      )
      .map(holds);
    const [first, ...rest] = findings;
    return first ? [violated(first, ...rest), ...held] : held;
  },
};

/** Without the errors of the branches of an anyOf or oneOf: the error of the choice itself tells enough. */
function own(errors: readonly ErrorObject[]): ErrorObject[] {
  const choices = errors
    .filter(({ keyword }) => keyword === 'anyOf' || keyword === 'oneOf')
    .map(({ schemaPath }) => `${schemaPath}/`);
  return errors.filter(
    ({ schemaPath, keyword }) => keyword !== 'if' && !choices.some((choice) => schemaPath.startsWith(choice)),
  );
}

function findingOf(operation: Operation, body: string, error: ErrorObject, value: Json): Finding {
  const missing =
    error.keyword === 'required' ? String((error.params as { missingProperty: string }).missingProperty) : undefined;
  const place = missing === undefined ? error.instancePath : join(error.instancePath, missing);
  return {
    code: codes[error.keyword] ?? 'BODY_SCHEMA',
    clause: clauseFor(operation, body, place, error.keyword),
    at: place === '' ? 'body' : place,
    expected: expectedOf(error),
    actual: missing === undefined ? shown(at(value, error.instancePath), error) : 'absent',
  };
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

/** The clause of a keyword at a place; array items share the clause of `*`. Falls back to the body as a whole. */
function clauseFor(operation: Operation, body: string, place: string, keyword: string): string {
  const path = place.replaceAll(/\/\d+(?=\/|$)/g, '/*');
  const id = path === '' && keyword === 'type' ? body : `${body}${path}/${keyword}`;
  return operation.contract.clauses.has(id) ? id : body;
}

function expectedOf({ keyword, params, schema }: ErrorObject): string {
  if (keyword === 'required') return 'present';
  if (keyword === 'enum') return (schema as Json[]).map((each) => JSON.stringify(each)).join(' | ');
  if (keyword === 'type') return String((params as { type: unknown }).type);
  if (keyword === 'minLength' && schema === 1) return 'not empty';
  if (keyword === 'anyOf' || keyword === 'oneOf') return 'one of the documented shapes';
  return `${keyword} ${typeof schema === 'object' ? '' : String(schema)}`.trim();
}

/** A value is shown only where it cannot be health data: short identifiers in the place of an enum. Else its type. */
export function shown(value: Json | undefined, error?: Pick<ErrorObject, 'keyword'>): string {
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

const ownedByOthers = /^\/(json|duplicate-keys|undeclared|personal-data|internals|none)$/;

/** Whether a body decides a clause: its property is there, or is asked to be there. */
function isDecided(suffix: string, value: Json, operation: Operation, body: string): boolean {
  if (suffix === '') return true;
  if (!suffix.startsWith('/') || ownedByOthers.test(suffix) || suffix.endsWith('/unique')) return false;
  if (operation.contract.clauses.get(body + suffix)?.level !== 'MUST') return false;
  const segments = suffix.split('/').slice(1);
  const keyword = segments.pop();
  if (keyword === 'required') segments.pop();
  return reaches(value, segments);
}

function reaches(value: Json | undefined, segments: readonly string[]): boolean {
  const [head, ...rest] = segments;
  if (head === undefined) return value !== undefined;
  if (head === '*' && Array.isArray(value)) return value.some((each) => reaches(each as Json, rest));
  return typeof value === 'object' && value !== null && reaches(at(value, `/${head}`), rest);
}

export type { Outcome };
