/** What a document promises of its answers, clause by clause. (What it asks of requests is said by the families of cases.) */
import { createHash } from 'node:crypto';
import { at, follow, isObject, join } from './pointer.ts';
import type { Clause, Json, JsonSchema, Level, Operation, ResponseSpec } from './types.ts';

/** First 12 hex digits of the SHA-256 of a value, keys in order. */
export const hashOf = (value: unknown): string =>
  createHash('sha256').update(canonical(value)).digest('hex').slice(0, 12);

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, each]) => `${JSON.stringify(key)}:${canonical(each)}`).join(',')}}`;
}

/** A clause of an operation; `says` is the part of the document that its hash covers. */
export function clauseOf(
  operation: Operation,
  what: { id: string; level: Level; sentence: string; pointer: string; says: unknown; conditional?: string },
): Clause {
  return {
    id: `${operation.id}/${what.id}`,
    level: what.level,
    at: `${operation.contract.file}#${what.pointer}`,
    sentence: what.sentence,
    hash: hashOf(what.says),
    ...(what.conditional === undefined ? {} : { conditional: what.conditional }),
  };
}

/** Every clause about the answers of one operation. */
export function clausesOf(operation: Operation): Clause[] {
  const keys = [...operation.responses.keys()];
  const about = (id: string, level: Level, sentence: string, says: unknown = keys) =>
    clauseOf(operation, { id, level, sentence, pointer: join(operation.pointer, 'responses'), says });
  return [
    about('responses', operation.setUpOnly ? 'ASKS' : 'MUST', `answers with a documented status: ${keys.join(', ')}`),
    about('responses/envelope', 'SHOULD', 'an undocumented error has the envelope of the documented ones'),
    about(
      'responses/internals',
      'MUST',
      "an undocumented answer shows nothing internal: no stack trace, SQL, file path, or the caller's own key",
      'internals',
    ),
    about('transport', 'MUST', 'answers, completely and by the rules of HTTP', 'RFC 9112'),
    about('time', 'ASKS', 'answers within the time limit', 'time'),
    about('http/allow', 'SHOULD', '405 names the allowed methods in Allow (RFC 9110, 15.5.6)', 'RFC 9110 15.5.6'),
    ...[...operation.responses.values()].flatMap((response) => responseClauses(operation, response)),
    ...operation.promises.map((promise) => ({
      id: `${operation.id}/${promise.id}`,
      level: promise.level,
      at: promise.page,
      sentence: promise.sentence,
      hash: hashOf(promise),
    })),
  ];
}

function responseClauses(operation: Operation, response: ResponseSpec): Clause[] {
  const { key, pointer } = response;
  const document = operation.contract.document;
  const clause = (id: string, level: Level, sentence: string, says: unknown, where = pointer) =>
    clauseOf(operation, { id: `${key}/${id}`, level, sentence, pointer: where, says });
  const headers = response.headers.map((header) =>
    clause(
      `headers/${header.name.toLowerCase()}`,
      header.level,
      `${key} has ${header.name} as documented`,
      header.schema,
      header.pointer,
    ),
  );
  const common = [
    clause('length', 'MUST', `Content-Length of ${key} is the length of its body (RFC 9110, 8.6)`, 'RFC 9110 8.6'),
    clause(
      'body/internals',
      'MUST',
      `${key} shows nothing internal: no stack trace, SQL, file path, or the caller's own key`,
      'internals',
    ),
    ...(key.startsWith('2') && operation.security.length > 0
      ? [
          clause(
            'headers/cache-control',
            'SHOULD',
            `${key} may not be kept by shared caches (RFC 9111, 3.5)`,
            'RFC 9111 3.5',
          ),
        ]
      : []),
    ...(key === '401'
      ? [clause('headers/www-authenticate', 'SHOULD', '401 has WWW-Authenticate (RFC 9110, 15.5.2)', 'RFC 9110 15.5.2')]
      : []),
  ];
  if (response.content.length === 0) {
    const empty = clause('body/none', 'MUST', `${key} has no body`, 'RFC 9110 15.3.5');
    return [...headers, ...common, ...(key === '204' || key === '304' ? [empty] : [])];
  }
  const types = response.content.map(({ type }) => type);
  const json = response.content.filter(({ type }) => isJson(type));
  return [
    clause(
      'content-type',
      'MUST',
      `${key} has the Content-Type ${types.join(' or ')}`,
      types,
      join(pointer, 'content'),
    ),
    ...headers,
    ...common,
    ...(json.length === 0
      ? []
      : [
          clause(
            'body/json',
            'MUST',
            `${key} is one JSON value in UTF-8, without byte-order mark and with nothing after it (RFC 8259)`,
            'RFC 8259',
          ),
          clause('body/duplicate-keys', 'SHOULD', `${key} has no key twice (RFC 8259, 4)`, 'RFC 8259 4'),
          clause('body/undeclared', 'ASKS', `${key} has declared properties only`, 'undeclared'),
          clause(
            'body/personal-data',
            'SHOULD',
            `${key} carries no undeclared property that names personal data`,
            'personal data',
          ),
        ]),
    ...json.flatMap(({ schemaPointer }) =>
      schemaPointer === undefined ? [] : bodyClauses(operation, key, document, schemaPointer),
    ),
  ];
}

export const isJson = (type: string): boolean => /^application\/(?:json|[\w.+-]+\+json)\s*(?:;|$)/i.test(type);

