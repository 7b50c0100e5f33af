/** What an empty list leaves open: the promises about its items, and with them the verdict of the run. */
import { expect, test } from '@playwright/test';
import { documentOf, responses, verify, type Seen } from './verify.ts';

const thing = { type: 'object', required: ['n'], properties: { n: { type: 'string' }, m: { type: 'integer' } } };
const components = { components: { schemas: { Thing: thing } } };
const items = { $ref: '#/components/schemas/Thing' };
const list = { type: 'array', items };
const get = (operationId: string, of: Readonly<Record<string, object>>, parameters: object[] = []) => ({
  get: { operationId, parameters, responses: responses(of) },
});

/** What is documented and answered, and a clause of the items that stays open. */
const empty: readonly (readonly [of: string, schema: object, body: unknown, clause: string, more?: object])[] = [
  ['an empty list', list, [], 'schema:Thing/n/required'],
  ['an empty list, clauses by response', list, [], 'list/200/body/*/n/required', { 'x-clauses': 'by-response' }],
  ['an empty list in an object', { type: 'object', properties: { data: list } }, { data: [] }, 'schema:Thing/n/type'],
  ['items without $ref', { type: 'array', items: thing }, [], 'list/200/body/*/m/type'],
  ['items composed of others', { type: 'array', items: { allOf: [items] } }, [], 'schema:Thing/n/required'],
  ['null for a list', { ...list, nullable: true }, null, 'schema:Thing/n/required'],
  ['an empty map', { type: 'object', additionalProperties: items }, {}, 'schema:Thing/n/required'],
  [
    'an empty list in an item',
    { type: 'array', items: { type: 'object', properties: { tags: list } } },
    [{ tags: [] }],
    'schema:Thing/n/required',
  ],
];

for (const [of, schema, body, clause, more] of empty)
  test(`${of}: no verdict on the items, the run is partial`, async () => {
    const document = documentOf({ '/a': get('list', { 200: schema }) }, { ...components, ...more });
    const verified = await verify({ document, answer: () => [200, body] });
    expect(verified.deviations).toEqual([]);
    expect(verified.clause(clause)).toMatchObject({
      verdict: 'inconclusive',
      cause: 'test-data',
      because: 'every list or map that holds it came back empty',
    });
    expect(verified.clause('list/200/body').verdict).toBe('conforms');
    expect(verified.report).toMatchObject({ verdict: 'partial', because: expect.stringContaining('came back empty') });
  });

test('an item anywhere decides: empty lists beside it leave nothing open', async () => {
  const document = documentOf({ '/a': get('list', { 200: list }), '/b': get('other', { 200: list }) }, components);
  const answer = ({ path }: Seen) => [200, path === '/a' ? [] : [{ n: 'x' }]] as const;
  const { report, clause } = await verify({ document, answer });
  expect(clause('schema:Thing/n/required').verdict).toBe('conforms');
  expect(clause('schema:Thing/m/type'), 'optional, and in no item').toMatchObject({
    verdict: 'not-run',
    conditional: true,
  });
  expect(report.verdict).toBe('conformant');
});

test('an empty list in an error leaves nothing open: no request is certain to fill it', async () => {
  const query = { name: 'q', in: 'query', required: true, schema: { type: 'string' }, example: 'x' };
  const error = { type: 'object', properties: { details: list } };
  const document = documentOf({ '/a': get('list', { 200: { type: 'object' }, 400: error }, [query]) }, components);
  const answer = ({ query: sent }: Seen) =>
    sent.get('q') === 'x' ? ([200, {}] as const) : ([400, { details: [] }] as const);
  const { report, clause } = await verify({ document, answer });
  expect(clause('schema:Thing/n/required')).toMatchObject({ verdict: 'not-run', conditional: true });
  expect(report.verdict).toBe('conformant');
});
