/** What is promised of one documented response: its Content-Type, headers, framing, and what HTTP and JSON ask of it. */
import { ofBody, ofHeader, ofResponse, type Clause, type ClausePlace } from '../clause.ts';
import { coversJson, isXml } from '../media-type.ts';
import type { Operation, ResponseSpec } from '../operation.ts';
import { join } from '../pointer.ts';
import { needsCredential } from '../security.ts';
import type { Level } from '../values.ts';
import { clauseOf } from './clause-of.ts';

/** Clauses of one documented response, its body's schema apart. */
export function responseClauses(operation: Operation, response: ResponseSpec): Clause[] {
  const { key, pointer } = response;
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
  const headers = headerClauses(response, clause);
  const common = commonClauses(key, needsCredential(operation), clause);
  if (response.content.length === 0) {
    const empty = clause(ofBody(key, '', 'none'), 'MUST', `${key} has no body`, 'RFC 9110 15.3.5');
    return [...headers, ...common, ...(key === '204' || key === '304' ? [empty] : [])];
  }
  const types = response.content.map(({ type }) => type);
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
    ...(types.some(coversJson) ? jsonClauses(key, clause) : types.some(isXml) ? [xmlClause(key, clause)] : []),
  ];
}

type Make = (
  place: ClausePlace,
  level: Level,
  sentence: string,
  says: unknown,
  where?: string,
  contradicted?: true,
) => Clause;

/** What holds for every body that is JSON, whatever its schema. */
const jsonClauses = (key: string, clause: Make): Clause[] => [
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
];

const xmlClause = (key: string, clause: Make): Clause =>
  clause(ofBody(key, '', 'xml'), 'MUST', `${key} is well-formed XML (W3C XML 1.0)`, 'XML 1.0');

/** That a header is there, and where that is another promise, that its value is as documented. */
const headerClauses = ({ key, headers }: ResponseSpec, clause: Make): Clause[] =>
  headers.flatMap(({ name, schema, pointer: at, contradicted, ...of }) => [
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

/** What HTTP asks of every response of a status, and what never reaches a caller. */
const commonClauses = (key: string, isProtected: boolean, clause: Make): Clause[] => [
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
  ...(key.startsWith('2') && isProtected
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