/** Keywords that make a clause of their own, with how they read. */
const keywords: Readonly<Record<string, (value: Json) => string>> = {
  enum: (value) => `is one of ${(value as Json[]).map((each) => JSON.stringify(each)).join(', ')}`,
  const: (value) => `is ${JSON.stringify(value)}`,
  format: (value) => `has the format ${value}`,
  pattern: (value) => `matches ${value}`,
  minLength: (value) => (value === 1 ? 'is not empty' : `has at least ${value} characters`),
  maxLength: (value) => `has at most ${value} characters`,
  minimum: (value) => `is at least ${value}`,
  maximum: (value) => `is at most ${value}`,
  exclusiveMinimum: (value) => (typeof value === 'number' ? `is more than ${value}` : 'is more than its minimum'),
  exclusiveMaximum: (value) => (typeof value === 'number' ? `is less than ${value}` : 'is less than its maximum'),
  multipleOf: (value) => `is a multiple of ${value}`,
  minItems: (value) => `has at least ${value} items`,
  maxItems: (value) => `has at most ${value} items`,
  uniqueItems: () => 'has no item twice',
  anyOf: () => 'matches one of its documented shapes',
  oneOf: () => 'matches exactly one of its documented shapes',
  not: () => 'is not of the excluded shape',
};

/** Depth at which the reading of a (possibly circular) schema ends: errors below it are put down to the clause above. */
const deepest = 12;

/** The clauses of one response body, down to required properties, types, enums and formats. */
function bodyClauses(operation: Operation, key: string, document: JsonSchema, root: string): Clause[] {
  const clauses = new Map<string, Clause>();
  const add = (path: string, what: string, level: Level, sentence: string, pointer: string, says: unknown) => {
    const id = `${key}/body${path}${what === '' ? '' : `/${what}`}`;
    const clause = clauseOf(operation, { id, level, sentence, pointer, says });
    if (!clauses.has(clause.id)) clauses.set(clause.id, clause);
  };
  const visit = (pointer: string, path: string, depth: number): void => {
    const target = follow(document, pointer);
    if (!target || depth > deepest) return;
    const { value: schema, pointer: here } = target;
    const name = path === '' ? 'the body' : path.slice(1).replaceAll('/', '.');
    if (path === '')
      add(
        '',
        '',
        'MUST',
        `${key} has a body of the documented shape (${String(schema['type'] ?? 'any type')})`,
        here,
        schema['type'] ?? 'any',
      );
    else if (schema['type'] !== undefined)
      add(path, 'type', 'MUST', `${name} is of type ${String(schema['type'])}`, here, [
        schema['type'],
        schema['nullable'] ?? false,
      ]);
    for (const [keyword, reads] of Object.entries(keywords))
      if (schema[keyword] !== undefined)
        add(path, keyword, 'MUST', `${name} ${reads(schema[keyword])}`, here, schema[keyword]);
    if (schema['additionalProperties'] === false)
      add(path, 'additionalProperties', 'MUST', `${name} has declared properties only`, here, false);
    for (const each of Array.isArray(schema['required']) ? schema['required'] : [])
      add(
        join(path, String(each)),
        'required',
        'MUST',
        `${join(path, String(each)).slice(1).replaceAll('/', '.')} is there`,
        here,
        each,
      );
    if (schema['x-unique'] === true) add(path, 'unique', 'MUST', `${name} is never used twice`, here, 'unique');
    const inferred = Array.isArray(schema['x-should']) ? schema['x-should'] : [];
    for (const [index, each] of inferred.entries())
      if (isObject(each))
        add(
          path,
          String(each['name']),
          'SHOULD',
          String(each['sentence']),
          join(here, 'x-should', index),
          each['schema'],
        );
    if (isObject(schema['properties']))
      for (const property of Object.keys(schema['properties']))
        visit(join(here, 'properties', property), join(path, property), depth + 1);
    if (isObject(schema['items'])) visit(join(here, 'items'), join(path, '*'), depth + 1);
    if (Array.isArray(schema['allOf']))
      for (const index of schema['allOf'].keys()) visit(join(here, 'allOf', index), path, depth + 1);
  };
  visit(root, '', 0);
  return [...clauses.values()];
}

/** The inferred (SHOULD) schemas of a response body: where they apply and where in the document they stand. */
export function inferencesOf(document: JsonSchema, root: string): { path: string; name: string; pointer: string }[] {
  const found: { path: string; name: string; pointer: string }[] = [];
  const visit = (pointer: string, path: string, depth: number): void => {
    const target = follow(document, pointer);
    if (!target || depth > deepest) return;
    const { value: schema, pointer: here } = target;
    const inferred = Array.isArray(schema['x-should']) ? schema['x-should'] : [];
    for (const [index, each] of inferred.entries())
      if (isObject(each))
        found.push({ path, name: String(each['name']), pointer: join(here, 'x-should', index, 'schema') });
    if (isObject(schema['properties']))
      for (const property of Object.keys(schema['properties']))
        visit(join(here, 'properties', property), join(path, property), depth + 1);
    if (isObject(schema['items'])) visit(join(here, 'items'), join(path, '*'), depth + 1);
  };
  visit(root, '', 0);
  return found;
}

/** Where in a body a property of the given extension stands (`x-unique`), as pointers with `*` for items. */
export function markedPlaces(document: JsonSchema, root: string, mark: string): string[] {
  const found: string[] = [];
  const visit = (pointer: string, path: string, depth: number): void => {
    const target = follow(document, pointer);
    if (!target || depth > deepest) return;
    if (target.value[mark] === true) found.push(path);
    const properties = at(document, join(target.pointer, 'properties'));
    if (isObject(properties))
      for (const property of Object.keys(properties))
        visit(join(target.pointer, 'properties', property), join(path, property), depth + 1);
  };
  visit(root, '', 0);
  return found;
}
