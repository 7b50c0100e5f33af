/** Which statuses a case accepts and how strictly, by the kind of its fault and the policy of the contract. Levels of answers: contract/status-oracle.ts. */
import { responseFor } from '../contract/operations.ts';
import { policyOf } from '../contract/status-oracle.ts';
import type { Level, Operation } from '../contract/types.ts';

interface Row {
  /** Statuses by which the fault is rejected, where the document has them. */
  readonly statuses: readonly number[];
  /** Level where the document names every status (`statuses: complete`). */
  readonly complete: Level;
  /** Level by default. `input`: SHOULD, MUST with `strict-input`. */
  readonly usual: Level | 'input';
  /** Level where the document has none of the statuses; `usual` unless given. */
  readonly silent?: Level;
  /** Ranges that reject too: a login page for who is not logged in. */
  readonly also?: readonly string[];
}

/** Silence never means that bad credentials, or a request without what is required, are accepted. */
const faults = {
  'no-credential': { statuses: [401], complete: 'MUST', usual: 'MUST', also: ['3XX'] },
  'unknown-scheme': { statuses: [400, 401, 403], complete: 'MUST', usual: 'MUST', also: ['3XX'] },
  'other-spelling': { statuses: [400, 401, 403], complete: 'SHOULD', usual: 'SHOULD', also: ['3XX'] },
  'no-permission': { statuses: [403], complete: 'MUST', usual: 'MUST' },
  'other-tenant': { statuses: [400, 401, 403, 404], complete: 'MUST', usual: 'MUST' },
  required: { statuses: [400, 422], complete: 'MUST', usual: 'MUST' },
  'empty-parameter': { statuses: [400, 404, 422], complete: 'MUST', usual: 'input', silent: 'INFO' },
  'unreadable-body': { statuses: [400, 422], complete: 'MUST', usual: 'MUST' },
  'wrong-body': { statuses: [400, 422], complete: 'MUST', usual: 'input' },
  'outside-schema': { statuses: [400, 404, 422], complete: 'MUST', usual: 'input' },
  format: { statuses: [400, 404, 422], complete: 'INFO', usual: 'INFO' },
  'page-size': { statuses: [400, 404, 422], complete: 'INFO', usual: 'INFO' },
  'unknown-id': { statuses: [404], complete: 'MUST', usual: 'SHOULD', silent: 'INFO' },
  'malformed-id': { statuses: [400, 404], complete: 'MUST', usual: 'SHOULD', silent: 'INFO' },
} satisfies Record<string, Row>;

export type Fault = keyof typeof faults;

export interface Accepted {
  readonly level: Level;
  /** Exact statuses that the document has, then ranges. */
  readonly statuses: readonly string[];
}

/** The level and the statuses of the case that puts a fault into a request. */
export function rejectionOf(operation: Operation, fault: Fault): Accepted {
  const row: Row = faults[fault];
  const policy = policyOf(operation);
  const known = documented(operation, ...row.statuses);
  const isSilent = known.length === 0;
  if (policy.statuses === 'complete' && !isSilent)
    return {
      level: row.complete === 'MUST' && row.usual === 'input' && !policy.strictInput ? 'SHOULD' : row.complete,
      statuses: known,
    };
  const usual = row.usual === 'input' ? (policy.strictInput ? 'MUST' : 'SHOULD') : row.usual;
  const others = isSilent ? clientErrorsOf(operation) : [];
  return {
    level: isSilent ? (row.silent ?? usual) : usual,
    statuses: [...known, ...others, '4XX', ...(row.also ?? [])],
  };
}

/** The accepted statuses in a title: `400 or 404`, `any 4xx`. */
export const listed = (statuses: readonly string[]): string =>
  statuses.includes('4XX') ? 'any 4xx' : statuses.join(' or ');

/** Those of some statuses that an operation documents by number or range. */
export const documented = (operation: Operation, ...statuses: readonly number[]): string[] =>
  statuses.filter((status) => (responseFor(operation, status)?.key ?? 'default') !== 'default').map(String);

const clientErrorsOf = ({ responses }: Operation): string[] =>
  [...responses.keys()].filter((key) => /^4\d\d$/.test(key));

/** The statuses of a valid request: those that the document has for a success, redirects included. */
export function successOf(operation: Operation): string[] {
  const keys = [...operation.responses.keys()];
  const successes = keys.filter((key) => key.startsWith('2'));
  if (policyOf(operation).statuses === 'complete') return successes.slice(0, 1);
  return successes.length === 0 ? [] : [...successes, ...keys.filter((key) => key.startsWith('3') && key !== '304')];
}

/** The statuses of a request just inside a bound: all but those for invalid input. */
export function insideOf(operation: Operation): string[] {
  const others = [...operation.responses.keys()].filter((key) => key !== '400' && key !== '422');
  return policyOf(operation).statuses === 'complete'
    ? others
    : ['2XX', '3XX', ...others.filter((key) => /^4\d\d$/.test(key))];
}
