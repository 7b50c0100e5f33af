/** Bodies just inside their bounds: a server that allows less than its document says, and what says nothing against it. */
import { randomUUID } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { documentOf, responses, verify, type Reply, type Seen } from './verify.ts';

type Fields = Readonly<Record<string, unknown>>;

const properties = {
  title: { type: 'string', minLength: 1, maxLength: 100 },
  note: { type: 'string', minLength: 3, maxLength: 60 },
  pages: { type: 'integer', minimum: 0, exclusiveMinimum: true, maximum: 5000 },
  tags: { type: 'array', minItems: 1, maxItems: 3, items: { type: 'string' } },
  authorId: { type: 'integer', minimum: 1 },
};
const schema = { type: 'object', required: ['title', 'note', 'pages', 'tags', 'authorId'], properties };
const book = {
  allOf: [{ type: 'object', required: ['id'], properties: { id: { type: 'string', readOnly: true } } }, schema],
};
const id = { name: 'bookId', in: 'path', required: true, schema: { type: 'string' } };
const valid = { title: 'A title', note: 'A note', pages: 10, tags: ['a', 'b'], authorId: 7 };
const requestBody = { required: true, content: { 'application/json': { schema: book, example: valid } } };
const document = documentOf({
  '/books': { post: { operationId: 'add', requestBody, responses: responses({ 201: book, 400: {} }) } },
  '/books/{bookId}': {
    get: { operationId: 'get', parameters: [id], responses: responses({ 200: book, 404: {} }) },
    put: { operationId: 'put', parameters: [id], requestBody, responses: responses({ 200: book, 400: {}, 404: {} }) },
    delete: { operationId: 'remove', parameters: [id], responses: responses({ 204: undefined, 404: {} }) },
  },
});

const hasLength = (value: unknown, least: number, most: number) =>
  (typeof value === 'string' || Array.isArray(value)) && value.length >= least && value.length <= most;
const isWithin = ({ title, note, pages, tags, authorId }: Fields) =>
  hasLength(title, 1, 100) &&
  hasLength(note, 3, 60) &&
  Number(pages) > 0 &&
  Number(pages) <= 5000 &&
  hasLength(tags, 1, 3) &&
  authorId === 7;

/** A server with books; `rejects` says what it rejects beyond its document, and `bodies` gets what it was sent. */
function books(rejects: (fields: Fields) => boolean, bodies: Fields[] = []) {
  const all = new Map<string, object>();
  return ({ method, path, json }: Seen): Reply => {
    const key = path.split('/')[2] ?? '';
    const fields = (json ?? {}) as Fields;
    if (method === 'POST' || method === 'PUT') {
      if (method === 'PUT' && !all.has(key)) return [404, {}];
      if (!isWithin(fields) || rejects(fields)) return [400, {}];
      bodies.push(fields);
      const made = { ...fields, id: method === 'PUT' ? key : randomUUID() };
      all.set(made.id, made);
      return [method === 'PUT' ? 200 : 201, made];
    }
    const found = all.get(key);
    if (!found) return [404, {}];
    return method === 'DELETE' ? [all.delete(key) ? 204 : 404] : [200, found];
  };
}

const only = ['201/status', '200/status', '-inside'];
const bounds = (deviations: readonly string[]) => deviations.filter((each) => each.includes('-inside'));

test('a server that keeps to its document accepts each bound, and nothing is left behind', async () => {
  const bodies: Fields[] = [];
  const answer = books(() => false, bodies);
  const { deviations, clause, report, requests } = await verify({ document, allowWrites: true, only, answer });
  expect(bounds(deviations)).toEqual([]);
  for (const end of [
    'add/body/upper-inside',
    'add/body/lower-inside',
    'put/body/upper-inside',
    'put/body/lower-inside',
  ])
    expect(clause(end), end).toMatchObject({ verdict: 'conforms', level: 'SHOULD' });
  expect(clause('put/body/lower-inside').sentence).toBe(
    'accept a body with title, note, pages and 1 more at their lower bounds',
  );
  const [low, high] = [
    { title: 'a', note: 'aaa', pages: 1, tags: ['a'] },
    { pages: 5000, tags: ['a', 'b', 'a'] },
  ];
  expect(bodies).toContainEqual(expect.objectContaining({ ...low, authorId: 7 }));
  expect(bodies.filter(({ title, note }) => String(title).length === 100 && String(note).length === 60)).toContainEqual(
    expect.objectContaining(high),
  );
  expect(report.notices.filter((each) => each.includes('left behind'))).toEqual([]);
  expect(requests.filter((each) => each === 'POST /books').length, 'calls').toBeLessThan(10);
});

for (const [what, rejects, deviation, title] of [
  [
    'fewer characters than documented',
    ({ note }: Fields) => String(note).length > 50,
    'SHOULD put/body/upper-inside BOUND_REJECTED',
    ' for a note of exactly 60 characters',
  ],
  [
    'fewer items than documented',
    ({ tags }: Fields) => (tags as unknown[]).length > 2,
    'SHOULD put/body/upper-inside BOUND_REJECTED',
    ' for tags of exactly 3 items',
  ],
  [
    'more than the least number',
    ({ pages }: Fields) => Number(pages) < 2,
    'SHOULD put/body/lower-inside BOUND_REJECTED',
    ' for a pages of exactly 1',
  ],
] as const)
  test(`a server that requires ${what}: the finding names the property`, async () => {
    const { deviations, report } = await verify({ document, allowWrites: true, only, answer: books(rejects) });
    expect(bounds(deviations)).toContain(deviation);
    expect(bounds(deviations)).toContain(deviation.replace('put', 'add'));
    expect(report.causes?.map((cause) => cause.title)).toContainEqual(expect.stringContaining(title));
  });

test('values that are rejected only together are inconclusive', async () => {
  const rejects = ({ pages, tags }: Fields) => Number(pages) === 5000 && (tags as unknown[]).length === 3;
  const { deviations, clause } = await verify({ document, allowWrites: true, only, answer: books(rejects) });
  expect(bounds(deviations)).toEqual([]);
  expect(clause('put/body/upper-inside')).toMatchObject({ verdict: 'inconclusive', cause: 'test-data' });
});

test('a run that only reads sends none', async () => {
  const { requests } = await verify({ document, answer: books(() => false) });
  expect(requests.filter((each) => !each.startsWith('GET'))).toEqual([]);
});
