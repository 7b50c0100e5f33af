/** What a successful delete leaves, and requests below something that the run made. */
import { randomUUID } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { documentOf, responses, verify, type Reply, type Seen } from './verify.ts';

const book = {
  type: 'object',
  required: ['id', 'title'],
  properties: { id: { type: 'string', format: 'uuid', readOnly: true }, title: { type: 'string' } },
};
const id = { name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } };
const body = (type: string, schema: object) => ({ required: true, content: { [type]: { schema } } });
const cover = { type: 'object', required: ['file'], properties: { file: { type: 'string', format: 'binary' } } };
const document = documentOf({
  '/books': {
    post: {
      operationId: 'createBook',
      requestBody: body('application/json', book),
      responses: responses({ 201: book, 400: {} }),
    },
  },
  '/books/{id}': {
    get: { operationId: 'getBook', parameters: [id], responses: responses({ 200: book, 404: {} }) },
    delete: { operationId: 'deleteBook', parameters: [id], responses: responses({ 204: undefined, 404: {} }) },
  },
  '/books/{id}/cover': {
    post: {
      operationId: 'putCover',
      parameters: [id],
      requestBody: body('multipart/form-data', cover),
      responses: responses({ 201: {}, 400: {}, 404: {} }),
    },
  },
});

/** A shop that keeps its documents; `deleted` is what a read answers after a delete, the time being in reads since then. */
function shop(deleted: (found: object, reads: number) => Reply) {
  const books = new Map<string, { id: string; title: string }>();
  const gone = new Map<string, number>();
  const covers: string[] = [];
  const answer = ({ method, path, json, headers, text }: Seen): Reply => {
    const [, , key = '', part] = path.split('/');
    if (key === '') {
      const { title } = (json ?? {}) as { title?: unknown };
      if (typeof title !== 'string') return [400, {}];
      const made = { id: randomUUID(), title };
      books.set(made.id, made);
      return [201, made];
    }
    const found = books.get(key);
    if (part === 'cover') {
      covers.push(key);
      if (!found) return [404, {}];
      const isForm = headers['content-type']?.includes('boundary=') === true && text.includes('name="file"');
      return isForm ? [201, {}] : [400, {}];
    }
    if (!found) return [404, {}];
    const reads = gone.get(key);
    if (method === 'DELETE' && reads === undefined) gone.set(key, 0);
    if (method === 'DELETE') return [reads === undefined ? 204 : 404];
    if (reads === undefined) return [200, found];
    gone.set(key, reads + 1);
    return deleted(found, reads);
  };
  return { answer, books, covers };
}

for (const [what, deleted, verdict, expected] of [
  ['is gone', () => [404, {}], 'conforms', []],
  ['is gone for good', () => [410, {}], 'conforms', []],
  ['goes within seconds', (found, reads) => (reads < 2 ? [200, found] : [404, {}]), 'conforms', []],
  ['stays as it was', (found) => [200, found], 'deviates', ['MUST deleteBook/lifecycle/gone STILL_THERE']],
  [
    'stays, marked as deleted',
    (found) => [200, { ...found, state: 'deleted' }],
    'deviates',
    ['SHOULD deleteBook/lifecycle/gone STILL_THERE'],
  ],
  ['cannot be read', () => [503, {}], 'inconclusive', undefined],
] as const satisfies readonly (readonly [string, (found: object, reads: number) => Reply, string, unknown])[])
  test(`what was deleted ${what}: ${verdict}`, async () => {
    const { clause, deviations } = await verify({ document, allowWrites: true, answer: shop(deleted).answer });
    expect(clause('deleteBook/lifecycle/gone').verdict).toBe(verdict);
    if (expected) expect(deviations).toEqual(expected);
  });

test('a form below what was made is sent to what was made, and no case fails', async () => {
  const { answer, books, covers } = shop(() => [404, {}]);
  const { results, clause, report } = await verify({ document, allowWrites: true, answer });
  expect(results.filter(({ error }) => error !== undefined)).toEqual([]);
  expect(report.clauses.filter(({ verdict }) => verdict === 'error')).toEqual([]);
  expect(clause('putCover/body/file/required').verdict).toBe('conforms');
  expect(covers.some((key) => books.has(key))).toBe(true);
});

test('a run that only reads deletes nothing', async () => {
  const { requests, clause } = await verify({ document, answer: shop(() => [404, {}]).answer });
  expect(clause('deleteBook/lifecycle/gone').verdict).toBe('not-run');
  expect(requests.filter((request) => !request.startsWith('GET'))).toEqual([]);
});
