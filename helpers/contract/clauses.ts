/** What a document promises of its answers, clause by clause. (What it asks of requests is said by the families of cases.) */
import { createHash } from 'node:crypto';
import {
  formatClauseId,
  ofBody,
  ofHeader,
  ofOperation,
  ofResponse,
  refOf,
  type ClausePlace,
  type DecidedBy,
} from './clause.ts';
import { placesOf } from './schema-nodes.ts';
import { isObject, join } from './pointer.ts';
import { needsCredential } from './security.ts';
import { text } from './text.ts';
import type { Clause, Json, JsonSchema, Level, Operation, Promised, ResponseSpec } from './types.ts';

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
  what: {
    place: ClausePlace;
    level: Level;
    sentence: string;
    pointer: string;
    says: unknown;
    decidedBy: DecidedBy;
    conditional?: string;
    contradicted?: true;
  },
): Clause {
  const { place, level, sentence, pointer, says, decidedBy, conditional, contradicted } = what;
  const ref = refOf(operation, place);
  return {
    id: formatClauseId(ref),
    ref,
    level,
    at: `${operation.contract.file}#${pointer}`,
    sentence,
    hash: hashOf(says),
    decidedBy,
    ...(conditional === undefined ? {} : { conditional }),
    ...(contradicted && { contradicted }),
  };
}

/** Every clause about the answers of one operation. */
export function clausesOf(operation: Operation): Clause[] {
  return [
    ...operationClauses(operation),
    ...[...operation.responses.values()].flatMap((response) => responseClauses(operation, response)),
    ...operation.promises.map((promise) => promiseClause(operation, promise)),
  ];
}

const nothingSuch = 'nothing was answered to which it applies';

function operationClauses(operation: Operation): Clause[] {
  const keys = [...operation.responses.keys()];
  const about = (place: ClausePlace, level: Level, sentence: string, says: unknown = keys, conditional?: string) =>
    clauseOf(operation, {
      place,
      level,
      sentence,
      pointer: join(operation.pointer, 'responses'),
      says,
      decidedBy: 'every-response',
      ...(conditional !== undefined && { conditional }),
    });
  const { timeLimit } = operation;
  const seconds = (timeLimit?.milliseconds ?? 0) / 1_000;
  return [
    about(
      ofOperation('responses'),
      operation.setUpOnly ? 'INFO' : 'MUST',
      `answers with a documented status: ${keys.join(', ')}`,
    ),
    about(
      ofOperation('envelope', 'responses'),
      'SHOULD',
      'an undocumented error has the envelope of the documented ones',
      keys,
      nothingSuch,
    ),
    about(
      ofOperation('internals', 'responses'),
      'MUST',
      "an undocumented answer shows nothing internal: no stack trace, SQL, file path, or the caller's own key",
      'internals',
      nothingSuch,
    ),
    about(ofOperation('transport'), 'MUST', 'answers, completely and by the rules of HTTP', 'RFC 9112'),
    ...(timeLimit
      ? [about(ofOperation('time'), timeLimit.level, `answers within ${seconds} seconds`, hashed(timeLimit))]
      : []),
    about(
      ofOperation('allow', 'http'),
      'SHOULD',
      '405 names the allowed methods in Allow (RFC 9110, 15.5.6)',
      'RFC 9110 15.5.6',
      nothingSuch,
    ),
  ];
}

/** What a hash covers of something with a level. INFO was ASKS in the first edition: the hash of a clause does not change with that word. */
const hashed = <T extends { readonly level: Level }>(what: T): object => ({
  ...what,
  level: what.level === 'INFO' ? 'ASKS' : what.level,
});

/** Groups of promises that one request proves, whatever page they come from. */
const ofRequests = new Set(['security', 'parameters', 'body', 'accept', 'methods']);

