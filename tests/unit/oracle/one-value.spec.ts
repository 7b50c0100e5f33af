/** One wrong value, or values that are wrong alike, are one cause; each clause that they break deviates all the same. */
import { expect, test } from '@playwright/test';
import { documentOf, responses, verify } from './verify.ts';

const text = { type: 'string' };
const number = { type: 'number' };
const object = (properties: object, more: object = {}) => ({ type: 'object', properties, ...more });
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const both = (keyword: string) => ({ [keyword]: [ref('A'), ref('B')] });

interface Row {
  readonly of: string;
  readonly schema: object;
  readonly schemas: object;
  readonly body: unknown;
  /** After `a: 200 `. */
  readonly causes: readonly string[];
  /** Ids without `MUST` and code. */
  readonly clauses: readonly string[];
}

const named = object({ n: text }, { required: ['n', 'z'] });
const rows: readonly Row[] = [
  {
    of: 'a value that two parts of allOf reject for its type',
    schema: both('allOf'),
    schemas: { A: named, B: named },
    body: { n: 1, z: 1 },
    causes: ['a number instead of string (/n)'],
    clauses: ['schema:A/n/type', 'schema:B/n/type'],
  },
  {
    of: 'a value that two parts of allOf reject by different rules',
    schema: both('allOf'),
    schemas: { A: object({ n: { type: 'string', minLength: 2 } }), B: object({ n: { type: 'string', pattern: 'x' } }) },
    body: { n: 'a' },
    causes: [expect.stringMatching(/^a string of 1 characters instead of \S+ \S+ \(\/n\)$/) as unknown as string],
    clauses: ['schema:A/n/minLength', 'schema:B/n/pattern'],
  },
  {
    of: 'a property that two parts of allOf require',
    schema: both('allOf'),
    schemas: { A: named, B: named },
    body: { z: 1 },
    causes: ['without n'],
    clauses: ['schema:A/n/required', 'schema:B/n/required'],
  },
  ...[null, []].map((body): Row => ({
    of: `${JSON.stringify(body)} as a body that two parts of allOf describe`,
    schema: both('allOf'),
    schemas: { A: object({ n: text }), B: object({ m: text }) },
    body,
    causes: [`${body === null ? 'null' : 'an array'} instead of object (body)`],
    clauses: ['schema:A/type', 'schema:B/type'],
  })),
  {
    of: 'null for properties of several components',
    schema: ref('A'),
    schemas: { A: object({ n: text, b: ref('B'), c: ref('C') }), B: object({ x: number }), C: object({}) },
    body: { n: null, b: { x: null }, c: null },
    causes: ['null instead of string (/n), and 2 more like it'],
    clauses: ['schema:A/n/type', 'schema:B/x/type', 'schema:C/type'],
  },
  {
    of: 'ids for objects of several components',
    schema: ref('A'),
    schemas: { A: object({ b: ref('B'), c: ref('C') }), B: object({ x: number }), C: object({}) },
    body: { b: '1', c: '2' },
    causes: ['a string of 1 characters instead of object (/b), and 1 more like it'],
    clauses: ['schema:B/type', 'schema:C/type'],
  },
  {
    of: 'values of different types where different ones are documented',
    schema: ref('A'),
    schemas: { A: object({ n: number, m: text }) },
    body: { n: 'x', m: 1 },
    causes: ['a number instead of string (/m)', 'a string of 1 characters instead of number (/n)'],
    clauses: ['schema:A/m/type', 'schema:A/n/type'],
  },
  {
    of: 'an array that is too short and one that has another too often',
    schema: ref('A'),
    schemas: { A: object({ n: { type: 'array', minItems: 3, uniqueItems: true, items: {} } }) },
    body: { n: [1, 1] },
    causes: ['an array instead of minItems 3 (/n)', 'an array instead of uniqueItems true (/n)'],
    clauses: ['schema:A/n/minItems', 'schema:A/n/uniqueItems'],
  },
];

for (const { of: what, schema, schemas, body, causes, clauses } of rows)
  test(`${what}: ${causes.length === 1 ? 'one cause' : `${causes.length} causes`}`, async () => {
    const paths = { '/a': { get: { operationId: 'a', responses: responses({ 200: schema }) } } };
    const document = documentOf(paths, { components: { schemas } });
    const { report, deviations } = await verify({ document, answer: () => [200, body] });
    const titles = report.causes?.map(({ title }) => title.replace(/^a: (?:200 )?/, '')) ?? [];
    expect(titles.toSorted()).toEqual(causes);
    expect(deviations.map((each) => each.split(' ')[1] ?? '').toSorted()).toEqual(clauses);
    const told = report.causes?.flatMap((cause) => cause.clauses.map((id) => id.slice('api-1/'.length)));
    expect(told?.toSorted(), 'each clause has a cause').toEqual(clauses);
  });
