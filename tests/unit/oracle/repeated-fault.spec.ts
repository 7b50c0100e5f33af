/** A server that stores what it is sent: that it accepts a wrong value is one warning; that its answer repeats it is recorded. */
import { expect, test } from '@playwright/test';
import { repeatsFault } from '../../../helpers/checks/repeated-fault.ts';
import type { Json, RequestPlan } from '../../../helpers/contract/types.ts';
import { documentOf, responses, verify } from './verify.ts';

const plan = (sent: Json, faulty = true): RequestPlan => ({
  method: 'POST',
  path: {},
  query: [['page', '0']],
  headers: [],
  credentials: 'valid',
  body: { kind: 'json', value: sent },
  faulty,
});

for (const [what, sent, answered, pointer, repeats] of [
  ['the same place', { name: null }, { name: null }, '/name', true],
  ['an envelope', { name: null }, { data: { name: null } }, '/data/name', true],
  ['a list', { a: { name: 7 } }, { items: [{ a: { name: 7 } }] }, '/items/0/a/name', true],
  ['the query', {}, { page: 0 }, '/page', true],
  ['another value', { name: null }, { name: 7 }, '/name', false],
  ['another name', { name: null }, { title: null }, '/title', false],
  ['what the request left out', {}, { name: null }, '/name', false],
] as const)
  test(`a value ${repeats ? 'repeats' : 'does not repeat'} the fault of its request: ${what}`, () => {
    expect(repeatsFault(plan(sent), answered, pointer)).toBe(repeats);
    expect(repeatsFault(plan(sent, false), answered, pointer)).toBe(false);
  });

const text = { type: 'string' };
const thing = (...required: string[]) => ({
  type: 'object',
  required,
  properties: { name: text, note: text, id: text, made: text },
});
const document = documentOf({
  '/things': {
    post: {
      operationId: 'create',
      requestBody: { required: true, content: { 'application/json': { schema: thing('name') } } },
      responses: responses({ 201: thing('id') }),
    },
  },
  '/things/{id}': {
    delete: {
      operationId: 'remove',
      parameters: [{ name: 'id', in: 'path', required: true, schema: text }],
      responses: responses({ 204: undefined }),
    },
  },
});

for (const [server, more, deviations] of [
  ['stores what it is sent', {}, 0],
  ['answers with a null of its own', { made: null }, 1],
] as const)
  test(`a server that ${server}: one warning, ${deviations} deviations`, async () => {
    const { report } = await verify({
      document,
      answer: ({ method, json }) => (method === 'POST' ? [201, { id: 'a', ...(json as object), ...more }] : [204]),
      allowWrites: true,
      only: ['body/note/null'],
    });
    const count = (level: string) => report.causes?.filter((each) => each.level === level).length;
    expect(count('SHOULD')).toBe(1);
    expect(count('MUST')).toBe(deviations);
  });
