/** Answers made by hand, and what the checks say of them. */
import { checks } from '../../../helpers/checks/index.ts';
import type { Answer, Check, Finding, Operation, Outcome } from '../../../helpers/contract/types.ts';
import { tinyOperation } from '../contract/tiny.ts';

export interface Made {
  readonly status?: number;
  readonly headers?: readonly (readonly [string, string])[];
  /** Text and bytes are sent as they are; any other value as JSON. */
  readonly body?: unknown;
  readonly method?: string;
  readonly echoes?: readonly string[];
  readonly durationMs?: number;
}

/** An answer: 200 with JSON unless said otherwise. */
export function answer({
  status = 200,
  headers,
  body = {},
  method = 'GET',
  echoes = [],
  durationMs = 1,
}: Made = {}): Answer {
  const bytes = body instanceof Uint8Array ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  return {
    status,
    headers: headers ?? json('application/json; charset=utf-8'),
    body: bytes,
    durationMs,
    method,
    echoes,
  };
}

export const json = (type = 'application/json'): readonly (readonly [string, string])[] => [['Content-Type', type]];

const list = (outcomes: Outcome | readonly Outcome[]): readonly Outcome[] => [outcomes].flat() as readonly Outcome[];

/** What one check says, by its id. */
export const outcomes = (id: string, operation: Operation, made: Made): readonly Outcome[] =>
  list(checkOf(id).evaluate(operation, answer(made)));

/** The findings of one check. */
export const findings = (id: string, operation: Operation, made: Made): Finding[] =>
  outcomes(id, operation, made).flatMap((each) => (each.kind === 'fail' ? [each.finding] : []));

/** An outcome in one line: `pass <clause>`, `fail <code> <at>`, or the kind alone. */
export function said(outcome: Outcome): string {
  if (outcome.kind === 'pass') return `pass ${outcome.clause}`;
  if (outcome.kind === 'fail') return `fail ${outcome.finding.code} ${outcome.finding.at}`;
  return outcome.kind;
}

/** Findings of all checks, as `CODE at`. */
export const accusations = (operation: Operation, made: Made): string[] =>
  checks.flatMap(({ id }) => findings(id, operation, made)).map(({ code, at }) => `${code} ${at}`);

export function checkOf(id: string): Check {
  const check = checks.find((each) => each.id === id);
  if (!check) throw new Error(`no check ${id}`);
  return check;
}

const content = (name: string) => ({ 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } });
const amount = { type: 'integer', minimum: 0 };

/** `GET /things/{thingId}` that documents all that a check can look at. */
export const operation: Operation = await tinyOperation({
  schemas: {
    Thing: {
      type: 'object',
      required: ['id', 'size'],
      properties: {
        id: {
          type: 'string',
          'x-should': [{ name: 'form', sentence: 'an id is thg_ and digits', schema: { pattern: '^thg_[0-9]+$' } }],
        },
        size: amount,
        state: { type: 'string', enum: ['new', 'old'] },
        at: { type: 'string', format: 'date-time' },
        patientId: { type: 'string' },
        items: { type: 'array', items: { type: 'object', properties: { name: { type: 'string' } } } },
        closed: { type: 'object', additionalProperties: false, properties: { a: { type: 'integer' } } },
      },
    },
    Error: {
      type: 'object',
      required: ['code', 'trace_id'],
      properties: {
        code: { type: 'string' },
        message: { type: 'string' },
        trace_id: { type: 'string', minLength: 1, 'x-unique': true },
      },
    },
    Either: {
      type: 'object',
      required: ['errorType'],
      properties: { messsage: { type: 'string' }, message: { type: 'string' }, errorType: { type: 'string' } },
      anyOf: [{ required: ['messsage'] }, { required: ['message'] }],
    },
  },
  more: { components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } } },
  operation: {
    'x-time-limit': { milliseconds: 2_000, level: 'INFO' },
    security: [{ key: [] }],
    responses: {
      '200': {
        description: 'a thing',
        content: content('Thing'),
        headers: { 'X-RateLimit-Limit': { 'x-level': 'SHOULD', schema: amount } },
      },
      '204': { description: 'nothing' },
      '400': {
        description: 'wrong',
        content: content('Either'),
        headers: { 'Retry-After': { schema: amount } },
      },
      '401': { description: 'who?', content: content('Error') },
      '404': {
        description: 'gone',
        content: content('Error'),
        headers: { 'X-RateLimit-Remaining': { 'x-level': 'INFO', schema: amount } },
      },
      '429': {
        description: 'too often',
        content: content('Error'),
        headers: { 'Retry-After': { required: true, schema: amount } },
      },
    },
  },
});

/** The same where all documented errors have one envelope. */
export const enveloped: Operation = {
  ...operation,
  responses: new Map([...operation.responses].filter(([key]) => key !== '400')),
};

/** The same with a success in XML. */
export const inXml: Operation = await tinyOperation({
  byComponent: true,
  operation: {
    responses: { 200: { description: 'ok', content: { 'application/xml': { schema: { type: 'object' } } } } },
  },
});

/** The same with a property for requests only. */
export const withSecret: Operation = await tinyOperation({
  byComponent: true,
  schemas: {
    Thing: {
      type: 'object',
      required: ['secret'],
      properties: { secret: { type: 'string', writeOnly: true }, inner: { $ref: '#/components/schemas/Inner' } },
    },
    Inner: { type: 'object', properties: { pin: { allOf: [{ type: 'integer', writeOnly: true }] } } },
  },
});

export const thing = { id: 'thg_1', size: 1 };
export const error = { code: 'not_found', message: 'There is no such thing.', trace_id: 'tr-1' };
