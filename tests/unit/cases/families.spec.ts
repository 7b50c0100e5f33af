/** Each family on an operation of a few lines, read strictly: exactly these cases, and never an answer accepted that the documents exclude. */
import { expect, test } from '@playwright/test';
import { casesOf, families } from '../../../helpers/cases/index.ts';
import { validPlan } from '../../../helpers/cases/plan.ts';
import type { Case } from '../../../helpers/cases/types.ts';
import { responseFor } from '../../../helpers/contract/operations.ts';
import type { Operation, RequestPlan } from '../../../helpers/contract/types.ts';
import { operationsOf } from '../../../helpers/run/generated.ts';
import { loadProject } from '../../../helpers/run/worker.ts';
import { bytesOf } from '../../../helpers/client/body.ts';
import { targetOf } from '../../../helpers/client/target.ts';
import { strict, tinyOperation, type Tiny } from '../contract/tiny.ts';

const bearer = { components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } } };
const answered = (...statuses: readonly string[]) =>
  Object.fromEntries(statuses.map((status) => [status, { description: status }]));
const open: Tiny = { path: '/things', operation: { responses: answered('200') } };
const jsonBody = (schema: object, required = true) => ({
  requestBody: { required, content: { 'application/json': { schema } } },
});

/** Level and id (after the operation's) of every case, then the statuses it accepts, `+` where undocumented ones too. */
const listed = (cases: readonly Case[]): string[] =>
  cases.map(
    ({ id, expect: { clause, statuses, undocumented } }) =>
      `${clause.level} ${id.split('/').slice(2).join('/')} ${statuses.join(',')}${undocumented ? '+' : ''}`,
  );

async function casesOfFamily(name: string, parts: Tiny): Promise<readonly Case[]> {
  const operation = await tinyOperation(parts, strict);
  const family = families.find(({ id }) => id === name);
  if (!family) throw new Error(`no family ${name}`);
  return casesOf(operation, [family]);
}

const withKey = (...statuses: readonly string[]): Tiny => ({
  path: '/things',
  operation: { responses: answered(...statuses), security: [{ key: [] }] },
  more: bearer,
});

