/** What is promised of an operation as a whole: by its document, by HTTP, and by prose. */
import { formatClauseId, ofOperation, refOf, type Clause, type ClausePlace } from '../clause.ts';
import { hashOf } from '../hash.ts';
import { join } from '../pointer.ts';
import type { Operation, Promised } from '../operation.ts';
import type { Level } from '../values.ts';
import { clauseOf } from './clause-of.ts';

const nothingSuch = 'no response to which it applies was received';

/** Clauses that every answer of an operation decides, or that are about undocumented answers. */
export function operationClauses(operation: Operation): Clause[] {
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
      operation.setupOnly || keys.length === 0 ? 'INFO' : 'MUST',
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

/** A clause that only prose makes. */
export function promiseClause(operation: Operation, promise: Promised): Clause {
  // How a promise is quoted is no part of it.
  const { quote, ...words } = promise;
  const [group = '', ...rest] = promise.id.split('/');
  const isOfRequest = ofRequests.has(group);
  const ref = refOf(operation, { scope: isOfRequest ? 'request' : 'scenario', group, rule: rest.join('/') });
  return {
    id: formatClauseId(ref),
    ref,
    level: promise.level,
    at: promise.page,
    sentence: promise.sentence,
    hash: hashOf(hashed(words)),
    decidedBy: isOfRequest ? 'case' : 'run',
    ...(quote !== undefined && { quote }),
    ...(promise.conditional !== undefined && { conditional: promise.conditional }),
  };
}
