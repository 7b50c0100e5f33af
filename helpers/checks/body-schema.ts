import type { ErrorObject } from 'ajv';
import { clauseIdAt, ofBody } from '../contract/clause.ts';
import { at, isObject, join } from '../contract/pointer.ts';
import { text } from '../contract/text.ts';
import type { Check, Clause, ClauseRef, Finding, Json, Level, Operation } from '../contract/types.ts';
import { fail, notApplicable, pass } from './outcome.ts';
import { json, jsonResponse } from './read.ts';

/** More findings in one body would tell nobody more. */
const most = 25;

export const bodySchema: Check = {
  id: 'body-schema',
  title: 'MUST have a body that is valid against its documented schema',
  evaluate(operation, answer) {
    const documented = jsonResponse(operation, answer);
    const parsed = documented && json(answer);
    if (!documented || !parsed?.ok) return notApplicable('there is no JSON');
    if (documented.media.schemaPointer === undefined) return notApplicable('no schema is documented');
    const { key } = documented.response;
    const validate = operation.contract.validator(documented.media.schemaPointer);
    validate(parsed.value);
    const body = { operation, key };
    const findings = own(validate.errors ?? [])
      .slice(0, most)
      .map((error) => findingOf(body, error, parsed.value));
    const failed = new Set(findings.map(({ clause }) => clause));
    const held = bodyClauses(body).filter(
      ({ id, level, ref }) => !failed.has(id) && isDecided(level, ref, parsed.value),
    );
    return [...findings.map(fail), ...held.map(({ id }) => pass(id))];
  },
};

/** The body of one documented response. */
interface BodyOf {
  readonly operation: Operation;
  readonly key: string;
}

const known = new WeakMap<Operation, Map<string, readonly Clause[]>>();

/** The clauses about a body; looked for once. */
function bodyClauses({ operation, key }: BodyOf): readonly Clause[] {
  const cache = known.get(operation) ?? new Map<string, readonly Clause[]>();
  known.set(operation, cache);
  const clauses =
    cache.get(key) ??
    [...operation.contract.clauses.values()].filter(
      ({ ref }) => ref.operation === operation.id && ref.status === key && ref.group === 'body',
    );
  cache.set(key, clauses);
  return clauses;
}

/** Without the errors of the branches of an anyOf or oneOf, and without those that follow from a wrong type. */
function own(errors: readonly ErrorObject[]): ErrorObject[] {
  const choices = errors
    .filter(({ keyword }) => keyword === 'anyOf' || keyword === 'oneOf')
    .map(({ schemaPath }) => `${schemaPath}/`);
  const mistyped = new Set(errors.filter(({ keyword }) => keyword === 'type').map(({ instancePath }) => instancePath));
  return errors.filter(
    ({ schemaPath, keyword, instancePath }) =>
      keyword !== 'if' &&
      (keyword === 'type' || !mistyped.has(instancePath)) &&
      !choices.some((choice) => schemaPath.startsWith(choice)),
  );
}

function findingOf(body: BodyOf, error: ErrorObject, value: Json): Finding {
  const missing = missingFrom(error, value);
  const place = missing.length === 0 ? error.instancePath : join(error.instancePath, missing[0] ?? '');
  return {
    code: missing.length > 0 ? 'BODY_REQUIRED' : (codes[error.keyword] ?? 'BODY_SCHEMA'),
    clause: clauseFor(
      body,
      missing.length > 0 && error.keyword !== 'required' ? error.instancePath : place,
      error.keyword,
    ),
    at: place === '' ? 'body' : place,
    expected: missing.length > 0 ? `${missing.join(' or ')} present` : expectedOf(error),
    actual: missing.length > 0 ? 'absent' : shown(at(value, error.instancePath), error),
  };
}

/** Properties whose absence is the error: of `required`, or of a choice between properties of which none is there. */
function missingFrom({ keyword, params, schema, instancePath }: ErrorObject, value: Json): string[] {
  if (keyword === 'required') return [String((params as { missingProperty: string }).missingProperty)];
  if (keyword !== 'anyOf' || !Array.isArray(schema)) return [];
  const names = (schema as Json[]).flatMap((branch) =>
    isObject(branch) && Array.isArray(branch['required']) ? branch['required'].map(String) : [''],
  );
  const inside = at(value, instancePath);
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

/** The clause of a keyword at a place; array items share the clause of `*`. Falls back to the body as a whole. */
function clauseFor({ operation, key }: BodyOf, place: string, keyword: string): string {
  const path = place.replaceAll(/\/\d+(?=\/|$)/g, '/*');
  const id = clauseIdAt(operation, ofBody(key, path, path === '' && keyword === 'type' ? '' : keyword));
  return operation.contract.clauses.has(id) ? id : clauseIdAt(operation, ofBody(key, '', ''));
}

function expectedOf({ keyword, params, schema }: ErrorObject): string {
  if (keyword === 'enum') return (schema as Json[]).map((each) => JSON.stringify(each)).join(' | ');
  if (keyword === 'type') return String((params as { type: unknown }).type);
  if (keyword === 'minLength' && schema === 1) return 'not empty';
  if (keyword === 'anyOf' || keyword === 'oneOf') return 'one of the documented shapes';
  return `${keyword} ${typeof schema === 'object' ? '' : text(schema)}`.trim();
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

/** Rules of the body as a whole that other checks judge. */
const ownedByOthers = new Set(['json', 'duplicate-keys', 'undeclared', 'personal-data', 'internals', 'none']);

/** Whether a body decides a clause: its property is there, or is asked to be there. */
function isDecided(level: Level, { pointer = '', rule }: ClauseRef, value: Json): boolean {
  if (pointer === '' && rule === '') return true;
  if ((pointer === '' && ownedByOthers.has(rule)) || rule === 'unique' || level !== 'MUST') return false;
  const segments = segmentsOf(pointer);
  return reaches(value, rule === 'required' ? segments.slice(0, -1) : segments);
}

/** The steps of a JSON pointer. */
const segmentsOf = (pointer: string): string[] => pointer.split('/').slice(1);

function reaches(value: Json | undefined, segments: readonly string[]): boolean {
  const [head, ...rest] = segments;
  if (head === undefined) return value !== undefined;
  if (head === '*' && Array.isArray(value)) return value.some((each) => reaches(each as Json, rest));
  return typeof value === 'object' && value !== null && reaches(at(value, `/${head}`), rest);
}