/** Family, the operation in words and in fact, the cases. */
const expected: readonly (readonly [family: string, of: string, parts: Tiny, cases: readonly string[]])[] = [
  ['credentials', 'an open operation', open, []],
  [
    'credentials',
    'an operation with a scope',
    withKey('200', '401', '403'),
    [
      ...['absent', 'empty', 'unknown', 'cut', 'extended', 'altered', 'altered-inside', 'recased', 'jwt'].map(
        (id) => `MUST security/${id} 401`,
      ),
      'MUST security/unknown-scheme 401,403',
      'SHOULD security/wrong-scheme 401,403',
      'SHOULD security/no-scheme 401,403',
      'MUST security/scope 403',
    ],
  ],
  [
    'success',
    'an operation with a 201',
    { ...open, operation: { responses: answered('201', '400') } },
    ['MUST 201/status 201'],
  ],
  ['success', 'an operation that documents errors only', { ...open, operation: { responses: answered('400') } }, []],
  [
    'required-parameters',
    'one required query parameter among others',
    {
      path: '/things',
      operation: {
        responses: answered('200', '400', '404'),
        parameters: [
          { name: 'q', in: 'query', required: true, schema: { type: 'string' } },
          { name: 'free', in: 'query', schema: { type: 'string' } },
        ],
      },
    },
    [
      'MUST parameters/q/required 400',
      'MUST parameters/q/empty 400,404',
      'INFO parameters/q/unknown *',
      'INFO parameters/q/repeated *',
    ],
  ],
  [
    'required-parameters',
    'a header that names the tenant',
    {
      path: '/things',
      operation: {
        responses: answered('200', '401', '404'),
        parameters: [{ name: 'X-Org', in: 'header', required: true, schema: { type: 'string' }, 'x-role': 'tenant' }],
      },
    },
    [
      'MUST parameters/X-Org/required 401,404',
      'MUST parameters/X-Org/empty 401,404',
      'MUST parameters/X-Org/unknown 401,404',
      'MUST parameters/X-Org/malformed 401,404',
    ],
  ],
  [
    'required-parameters',
    'a parameter that may be empty',
    {
      path: '/things',
      operation: {
        responses: answered('200', '400'),
        parameters: [{ name: 'q', in: 'query', required: true, allowEmptyValue: true, schema: { type: 'string' } }],
      },
    },
    ['MUST parameters/q/required 400', 'INFO parameters/q/unknown *', 'INFO parameters/q/repeated *'],
  ],
  [
    'schema-bounds',
    'a bounded integer and an enum',
    {
      path: '/things',
      operation: {
        responses: answered('200', '400', '404'),
        parameters: [
          { name: 'n', in: 'query', schema: { type: 'integer', minimum: 1, maximum: 9 } },
          { name: 's', in: 'query', schema: { type: 'string', enum: ['a', 'b'] } },
        ],
      },
    },
    [
      'MUST parameters/n/type 400,404',
      'MUST parameters/n/minimum 400,404',
      'SHOULD parameters/n/minimum-inside 200,404',
      'MUST parameters/n/maximum 400,404',
      'SHOULD parameters/n/maximum-inside 200,404',
      'MUST parameters/s/enum 400,404',
    ],
  ],
  [
    'path-ids',
    'one id',
    { operation: { responses: answered('200', '404') } },
    [
      'MUST parameters/thingId/unknown 404',
      'MUST parameters/thingId/malformed 404',
      ...['long', 'nul', 'traversal'].map((id) => `MUST parameters/thingId/${id} 4XX+`),
    ],
  ],
  [
    'json-body',
    'a required body with one required id',
    {
      path: '/things',
      method: 'post',
      operation: {
        responses: answered('200', '400', '404'),
        ...jsonBody({
          type: 'object',
          required: ['thingId'],
          properties: { thingId: { type: 'string' }, note: { type: 'string', nullable: true } },
        }),
      },
    },
    [
      'MUST body/required 4XX+',
      'MUST body/empty 400',
      'MUST body/json 400',
      'MUST body/other-type 400',
      'MUST body/media-type 4XX+',
      'MUST body/thingId/unknown 404',
      'MUST body/thingId/list 400,404',
      'MUST body/thingId/odd 400,404',
      'MUST body/thingId/required 400',
      'MUST body/thingId/null 400,404',
      'MUST body/thingId/type 400,404',
      'MUST body/note/type 400,404',
      'INFO body/undeclared *',
    ],
  ],
  ['json-body', 'an operation without a body', open, []],
  [
    'multipart-body',
    'a form with a file',
    {
      path: '/things',
      method: 'post',
      operation: {
        responses: answered('200', '400'),
        requestBody: {
          required: true,
          content: {
            'multipart/form-data': {
              schema: { type: 'object', properties: { file: { type: 'string', format: 'binary' } } },
            },
          },
        },
      },
    },
    [
      ...['required', 'media-type', 'malformed', 'boundary', 'part/required'].map((id) => `MUST body/${id} 4XX+`),
      ...['name', 'empty', 'repeated', 'other-type', 'mismatch'].map((id) => `INFO body/part/${id} *+`),
    ],
  ],
  ['methods', 'a path with one method', open, ['SHOULD methods/put 4XX,501+', 'SHOULD methods/patch 4XX,501+']],
  ['methods', 'a path that has PUT', { ...open, method: 'put' }, ['SHOULD methods/patch 4XX,501+']],
  ['accept', 'an operation that reads one', {}, ['MUST accept/anything 2XX', 'INFO accept/unmeetable *+']],
  ['accept', 'an operation that writes one', { method: 'delete' }, ['INFO accept/unmeetable *+']],
  ['accept', 'an operation without an id', open, []],
];

