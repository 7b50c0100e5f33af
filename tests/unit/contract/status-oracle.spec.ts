/** The table of the oracle: what a status means in its situation, for every document and for one that names every status. */
import { expect, test } from '@playwright/test';
import {
  classify,
  isProven,
  situationOf,
  type Judgement,
  type Situation,
} from '../../../helpers/contract/status-oracle.ts';
import { defaultPolicy, withPolicy } from '../../../helpers/contract/policy.ts';
import type { Operation, RequestPlan } from '../../../helpers/contract/types.ts';
import { recordUnsent } from '../../../helpers/client/request-record.ts';
import { load, strict, tiny } from './tiny.ts';

const answered = (...statuses: readonly string[]) =>
  Object.fromEntries(statuses.map((status) => [status, { description: status }]));

/** `/things` with the given responses, and `/others` beside it. */
async function operations(
  own: readonly string[],
  sibling: readonly string[],
  policy = defaultPolicy,
): Promise<Operation> {
  const { paths } = tiny({
    path: '/others',
    operation: { operationId: 'sibling', responses: answered(...sibling) },
  }) as {
    paths: object;
  };
  const document = tiny({ path: '/things', operation: { responses: answered(...own) } });
  const all = { ...document, paths: { ...(document['paths'] as object), ...paths } };
  const [contract] = await load({ 'v1.openapi.yaml': all });
  const [operation] = contract ? withPolicy(contract, policy).operations.values() : [];
  if (!operation) throw new Error('there is no operation');
  return operation;
}

const credential = { inconclusive: 'credential' } as const;
const testData = { inconclusive: 'test-data' } as const;

interface Row {
  readonly of: string;
  /** Statuses that the operation documents, and its sibling. Default: 200, and 200 and 404. */
  readonly own?: readonly string[];
  readonly sibling?: readonly string[];
  readonly situation: Situation;
  readonly usual: Judgement;
  /** Where the document names every status; as usual unless given. */
  readonly complete?: Judgement;
}

const table: readonly Row[] = [
  { of: 'a documented success', situation: { status: 200 }, usual: 'conforms' },
  { of: 'a documented client error', own: ['200', '404'], situation: { status: 404 }, usual: 'conforms' },
  { of: 'a range', own: ['200', '4XX'], situation: { status: 418 }, usual: 'conforms' },
  { of: 'default', own: ['200', 'default'], situation: { status: 418 }, usual: 'conforms' },
  { of: 'an undocumented success', situation: { status: 201 }, usual: 'MUST' },
  { of: 'a server error', situation: { status: 500 }, usual: 'MUST' },
  { of: 'a server error on invalid input', situation: { status: 500, faulty: true }, usual: 'MUST' },
  { of: 'a server error under default', own: ['200', 'default'], situation: { status: 500 }, usual: 'MUST' },
  {
    of: 'a documented server error on invalid input',
    own: ['200', '500'],
    situation: { status: 500, faulty: true },
    usual: 'SHOULD',
    complete: 'MUST',
  },
  {
    of: 'a range of server errors on invalid input',
    own: ['200', '5XX'],
    situation: { status: 500, faulty: true },
    usual: 'SHOULD',
    complete: 'MUST',
  },
  { of: 'a documented server error on valid input', own: ['200', '500'], situation: { status: 500 }, usual: 'MUST' },
  ...[502, 503, 504].map((status): Row => ({
    of: `${status} that comes every time`,
    situation: { status },
    usual: 'MUST',
  })),
  { of: 'a redirect of some operations', situation: { status: 302 }, usual: 'MUST' },
  { of: 'a redirect for a slash', situation: { status: 308, slashRedirect: true }, usual: 'SHOULD', complete: 'MUST' },
  { of: 'a documented redirect', own: ['302'], situation: { status: 302 }, usual: 'conforms' },
  { of: '304 to an unconditional request', own: ['200', '304'], situation: { status: 304 }, usual: 'MUST' },
  {
    of: '304 to a conditional request',
    own: ['200', '304'],
    situation: { status: 304, conditional: true },
    usual: 'conforms',
  },
  {
    of: 'a client error where none is documented',
    sibling: ['200'],
    situation: { status: 400, faulty: true },
    usual: 'INFO',
    complete: 'MUST',
  },
  {
    of: 'a client error where only 422 of a framework is documented',
    own: ['200', '422'],
    sibling: ['200', '422'],
    situation: { status: 404, faulty: true },
    usual: 'INFO',
    complete: 'MUST',
  },
  {
    of: 'a client error that a sibling documents',
    situation: { status: 404, faulty: true },
    usual: 'SHOULD',
    complete: 'MUST',
  },
  {
    of: 'a client error in a range of a sibling',
    sibling: ['200', '4XX'],
    situation: { status: 409, faulty: true },
    usual: 'SHOULD',
    complete: 'MUST',
  },
  {
    of: 'a client error that no sibling documents',
    situation: { status: 409, faulty: true },
    usual: 'INFO',
    complete: 'MUST',
  },
  ...[408, 413, 414, 431].map((status): Row => ({
    of: String(status),
    sibling: ['200', '4XX'],
    situation: { status, faulty: true },
    usual: 'INFO',
    complete: 'MUST',
  })),
  { of: '429', sibling: ['200', '4XX'], situation: { status: 429 }, usual: 'INFO' },
  {
    of: '401 with the own credential',
    situation: { status: 401, ownCredential: true },
    usual: credential,
    complete: 'MUST',
  },
  {
    of: '403 with the own credential, documented',
    own: ['200', '403'],
    situation: { status: 403, ownCredential: true },
    usual: credential,
    complete: 'conforms',
  },
  {
    of: '401 without a credential',
    sibling: ['200', '401'],
    situation: { status: 401, faulty: true },
    usual: 'SHOULD',
    complete: 'MUST',
  },
  {
    of: 'the rejection of invented values',
    own: ['200', '400'],
    situation: { status: 400, invented: true },
    usual: testData,
  },
  { of: 'the undocumented rejection of invented values', situation: { status: 404, invented: true }, usual: testData },
  {
    of: 'the rejection of a fault beside invented values',
    situation: { status: 404, invented: true, faulty: true },
    usual: 'SHOULD',
    complete: 'MUST',
  },
  { of: 'a server error on invented values', situation: { status: 500, invented: true }, usual: 'MUST' },
];

