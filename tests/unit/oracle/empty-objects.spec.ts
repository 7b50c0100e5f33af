/** An object that has nothing of what it requires: each promise is broken, and all of them for one reason. */
import { expect, test } from '@playwright/test';
import { documentOf, responses, verify, type Reply, type Seen } from './verify.ts';

const text = { type: 'string' };
const inner = { type: 'object', required: ['x', 'y'], properties: { x: text, y: text } };
const thing = { type: 'object', required: ['a', 'b', 'c'], properties: { a: text, b: text, c: inner } };
const other = { type: 'object', required: ['d', 'e'], properties: { d: text, e: text } };
const components = { schemas: { Thing: thing, Other: other } };
const [aThing, anOther] = [{ $ref: '#/components/schemas/Thing' }, { $ref: '#/components/schemas/Other' }];
const get = (operationId: string, schema: object) => ({ get: { operationId, responses: responses({ 200: schema }) } });
const document = (more: object = {}) =>
  documentOf(
    { '/a': get('a', aThing), '/b': get('b', anOther), '/l': get('l', { type: 'array', items: aThing }) },
    { components, ...more },
  );
const whole = { a: 'a', b: 'b', c: { x: 'x', y: 'y' }, d: 'd', e: 'e' };
const list =
  (item: object) =>
  ({ path }: Seen): Reply => [200, path === '/l' ? [item] : item];

for (const [of, answer, titles] of [
  ['every body is {}', () => [200, {}], ['a and 2 more: 200 an empty object instead of what is documented']],
  ['every object is {}', list({}), ['a and 2 more: 200 an empty object instead of what is documented']],
  ['an inner object is {}', list({ ...whole, c: {} }), ['a and 1 more: 200 an object without any of x, y']],
  [
    'every body has other properties',
    list({ z: 1 }),
    ['a and 1 more: 200 an object without any of a, b, c', 'b: 200 an object without any of d, e'],
  ],
  ['one property is absent', list({ ...whole, d: undefined }), ['b: 200 without d']],
  [
    'every body is empty',
    () => [200, undefined, { 'content-type': 'application/json' }],
    ['a and 2 more: 200 no body at all instead of one JSON value in UTF-8 (body)'],
  ],
] as const satisfies readonly (readonly [string, (request: Seen) => Reply, readonly string[]])[])
  for (const mode of ['by-component', 'by-response'])
    test(`${of}, clauses ${mode}: ${titles.length} ${titles.length === 1 ? 'cause' : 'causes'}`, async () => {
      const { report } = await verify({ document: document({ 'x-clauses': mode }), answer });
      const plain = (title: string) => title.replace('200 ', '');
      expect(report.causes?.map(({ title }) => plain(title)).toSorted()).toEqual(titles.map(plain).toSorted());
    });

test('each promise that an empty object breaks deviates all the same', async () => {
  const { deviations } = await verify({ document: document(), answer: list({}) });
  expect([...new Set(deviations)].toSorted()).toEqual(
    ['Other/d', 'Other/e', 'Thing/a', 'Thing/b', 'Thing/c'].map((each) => `MUST schema:${each}/required BODY_REQUIRED`),
  );
});