function promiseClause(operation: Operation, promise: Promised): Clause {
  const [group = '', ...rest] = promise.id.split('/');
  const isOfRequest = ofRequests.has(group);
  const ref = refOf(operation, { scope: isOfRequest ? 'request' : 'scenario', group, rule: rest.join('/') });
  return {
    id: formatClauseId(ref),
    ref,
    level: promise.level,
    at: promise.page,
    sentence: promise.sentence,
    hash: hashOf(hashed(promise)),
    decidedBy: isOfRequest ? 'case' : 'run',
    ...(promise.conditional !== undefined && { conditional: promise.conditional }),
  };
}

function responseClauses(operation: Operation, response: ResponseSpec): Clause[] {
  const { key, pointer } = response;
  const document = operation.contract.document;
  const clause = (
    place: ClausePlace,
    level: Level,
    sentence: string,
    says: unknown,
    where = pointer,
    contradicted?: true,
  ) =>
    clauseOf(operation, {
      place,
      level,
      sentence,
      pointer: where,
      says,
      decidedBy: 'response',
      ...(contradicted && { contradicted }),
    });
  const headers = response.headers.flatMap(({ name, schema, pointer: at, contradicted, ...of }) => [
    clause(
      ofHeader(key, name.toLowerCase()),
      of.level,
      `${key} has ${name} as documented`,
      schema,
      at,
      contradicted || undefined,
    ),
    ...(of.valueRule === ''
      ? []
      : [
          clause(
            ofHeader(key, name.toLowerCase(), of.valueRule),
            of.valueLevel,
            `${name} of ${key}, where it is there, is as documented`,
            schema,
            at,
          ),
        ]),
  ]);
  const common = [
    clause(
      ofResponse(key, 'length'),
      'MUST',
      `Content-Length of ${key} is the length of its body (RFC 9110, 8.6)`,
      'RFC 9110 8.6',
    ),
    clause(
      ofBody(key, '', 'internals'),
      'MUST',
      `${key} shows nothing internal: no stack trace, SQL, file path, or the caller's own key`,
      'internals',
    ),
    ...(key.startsWith('2') && needsCredential(operation)
      ? [
          clause(
            ofHeader(key, 'cache-control'),
            'SHOULD',
            `${key} may not be kept by shared caches (RFC 9111, 3.5)`,
            'RFC 9111 3.5',
          ),
        ]
      : []),
    ...(key === '401'
      ? [
          clause(
            ofHeader(key, 'www-authenticate'),
            'SHOULD',
            '401 has WWW-Authenticate (RFC 9110, 15.5.2)',
            'RFC 9110 15.5.2',
          ),
        ]
      : []),
  ];
  if (response.content.length === 0) {
    const empty = clause(ofBody(key, '', 'none'), 'MUST', `${key} has no body`, 'RFC 9110 15.3.5');
    return [...headers, ...common, ...(key === '204' || key === '304' ? [empty] : [])];
  }
  const types = response.content.map(({ type }) => type);
  const json = response.content.filter(({ type }) => isJson(type));
  return [
    clause(
      ofResponse(key, 'content-type'),
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
            ofBody(key, '', 'json'),
            'MUST',
            `${key} is one JSON value in UTF-8, without byte-order mark and with nothing after it (RFC 8259)`,
            'RFC 8259',
          ),
          clause(ofBody(key, '', 'duplicate-keys'), 'SHOULD', `${key} has no key twice (RFC 8259, 4)`, 'RFC 8259 4'),
          clause(ofBody(key, '', 'undeclared'), 'INFO', `${key} has declared properties only`, 'undeclared'),
          clause(
            ofBody(key, '', 'personal-data'),
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
  enum: (value) => {
    const values = (value as Json[]).map((each) => JSON.stringify(each));
    return `is ${values.length === 1 ? '' : 'one of '}${values.join(', ')}`;
  },
  const: (value) => `is ${JSON.stringify(value)}`,
  format: (value) => `has the format ${text(value)}`,
  pattern: (value) => `matches ${text(value)}`,
  minLength: (value) => (value === 1 ? 'is not empty' : `has at least ${text(value)} characters`),
  maxLength: (value) => `has at most ${text(value)} characters`,
  minimum: (value) => `is at least ${text(value)}`,
  maximum: (value) => `is at most ${text(value)}`,
  exclusiveMinimum: (value) => (typeof value === 'number' ? `is more than ${value}` : 'is more than its minimum'),
  exclusiveMaximum: (value) => (typeof value === 'number' ? `is less than ${value}` : 'is less than its maximum'),
  multipleOf: (value) => `is a multiple of ${text(value)}`,
  minItems: (value) => `has at least ${text(value)} items`,
  maxItems: (value) => `has at most ${text(value)} items`,
  uniqueItems: () => 'has no item twice',
  anyOf: () => 'matches one of its documented shapes',
  oneOf: () => 'matches exactly one of its documented shapes',
  not: () => 'is not of the excluded shape',
};

/** The clauses of one response body, down to required properties, types, enums and formats. */
function bodyClauses(operation: Operation, key: string, document: JsonSchema, root: string): Clause[] {
  const clauses = new Map<string, Clause>();
  for (const { path, pointer, schema, choice } of placesOf(document, root)) {
    if (choice) continue;
    const add = (where: string, rule: string, level: Level, sentence: string, at: string, says: unknown) => {
      const decidedBy = rule === 'unique' ? 'run' : 'response';
      const clause = clauseOf(operation, {
        place: ofBody(key, where, rule),
        level,
        sentence,
        pointer: at,
        says,
        decidedBy,
      });
      if (!clauses.has(clause.id)) clauses.set(clause.id, clause);
    };
    const must = (what: string, reads: string, says: unknown) =>
      add(path, what, 'MUST', `${path === '' ? 'the body' : named(path)} ${reads}`, pointer, says);
    const type = schema['type'] === undefined ? undefined : text(schema['type']);
    if (path === '')
      add(
        '',
        '',
        'MUST',
        `${key} has a body of the documented shape (${type ?? 'any type'})`,
        pointer,
        schema['type'] ?? 'any',
      );
    else if (type !== undefined) must('type', `is of type ${type}`, [schema['type'], schema['nullable'] ?? false]);
    for (const [keyword, reads] of Object.entries(keywords))
      if (schema[keyword] !== undefined) must(keyword, reads(schema[keyword]), schema[keyword]);
    if (schema['additionalProperties'] === false) must('additionalProperties', 'has declared properties only', false);
    for (const each of Array.isArray(schema['required']) ? schema['required'].map(String) : [])
      add(join(path, each), 'required', 'MUST', `${named(join(path, each))} is there`, pointer, each);
    if (schema['x-unique'] === true) must('unique', 'is never used twice', 'unique');
    for (const [index, each] of inferred(schema).entries())
      add(path, each.name, 'SHOULD', each.sentence, join(pointer, 'x-should', index), each.schema);
  }
  return [...clauses.values()];
}

/** `/data/id` as a person says it. */
const named = (path: string): string => path.slice(1).replaceAll('/', '.');

/** The inferred (SHOULD) schemas of a response body: where they apply and where in the document they stand. */
export const inferencesOf = (document: JsonSchema, root: string): { path: string; name: string; pointer: string }[] =>
  placesOf(document, root).flatMap(({ path, pointer, schema }) =>
    inferred(schema).map(({ name }, index) => ({ path, name, pointer: join(pointer, 'x-should', index, 'schema') })),
  );

/** Where in a body a property with the given mark stands (`x-unique`), as pointers with `*` for items. */
export const markedPlaces = (document: JsonSchema, root: string, mark: string): string[] =>
  placesOf(document, root).flatMap(({ path, schema }) => (schema[mark] === true ? [path] : []));

interface Inferred {
  readonly name: string;
  readonly sentence: string;
  readonly schema: Json;
}

const inferred = ({ 'x-should': list }: JsonSchema): readonly Inferred[] =>
  Array.isArray(list) ? (list as unknown as Inferred[]) : [];
