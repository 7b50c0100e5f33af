/** An object that has nothing of what it requires: each promise is broken, and all of them for one reason. */
import { expect, test } from '@playwright/test';
import type { Report } from '../../../helpers/verdict/report.ts';
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

/** A cause: the operations that show it, and what the finding that shows it best lacks (or is, where it lacks nothing). */
type Told = readonly [operations: string, lacks: string];

const told = ({ causes = [], clauses }: Report): Told[] =>
  causes.map(({ operations, findings: [first] }) => {
    const shown = clauses.flatMap(({ findings }) => findings).find(({ id }) => id === first);
    const expected = shown?.values?.expected;
    const lacks = expected?.kind === 'present' ? (expected.all ?? expected.anyOf) : [expected?.kind ?? ''];
    return [
      operations
        .map((id) => id.slice(-1))
        .toSorted()
        .join(' '),
      lacks.join(' '),
    ];
  });

for (const [of, answer, wanted] of [
  ['every body is {}', () => [200, {}], [['a b l', 'a b c']]],
  ['every object is {}', list({}), [['a b l', 'a b c']]],
  ['an inner object is {}', list({ ...whole, c: {} }), [['a l', 'x y']]],
  [
    'every body has other properties',
    list({ z: 1 }),
    [
      ['a l', 'a b c'],
      ['b', 'd e'],
    ],
  ],
  ['one property is absent', list({ ...whole, d: undefined }), [['b', 'd']]],
  ['every body is empty', () => [200, undefined, { 'content-type': 'application/json' }], [['a b l', 'json']]],
] as const satisfies readonly (readonly [string, (request: Seen) => Reply, readonly Told[]])[])
  for (const mode of ['by-component', 'by-response'])
    test(`${of}, clauses ${mode}: ${wanted.length} ${wanted.length === 1 ? 'cause' : 'causes'}`, async () => {
      const { report } = await verify({ document: document({ 'x-clauses': mode }), answer });
      expect(told(report).toSorted(([a], [b]) => a.localeCompare(b))).toEqual(wanted);
    });

test('each promise that an empty object breaks deviates all the same', async () => {
  const { deviations } = await verify({ document: document(), answer: list({}) });
  expect([...new Set(deviations)].toSorted()).toEqual(
    ['Other/d', 'Other/e', 'Thing/a', 'Thing/b', 'Thing/c'].map((each) => `MUST schema:${each}/required BODY_REQUIRED`),
  );
});
