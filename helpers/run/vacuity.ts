/** Whether what held could have failed: an answer is altered offline, one promise at a time, and must then be found wanting. */
import { clauseIdAt, ofBody, ofHeader, ofOperation, ofResponse } from '../contract/clause.ts';
import { bodyClauses } from '../contract/clauses.ts';
import { at, follow, isObject, join } from '../contract/pointer.ts';
import { responseFor } from '../contract/operations.ts';
import type { Answer, Answered, Check, Clause, ClausePlace, ClauseRef, Json, Outcome } from '../contract/types.ts';
import { json } from '../checks/read.ts';
import type { Expectation } from '../cases/types.ts';
import { runChecks, expectation } from './judge.ts';
import { mutations } from './mutations.ts';

/** An answer that breaks one clause, if the checks are worth anything. */
interface Alteration {
  readonly clause: string;
  readonly answer: Answer;
}

/**
 * Ids of the clauses that an alteration of the answer flips, and nothing unrelated with them.
 * `known` holds what is known to flip already: it is not tried again.
 */
export function flipped(exchange: Answered, checks: readonly Check[], known: ReadonlySet<string>): string[] {
  const held = new Set(
    runChecks(checks, exchange).flatMap((outcome) => (outcome.kind === 'pass' ? [outcome.clause] : [])),
  );
  const { clauses } = exchange.operation.contract;
  const areRelated = (violated: string, target: string) => {
    const [there, here] = [clauses.get(violated), clauses.get(target)];
    return there !== undefined && here !== undefined && isRelated(there.ref, here.ref);
  };
  const byMutation = hasComponentClauses(exchange) ? failingIn(mutations(exchange.answer), exchange, checks, held) : [];
  const byAlteration = alterations(exchange)
    .filter(({ clause }) => held.has(clause) && !known.has(clause))
    .filter(({ clause, answer }) => {
      const violated = runChecks(checks, { ...exchange, answer }).flatMap(violations);
      return violated.includes(clause) && violated.every((each) => !held.has(each) || areRelated(each, clause));
    })
    .map(({ clause }) => clause);
  return [...new Set([...byAlteration, ...byMutation, ...(byMutation.length > 0 ? wholeBody(exchange, held) : [])])];
}

/** The body as a whole holds where its schemas do: it can fail where they can. */
function wholeBody({ operation, answer }: Answered, held: ReadonlySet<string>): string[] {
  const response = responseFor(operation, answer.status);
  const clause = response && clauseIdAt(operation, ofBody(response.key, '', ''));
  return clause !== undefined && held.has(clause) ? [clause] : [];
}

/** Where clauses belong to schemas that many answers share, an answer that fails any of them is enough. */
const hasComponentClauses = ({ operation }: Answered): boolean => operation.contract.schemaClauses !== undefined;

/** The clauses that held and that some of the answers break. */
const failingIn = (
  answers: readonly Answer[],
  exchange: Answered,
  checks: readonly Check[],
  held: ReadonlySet<string>,
): string[] =>
  answers
    .flatMap((answer) => runChecks(checks, { ...exchange, answer }).flatMap(violations))
    .filter((clause) => held.has(clause));

/** True where a case's own clause would not hold for another status. */
export const isFalsifiable = (exchange: Answered, expect: Expectation): boolean =>
  [200, 299, 404, 500].some(
    (status) => expectation({ ...exchange, answer: { ...exchange.answer, status } }, expect).kind === 'fail',
  );

const violations = (outcome: Outcome): string[] => (outcome.kind === 'fail' ? [outcome.finding.clause] : []);

/** The same place, what stands below it, or the choice above it. */
function isRelated(violated: ClauseRef, target: ClauseRef): boolean {
  const [there, here] = [stepsOf(violated), stepsOf(target)];
  const place = here.slice(0, -1);
  const above = there.slice(0, -1);
  const isChoice = violated.rule === 'anyOf' || violated.rule === 'oneOf';
  return beginsWith(there, here) || beginsWith(above, place) || (isChoice && beginsWith(place, above));
}

const stepsOf = ({ operation = '', status, group, pointer = '', rule }: ClauseRef): string[] => [
  operation,
  ...(status === undefined ? [] : [status]),
  ...(group === undefined ? [] : [group]),
  ...pointer.split('/').slice(1),
  ...(rule === '' ? [] : [rule]),
];

const beginsWith = (steps: readonly string[], first: readonly string[]): boolean =>
  first.every((step, index) => steps[index] === step);

function alterations({ operation, answer }: Answered): Alteration[] {
  const response = responseFor(operation, answer.status);
  if (!response) return undocumented({ operation, answer } as Answered);
  const { key } = response;
  const of = (place: ClausePlace, changed: Partial<Answer>): Alteration => ({
    clause: clauseIdAt(operation, place),
    answer: { ...answer, ...changed },
  });
  const headers = (name: string, value?: string) => [
    ...answer.headers.filter(([each]) => each.toLowerCase() !== name),
    ...(value === undefined ? [] : [[name, value] as const]),
  ];
  const header = (name: string, value?: string, rule?: string) =>
    of(ofHeader(key, name, rule), { headers: headers(name, value) });
  return [
    of(ofOperation('responses'), { status: 599 }),
    of(ofResponse(key, 'content-type'), { headers: headers('content-type', 'text/x-conformance') }),
    of(ofResponse(key, 'length'), { headers: headers('content-length', String(answer.body.length + 1)) }),
    header('cache-control', 'public'),
    header('www-authenticate'),
    ...response.headers.flatMap(({ name, valueRule }) => [
      header(name.toLowerCase(), 'conformance', valueRule),
      ...(valueRule === '' ? [] : [header(name.toLowerCase())]),
    ]),
    ...bodies({ operation, answer } as Answered, key).map(({ clause, body }) => ({
      clause,
      answer: { ...answer, body, headers: headers('content-length') },
    })),
  ];
}

