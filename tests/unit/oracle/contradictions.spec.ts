/** A document that contradicts itself: what it says there is nobody's deviation, and the rest is verified. */
import { expect, test } from '@playwright/test';
import { documentOf, responses, verify } from './verify.ts';

const text = { type: 'string' };
const object = (of: object) => ({ type: 'object', ...of });
/** An object with `b` (a text) beside what is contradictory: `b` is answered as a number, and must be found. */
const beside = (a: object) => object({ properties: { a, b: text } });
const closed = object({ additionalProperties: false, properties: { a: text } });
const open = object({ properties: { b: text } });

interface Row {
  readonly of: string;
  readonly schema: object;
  readonly body: unknown;
  /** What the report says of the document. */
  readonly said: RegExp;
  /** Default: that `b` is of another type. */
  readonly expected?: readonly string[];
}

const rows: readonly Row[] = [
  {
    of: 'a $ref that leads nowhere',
    schema: beside({ $ref: '#/components/schemas/No' }),
    body: { a: 1, b: 1 },
    said: /does not resolve/,
  },
  {
    of: 'a minimum above the maximum',
    schema: beside({ type: 'integer', minimum: 5, maximum: 1 }),
    body: { a: 3, b: 1 },
    said: /minimum 5 is above maximum 1/,
  },
  {
    of: 'a list of values of another type',
    schema: beside({ type: 'boolean', enum: ['true'] }),
    body: { a: true, b: 1 },
    said: /no value of enum is of type boolean/,
  },
  {
    of: 'an empty list of values',
    schema: beside({ type: 'string', enum: [] }),
    body: { a: 'x', b: 1 },
    said: /enum cannot be \[\]/,
  },
  {
    of: 'a pattern with a back reference',
    schema: beside({ type: 'string', pattern: '(x)\\1' }),
    body: { a: 'y', b: 1 },
    said: /cannot be matched in linear time/,
  },
  {
    of: 'a property that is required and forbidden',
    schema: object({ required: ['z', 'b'], additionalProperties: false, properties: { b: text } }),
    body: { z: 1, b: 1 },
    said: /forbids z, which required demands/,
  },
  {
    of: 'the same, and it is absent',
    schema: object({ required: ['z'], additionalProperties: false, properties: { b: text } }),
    body: { b: 1 },
    said: /forbids z, which required demands/,
  },
];

for (const { of, schema, body, said, expected = ['MUST get/200/body/b/type BODY_TYPE'] } of rows)
  test(`${of}: a flaw of the document, and beside it the vendor is judged`, async () => {
    const document = documentOf({ '/a': { get: { operationId: 'get', responses: responses({ 200: schema }) } } });
    const { deviations, report } = await verify({ document, answer: () => [200, body] });
    expect(deviations).toEqual([...expected]);
    expect(report.notices.join('\n')).toMatch(said);
  });

for (const mode of ['by-component', 'by-response'])
  for (const [of, schema] of [
    ['allOf closes itself', { allOf: [closed, open] }],
    [
      'a part by $ref closes what stands beside it',
      { allOf: [{ $ref: '#/components/schemas/Closed' }], properties: { b: text } },
    ],
  ] as const)
    test(`${of}, clauses ${mode}: what another part declares is not forbidden`, async () => {
      const paths = {
        '/a': { get: { operationId: 'get', responses: responses({ 200: { type: 'object', ...schema } }) } },
      };
      const document = documentOf(paths, { components: { schemas: { Closed: closed } }, 'x-clauses': mode });
      const right = await verify({ document, answer: () => [200, { a: 'x', b: 'y' }] });
      expect(right.deviations).toEqual([]);
      expect(right.report.verdict).toBe('partial');
      const open = right.report.clauses.filter(({ cause }) => cause === 'document');
      expect(open.map(({ because }) => because)).toEqual([
        expect.stringContaining('declares a property that another part forbids'),
      ]);
      const wrong = await verify({ document, answer: () => [200, { a: 'x', b: 1, c: 1 }] });
      expect(wrong.deviations.map((each) => each.split(' ').at(-1) ?? '').toSorted()).toEqual([
        'BODY_TYPE',
        'BODY_UNDECLARED',
      ]);
    });

test('a closed schema alone forbids what it does not declare', async () => {
  const document = documentOf({ '/a': { get: { operationId: 'get', responses: responses({ 200: closed }) } } });
  const { deviations } = await verify({ document, answer: () => [200, { a: 'x', b: 1 }] });
  expect(deviations).toEqual(['MUST get/200/body/additionalProperties BODY_UNDECLARED']);
});
