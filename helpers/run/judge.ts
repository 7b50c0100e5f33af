/** One answer before all checks, and before what its case expects. */
import { json, jsonResponse } from '../checks/read.ts';
import { clauseIdAt, ofOperation } from '../contract/clause.ts';
import { responseFor, withoutResponse } from '../contract/operations.ts';
import { follow, isObject } from '../contract/pointer.ts';
import { fail, inconclusive, pass, recorded } from '../checks/outcome.ts';
import type { Answer, Answered, Check, Operation, Outcome } from '../contract/types.ts';
import type { Expectation } from '../cases/types.ts';

/** The outcomes of all checks for an answer. A check that throws is a fault of the suite and is reported as such by the caller. */
export const runChecks = (
  checks: readonly Check[],
  { operation, answer }: Pick<Answered, 'operation' | 'answer'>,
): Outcome[] => checks.flatMap((check) => check.evaluate(operation, answer));

/**
 * The operation by which a refusal is judged that may be a router's or a gateway's: the operation itself where the answer
 * speaks as its documents do (it has most of what they require), and else one that does not document the status.
 */
export function attributeResponse(operation: Operation, answer: Answer): Operation {
  if (answer.status < 400 || answer.status >= 500) return operation;
  const documented = jsonResponse(operation, answer);
  const body = documented && json(answer);
  const schema = documented?.media.schemaPointer;
  const names = schema === undefined ? undefined : follow(operation.contract.document, schema)?.value['required'];
  const required = Array.isArray(names) ? names.map(String) : [];
  const sent = body?.ok && isObject(body.value) ? body.value : {};
  // An envelope inside another property is the vendor's own all the same.
  const has = [sent, ...Object.values(sent).filter(isObject)].map(
    (each) => required.filter((name) => Object.hasOwn(each, name)).length,
  );
  return Math.max(...has) * 2 > required.length ? operation : withoutResponse(operation, answer.status);
}

/** `404` covers itself, `4XX` its class, `*` everything. */
export const covers = (patterns: readonly string[], status: number): boolean =>
  patterns.some(
    (pattern) =>
      pattern === '*' || pattern === String(status) || pattern.toUpperCase() === `${Math.floor(status / 100)}XX`,
  );

/** Statuses by which a vendor says that something behind it is in trouble, or that it was asked too often. */
const environmental = [429, 502, 503, 504];

/** What the case's own clause says of the answer. */
export function expectation({ operation, answer }: Answered, expect: Expectation): Outcome {
  const { status } = answer;
  const { clause } = expect;
  const documented = responseFor(operation, status) !== undefined;
  if (covers(expect.statuses, status) && status < 500) return accepted(expect, status);
  if (
    covers(
      expect.statuses.filter((each) => each !== '*'),
      status,
    )
  )
    return accepted(expect, status);
  if (expect.undocumented && status >= 400 && status < 500) return accepted(expect, status);
  if (documented && environmental.includes(status))
    return inconclusive(clause.id, 'environment', `environment: answered ${status}`);
  const wanted = expect.statuses.includes('*') ? 'any documented answer but a failure' : expect.statuses.join(' | ');
  // Silence of the documents never means a failure: where the case's own clause only warns or asks, a 5xx breaks the documented statuses.
  const violated =
    status >= 500 && clause.level !== 'MUST' ? clauseIdAt(operation, ofOperation('responses')) : clause.id;
  const code =
    status >= 500 ? 'SERVER_ERROR' : status < 300 ? (expect.acceptedCode ?? 'STATUS_UNEXPECTED') : 'STATUS_UNEXPECTED';
  return fail({
    code,
    clause: violated,
    at: 'status',
    expected: wanted,
    actual: String(status),
    status,
    values: { expected: { kind: 'status', oneOf: acceptedBy(operation, expect) }, actual: status },
  });
}

/** Every status, or class of statuses, that a case accepts. */
const acceptedBy = ({ responses }: Operation, { statuses, undocumented }: Expectation): string[] => [
  ...(statuses.includes('*') ? [...responses.keys()].filter((key) => !key.startsWith('5')) : statuses),
  ...(undocumented ? ['4XX'] : []),
];

const accepted = ({ clause }: Expectation, status: number): Outcome =>
  clause.level === 'INFO' ? recorded(clause.id, `answered ${status}`) : pass(clause.id);