for (const [family, of, parts, cases] of expected)
  test(`${family} of ${of}: these cases and no others`, async () => {
    expect(listed(await casesOfFamily(family, parts))).toEqual(cases);
  });

test('every family has an example', () => {
  expect(new Set(expected.map(([family]) => family))).toEqual(new Set(families.map(({ id }) => id)));
});

test('an operation for setup only has no cases', async () => {
  const operation = await tinyOperation({ operation: { 'x-set-up-only': true } });
  expect(casesOf(operation)).toEqual([]);
});

const real: readonly Operation[] = operationsOf((await loadProject()).contracts);
const all = real.flatMap((operation) => casesOf(operation));

test('no case of the documents accepts a status beyond the oracle', () => {
  for (const { id, operation, expect: wanted } of all) {
    // Of a method that a server does not know, 501 says just that (RFC 9110, 15.6.2).
    const statuses = wanted.statuses.filter((status) => status !== '501' || !id.includes('/methods/'));
    const named = statuses.filter((status) => /^\d{3}$/.test(status));
    for (const status of named)
      expect(responseFor(operation, Number(status)), `${id}: ${status} is documented`).toBeDefined();
    expect(
      statuses.some((status) => /^5|default/.test(status)),
      `${id}: a failure is never accepted`,
    ).toBe(false);
    if (wanted.statuses.includes('*')) expect(wanted.clause.level, `${id}: who accepts all only asks`).toBe('INFO');
    if (wanted.clause.level === 'MUST' && !id.endsWith('/status'))
      expect(
        named.every((status) => status.startsWith('4')),
        `${id}: only a refusal will do`,
      ).toBe(true);
    if (wanted.undocumented)
      expect(id, 'undocumented 4xx only about method, Accept, media type, content and path syntax').toMatch(
        /\/(methods|accept|body|parameters\/\w+\/(long|non-ascii|separator|nul|traversal))\b/,
      );
    if (/\/(security|tenancy)\/|\/required$/.test(id) && wanted.clause.level === 'MUST')
      expect(
        named.every((status) => /^40[0134]$/.test(status)),
        `${id}: ${named.join()}`,
      ).toBe(true);
  }
});

test('every case has a title that begins with its level, and no id is duplicated', () => {
  for (const {
    title,
    expect: { clause },
  } of all)
    expect(title).toMatch(new RegExp(`^${clause.level} [a-z]`));
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
});

/** What goes over the wire, but for credentials. */
async function wireForm(operation: Operation, plan: RequestPlan): Promise<string> {
  const body = bytesOf(plan.body);
  const bytes = body?.bytes.toString('latin1').replaceAll(/conformance-[0-9a-f]{32}/g, '<boundary>');
  const type = body?.contentType.replace(/boundary=.*/, '');
  return JSON.stringify([plan.method, targetOf(operation, plan), plan.headers, plan.credentials, type, bytes]);
}

test('every case differs from the valid request and from every other case of its operation', async () => {
  for (const operation of real) {
    const valid = validPlan(operation, {
      parameter: ({ name }) => `configured-${name}`,
      body: () =>
        operation.body?.content.some(({ type }) => type.startsWith('multipart/'))
          ? {
              kind: 'multipart',
              parts: [{ name: 'file', fileName: 'a.png', contentType: 'image/png', bytes: Buffer.from('x') }],
            }
          : undefined,
    });
    const seen = new Map<string, string>();
    for (const each of casesOf(operation)) {
      const form = await wireForm(operation, each.edit(valid, { unknown: (name) => `unknown-${name}` }));
      expect(seen.get(form), `${each.id} sends what another case sends`).toBeUndefined();
      seen.set(form, each.id);
    }
  }
});

test('cases are data: the same document gives the same cases, in the same order', async () => {
  const again = operationsOf((await loadProject()).contracts).flatMap((operation) => casesOf(operation));
  expect(again.map(({ id, title }) => [id, title])).toEqual(all.map(({ id, title }) => [id, title]));
});
