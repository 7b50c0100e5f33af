/** Whether what held could have failed: an answer is altered offline, one promise at a time, and must then be found wanting. */
import { at, follow, isObject, join } from '../contract/pointer.ts';
import { responseFor } from '../contract/operations.ts';
import type { Answer, Answered, Check, Clause, Json, Outcome } from '../contract/types.ts';
import { json } from '../checks/read.ts';
import type { Expectation } from '../cases/types.ts';
import { runChecks, expectation } from './judge.ts';

/** An answer that breaks one clause, if the checks are worth anything. */
interface Alteration {
  readonly clause: string;
  readonly answer: Answer;
}

/**
 * Clauses of the exchange that an alteration of its answer flips, and nothing unrelated with them.
 * `clauses` are those of the contract; what is known to flip already is not tried again.
 */
export function flipped(exchange: Answered, checks: readonly Check[], known: ReadonlySet<string>): string[] {
  const held = new Set(
    runChecks(checks, exchange).flatMap((outcome) => (outcome.kind === 'pass' ? [outcome.clause] : [])),
  );
  return alterations(exchange)
    .filter(({ clause }) => held.has(clause) && !known.has(clause))
    .filter(({ clause, answer }) => {
      const broken = runChecks(checks, { ...exchange, answer }).flatMap(violations);
      return broken.includes(clause) && broken.every((each) => !held.has(each) || isRelated(each, clause));
    })
    .map(({ clause }) => clause);
}

/** True where a case's own clause would not hold for another status. */
export const isFalsifiable = (exchange: Answered, expect: Expectation): boolean =>
  [200, 299, 404, 500].some(
    (status) => expectation({ ...exchange, answer: { ...exchange.answer, status } }, expect).kind === 'fail',
  );

const violations = (outcome: Outcome): string[] => (outcome.kind === 'fail' ? [outcome.finding.clause] : []);

/** The same place, what stands below it, or the choice above it. */
function isRelated(broken: string, target: string): boolean {
  const place = target.slice(0, target.lastIndexOf('/'));
  const above = broken.slice(0, broken.lastIndexOf('/'));
  return (
    broken === target ||
    broken.startsWith(`${target}/`) ||
    above === place ||
    above.startsWith(`${place}/`) ||
    (/\/(?:anyOf|oneOf)$/.test(broken) && place.startsWith(above))
  );
}

function alterations({ operation, answer }: Answered): Alteration[] {
  const response = responseFor(operation, answer.status);
  if (!response) return undocumented({ operation, answer } as Answered);
  const base = `${operation.id}/${response.key}`;
  const of = (what: string, changed: Partial<Answer>): Alteration => ({
    clause: `${base}/${what}`,
    answer: { ...answer, ...changed },
  });
  const headers = (name: string, value?: string) => [
    ...answer.headers.filter(([each]) => each.toLowerCase() !== name),
    ...(value === undefined ? [] : [[name, value] as const]),
  ];
  return [
    { clause: `${operation.id}/responses`, answer: { ...answer, status: 599 } },
    of('content-type', { headers: headers('content-type', 'text/x-conformance') }),
    of('length', { headers: headers('content-length', String(answer.body.length + 1)) }),
    of('headers/cache-control', { headers: headers('cache-control', 'public') }),
    of('headers/www-authenticate', { headers: headers('www-authenticate') }),
    ...response.headers.flatMap(({ name, clause, valueClause }) => [
      of(valueClause, { headers: headers(name.toLowerCase(), 'conformance') }),
      ...(valueClause === clause ? [] : [of(clause, { headers: headers(name.toLowerCase()) })]),
    ]),
    ...bodies({ operation, answer } as Answered, base).map(({ clause, body }) => ({
      clause,
      answer: { ...answer, body, headers: headers('content-length') },
    })),
  ];
}

function undocumented({ operation, answer }: Answered): Alteration[] {
  const parsed = json(answer);
  const value = parsed.ok && isObject(parsed.value) ? parsed.value : {};
  const of = (what: string, body: Json): Alteration => ({
    clause: `${operation.id}/responses/${what}`,
    answer: { ...answer, body: Buffer.from(JSON.stringify(body)) },
  });
  return [of('internals', { ...value, conformance: stack }), of('envelope', {})];
}

const stack = 'Error\n    at run (/srv/app/index.js:10:5)';

function bodies({ operation, answer }: Answered, base: string): { clause: string; body: Uint8Array }[] {
  const parsed = json(answer);
  if (!parsed.ok || !isObject(parsed.value)) return [];
  const { value, text } = parsed;
  const bytes = (changed: string) => Buffer.from(changed);
  const whole = [
    { clause: `${base}/body/json`, body: bytes(text.slice(0, -1)) },
    { clause: `${base}/body/duplicate-keys`, body: bytes(text.replace('{', '{"conformance":1,"conformance":2,')) },
    {
      clause: `${base}/body/internals`,
      body: bytes(JSON.stringify({ ...value, conformance: stack })),
    },
    { clause: `${base}/body/personal-data`, body: bytes(JSON.stringify({ ...value, patientName: 'x' })) },
    { clause: `${base}/body`, body: bytes(JSON.stringify([value])) },
  ];
  const single = [...operation.contract.clauses.values()].flatMap((clause) => {
    if (!clause.id.startsWith(`${base}/body/`)) return [];
    const changed = alteredValue(value, clause, clause.id.slice(`${base}/body`.length), operation.contract.document);
    return changed === undefined ? [] : [{ clause: clause.id, body: bytes(JSON.stringify(changed)) }];
  });
  return [...whole, ...single];
}

/** A copy of a body in which one keyword at one place is broken. */
function alteredValue(value: Json, clause: Clause, suffix: string, document: Json): Json | undefined {
  const segments = suffix
    .split('/')
    .slice(1)
    .map((each) => (each === '*' ? '0' : each));
  const keyword = segments.pop() ?? '';
  const place = segments.map((each) => `/${each}`).join('');
  const current = at(value, place);
  if (current === undefined) return undefined;
  const schema = schemaOf(clause, document);
  if (keyword === 'required') return without(value, segments);
  if (keyword === 'anyOf' || keyword === 'oneOf')
    return isObject(current) ? withoutAll(value, place, namesIn(schema?.[keyword])) : undefined;
  const wrong = wrongValue(keyword, current, schema);
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