function undocumented({ operation, answer }: Answered): Alteration[] {
  const parsed = json(answer);
  const value = parsed.ok && isObject(parsed.value) ? parsed.value : {};
  const of = (rule: string, body: Json): Alteration => ({
    clause: clauseIdAt(operation, ofOperation(rule, 'responses')),
    answer: { ...answer, body: Buffer.from(JSON.stringify(body)) },
  });
  return [of('internals', { ...value, conformance: stack }), of('envelope', {})];
}

const stack = 'Error\n    at run (/srv/app/index.js:10:5)';

function bodies({ operation, answer }: Answered, key: string): { clause: string; body: Uint8Array }[] {
  const parsed = json(answer);
  if (!parsed.ok || !isObject(parsed.value)) return [];
  const { value, text } = parsed;
  const whole = (rule: string, changed: string) => ({
    clause: clauseIdAt(operation, ofBody(key, '', rule)),
    body: Buffer.from(changed),
  });
  const single = bodyClauses(operation, key).flatMap((clause) => {
    const changed = alteredValue(value, clause, operation.contract.document);
    return changed === undefined ? [] : [{ clause: clause.id, body: Buffer.from(JSON.stringify(changed)) }];
  });
  return [
    whole('json', text.slice(0, -1)),
    whole('duplicate-keys', text.replace('{', '{"conformance":1,"conformance":2,')),
    whole('internals', JSON.stringify({ ...value, conformance: stack })),
    whole('personal-data', JSON.stringify({ ...value, patientName: 'x' })),
    whole('', JSON.stringify([value])),
    ...single,
  ];
}

/** A copy of a body in which one keyword at one place is violated. */
function alteredValue(value: Json, clause: Clause, document: Json): Json | undefined {
  const { pointer = '', rule } = clause.ref;
  const segments = pointer
    .split('/')
    .slice(1)
    .map((each) => (each === '*' ? '0' : each));
  const place = segments.map((each) => `/${each}`).join('');
  const current = at(value, place);
  if (current === undefined) return undefined;
  const schema = schemaOf(clause, document);
  if (rule === 'required') return without(value, segments);
  if (rule === 'anyOf' || rule === 'oneOf')
    return isObject(current) ? withoutAll(value, place, namesIn(schema?.[rule])) : undefined;
  const wrong = wrongValue(rule, current, schema);
  return wrong === undefined ? undefined : replaced(value, segments, wrong);
}

const schemaOf = ({ at: written }: Clause, document: Json) => {
  const pointer = written.slice(written.indexOf('#') + 1);
  return follow(document as never, pointer)?.value;
};

const namesIn = (branches: unknown): string[] =>
  Array.isArray(branches)
    ? branches.flatMap((each) =>
        isObject(each) && Array.isArray(each['required']) ? each['required'].map(String) : [],
      )
    : [];

function wrongValue(
  keyword: string,
  current: Json,
  schema: Readonly<Record<string, Json>> | undefined,
): Json | undefined {
  const limit = Number(schema?.[keyword]);
  switch (keyword) {
    case 'type':
      return typeof current === 'string' ? 12_345 : 'text';
    case 'enum':
    case 'const':
      return typeof current === 'number' ? -987_654 : 'conformance-none-of-these';
    case 'minLength':
      return 'a'.repeat(Math.max(0, limit - 1));
    case 'maxLength':
      return 'a'.repeat(limit + 1);
    case 'minimum':
    case 'exclusiveMinimum':
      return limit - 1;
    case 'maximum':
    case 'exclusiveMaximum':
      return limit + 1;
    case 'format':
    case 'pattern':
    case 'form':
      return '\u00a7 no such form \u00a7';
    default:
      return undefined;
  }
}

function replaced(value: Json, [head, ...rest]: readonly string[], wrong: Json): Json {
  if (head === undefined) return wrong;
  const inner = replaced(at(value, `/${head}`) ?? null, rest, wrong);
  if (Array.isArray(value)) return value.with(Number(head), inner) as Json;
  return { ...(value as Record<string, Json>), [head]: inner };
}

function without(value: Json, segments: readonly string[]): Json {
  const [head, ...rest] = segments;
  if (head === undefined || typeof value !== 'object' || value === null) return value;
  if (rest.length > 0) return replaced(value, [head], without(at(value, `/${head}`) ?? null, rest));
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== head));
}

const withoutAll = (value: Json, place: string, names: readonly string[]): Json =>
  names.reduce<Json>((result, name) => without(result, join(place, name).split('/').slice(1)), value);
