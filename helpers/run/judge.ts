/** One answer before all checks, and before what its case expects. */
import { json, jsonResponse } from '../checks/read.ts';
import { clauseIdAt, ofOperation } from '../contract/clause.ts';
import { withoutResponse } from '../contract/operations.ts';
import { follow, isObject, ownOf } from '../contract/pointer.ts';
import { fail, inconclusive, pass, recorded } from '../checks/outcome.ts';
import { classify, isDocumented, isProven, policyOf, situationOf } from '../contract/status-oracle.ts';
import {
  isSuccess,
  type Answer,
  type Answered,
  type Check,
  type Finding,
  type Level,
  type Operation,
  type Outcome,
} from '../contract/types.ts';
import { decoded, text } from '../contract/text.ts';
import { lastParameter } from '../profile/path-template.ts';
import { hasOddValue } from '../cases/odd-values.ts';
import type { Expectation } from '../cases/types.ts';

/** The outcomes of all checks for an answer. A check that throws is a fault of the suite and is reported as such by the caller. */
export const runChecks = (
  checks: readonly Check[],
  { operation, answer, plan, request }: Pick<Answered, 'operation' | 'answer'> & Partial<Answered>,
): Outcome[] => checks.flatMap((check) => check.evaluate(operation, answer, plan && request && { plan, request }));

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

/** Statuses by which a vendor says that something behind it is in trouble, or that too much was sent. */
const environmental = [429, 502, 503, 504];

/**
 * How far the findings of an exchange can reach: a rejection in the words of a gateway or firewall, of a request with a value that
 * firewalls look for, is a warning. Undefined: as far as the clause.
 */
export function levelLimit({ operation, answer, plan }: Answered): Level | undefined {
  const isRejection = (answer.status >= 400 && answer.status < 500) || answer.status === 501 || answer.status === 503;
  if (!isRejection || plan.faulty !== true || !hasOddValue(plan)) return undefined;
  const byGateway = answer.status >= 500 || attributeResponse(operation, answer) !== operation;
  return byGateway ? 'SHOULD' : undefined;
}

/** What the case's own clause says of the answer. */
export function expectation(exchange: Answered, expect: Expectation): Outcome {
  const { operation, answer } = exchange;
  const { status } = answer;
  const { clause, statuses } = expect;
  const isClientError = status >= 400 && status < 500;
  const named = statuses.filter((each) => each !== '*');
  if (covers(status < 500 ? statuses : named, status) || (expect.undocumented && isClientError))
    return accepted(expect, status);
  if (expect.orEmptyList && isSuccess(exchange) && isEmptyList(exchange)) return accepted(expect, status);
  if (isDocumented(operation, status) && environmental.includes(status))
    return inconclusive(clause.id, 'environment', `environment: answered ${status}`);
  const isUnchanged = status === 304 && situationOf(exchange, answer).conditional === true;
  if (isUnchanged && isDocumented(operation, 304))
    return inconclusive(clause.id, 'test-data', 'answered 304: what the condition of the request names is unchanged');
  const wantsSuccess = named.some((each) => each.startsWith('2'));
  if (wantsSuccess && isClientError) {
    const cause = whyRejected(exchange);
    if (cause) return inconclusive(clause.id, causes[cause], `${reasons[cause]}: answered ${status}`);
  }
  return fail(deviation(exchange, expect));
}

/** Why the rejection of a valid request may be right: of a complete document it is only where values were invented. */
function whyRejected({ operation, answer: { status }, plan }: Answered): keyof typeof reasons | undefined {
  const isDefault = policyOf(operation).statuses === 'default';
  if (isDefault && plan.credentials === 'valid' && (status === 401 || status === 403)) return 'credential';
  if (isDefault && plan.credentials === 'none' && status === 401) return 'undeclared';
  const isInvented = Object.values(plan.origins ?? {}).some((origin) => origin !== 'profile' && origin !== 'answer');
  if (plan.succeeded === true) return undefined;
  if (isDefault && status === 404 && isPartOfItem(operation)) return 'part';
  return isInvented || (isDefault && !isProven(plan)) ? 'test-data' : undefined;
}

/** Whether a read asks for something that one of many may have or not: `GET /books/{bookId}/cover`, where 404 is documented. */
const isPartOfItem = (operation: Operation): boolean =>
  operation.method === 'GET' && /\}\/[^{}]+$/.test(operation.path) && isDocumented(operation, 404);

const reasons = {
  part: 'not every one has what this request reads',
  credential: 'the configured credential is rejected, or not allowed for this operation',
  undeclared: 'the API requires a credential, and its document none: --header, or `headers` in the profile, sends one',
  'test-data': 'no value of this request is known to be valid at the vendor',
} as const;

const causes = {
  part: 'test-data',
  credential: 'credential',
  undeclared: 'credential',
  'test-data': 'test-data',
} as const;

function deviation(exchange: Answered, expect: Expectation): Finding {
  const { clause, statuses, acceptedCode } = expect;
  const { operation, answer, plan } = exchange;
  const { status } = answer;
  const wanted = statuses.includes('*') ? 'any documented response but a failure' : statuses.join(' | ');
  // Silence of the documents never means a failure: where the case's own clause only warns or asks, a 5xx breaks the documented statuses.
  const violated =
    status >= 500 && clause.level !== 'MUST' ? clauseIdAt(operation, ofOperation('responses')) : clause.id;
  const code =
    status >= 500 ? 'SERVER_ERROR' : status < 300 ? (acceptedCode ?? 'STATUS_UNEXPECTED') : 'STATUS_UNEXPECTED';
  const judged =
    status >= 500
      ? classify(operation, { status, faulty: plan.faulty === true })
      : situationOf(exchange, answer).slashRedirect === true
        ? classify(operation, situationOf(exchange, answer))
        : undefined;
  const level = levelLimit(exchange) ?? (judged === 'SHOULD' ? judged : undefined);
  return {
    code,
    clause: violated,
    at: 'status',
    expected: wanted,
    actual: String(status),
    status,
    values: { expected: { kind: 'status', oneOf: acceptedBy(operation, expect) }, actual: status },
    ...(level !== undefined && { level }),
  };
}

/**
 * Whether a body is an empty list, or an object whose lists are all empty: of what does not exist there are none. One that names
 * itself by the id of the request is what was asked for.
 */
function isEmptyList({ operation, plan, answer }: Answered): boolean {
  const body = json(answer);
  if (!body.ok) return false;
  if (Array.isArray(body.value)) return body.value.length === 0;
  const id = ownOf(plan.path, lastParameter(operation.path) ?? '');
  if (id !== undefined && isObject(body.value) && Object.values(body.value).map(text).includes(decoded(id)))
    return false;
  const lists = isObject(body.value) ? Object.values(body.value).filter((each) => Array.isArray(each)) : [];
  return lists.length > 0 && lists.every((each) => (each as readonly unknown[]).length === 0);
}

/** Every status, or class of statuses, that a case accepts. */
const acceptedBy = ({ responses }: Operation, { statuses, undocumented }: Expectation): string[] => [
  ...(statuses.includes('*') ? [...responses.keys()].filter((key) => !key.startsWith('5')) : statuses),
  ...(undocumented ? ['4XX'] : []),
];

const accepted = ({ clause }: Expectation, status: number): Outcome =>
  clause.level === 'INFO' ? recorded(clause.id, `answered ${status}`) : pass(clause.id);