for (const { of, own = ['200'], sibling = ['200', '404'], situation, usual, complete = usual } of table)
  for (const [name, policy, expected] of [
    ['by default', defaultPolicy, usual],
    ['where every status is documented', strict, complete],
  ] as const)
    test(`${of}, ${name}: ${typeof expected === 'object' ? expected.inconclusive : expected}`, async () => {
      expect(classify(await operations(own, sibling, policy), situation)).toEqual(expected);
    });

test('the status of a setup operation is recorded, unless it is a failure', async () => {
  const [contract] = await load({ 'v1.openapi.yaml': tiny({ operation: { 'x-set-up-only': true } }) });
  const [operation] = contract?.operations.values() ?? [];
  if (!operation) throw new Error('there is no operation');
  expect([classify(operation, { status: 404 }), classify(operation, { status: 500 })]).toEqual(['INFO', 'MUST']);
});

const unsent = recordUnsent({
  method: 'GET',
  path: {},
  query: [],
  headers: [],
  credentials: 'none',
  body: { kind: 'none' },
});
const plan = (more: Partial<RequestPlan> = {}): RequestPlan => ({
  method: 'GET',
  path: {},
  query: [],
  headers: [],
  credentials: 'valid',
  body: { kind: 'none' },
  ...more,
});

test('a request is proven by configuration, by answers, or by a success', () => {
  expect(isProven(plan()), 'written by hand').toBe(true);
  expect(isProven(plan({ origins: { 'path.id': 'profile', body: 'answer' } }))).toBe(true);
  expect(isProven(plan({ origins: { 'path.id': 'profile', body: 'example' } }))).toBe(false);
  expect(isProven(plan({ origins: { body: 'generated' }, succeeded: true }))).toBe(true);
  expect(isProven(plan({ origins: {} })), 'nothing is known of it').toBe(false);
});

test('the situation is read from the exchange', () => {
  const situation = (more: Partial<RequestPlan>, status = 404, location?: string) =>
    situationOf(
      { plan: plan(more), request: { ...unsent, url: 'https://api.example.com/v1/things' } },
      {
        status,
        headers: location === undefined ? [] : [['Location', location]],
        body: Buffer.alloc(0),
        durationMs: 1,
        method: 'GET',
        echoes: [],
      },
    );
  expect(situation({ origins: { body: 'enum' } })).toMatchObject({
    invented: true,
    faulty: false,
    ownCredential: true,
  });
  expect(situation({ origins: {} }), 'without values nothing is invented').toMatchObject({ invented: false });
  expect(situation({ faulty: true, credentials: 'none' })).toMatchObject({ faulty: true, ownCredential: false });
  expect(situation({ headers: [['If-None-Match', '"x"']] })).toMatchObject({ conditional: true });
  for (const [location, slash] of [
    ['/v1/things/', true],
    ['https://api.example.com/v1/things/', true],
    ['/v1/other', false],
    ['https://login.example.com/v1/things/', false],
    ['/v1/things', false],
  ] as const)
    expect(situation({}, 301, location), location).toMatchObject({ slashRedirect: slash });
});
