/** A server that requires what its document calls optional: what a document alone gives is sent again with optional properties. */
import { expect, test } from '@playwright/test';
import { documentOf, responses, verify, type Seen } from './verify.ts';

const text = { type: 'string' };
const rating = { type: 'integer', minimum: 1, maximum: 5 };
const review = (...required: string[]) => ({
  type: 'object',
  required,
  properties: { author: text, rating, website: { type: 'string', format: 'uri' }, id: text },
});
const id = { name: 'id', in: 'path', required: true, schema: text };
const document = documentOf({
  '/reviews': {
    post: {
      operationId: 'create',
      requestBody: { required: true, content: { 'application/json': { schema: review('author') } } },
      responses: responses({ 201: review('id'), 400: {} }),
    },
  },
  '/reviews/{id}': { delete: { operationId: 'remove', parameters: [id], responses: responses({ 204: undefined }) } },
});

/** Accepts a review that has every property of a list; notes the bodies that it was sent. */
function server(...required: readonly string[]) {
  const sent: Record<string, unknown>[] = [];
  const answer = ({ method, json }: Seen) => {
    if (method !== 'POST') return [204] as const;
    const body = json as Record<string, unknown>;
    sent.push(body);
    return required.every((name) => name in body) ? ([201, { id: 'a', ...body }] as const) : ([400, {}] as const);
  };
  return { sent, answer };
}

const run = (answer: (request: Seen) => readonly [number, unknown?]) =>
  verify({
    document,
    answer: (request) => [...answer(request)] as [number, unknown?],
    allowWrites: true,
    only: ['create/201/status', 'body/author/required'],
  });

test('the fuller body is what the next requests begin with', async () => {
  const { sent, answer } = server('author', 'rating');
  const { clause } = await run(answer);
  expect(clause('create/201/status').verdict).toBe('conforms');
  expect(sent.slice(0, 2).map((body) => Object.keys(body))).toEqual([['author'], ['author', 'rating']]);
  expect(sent.slice(2).every((body) => 'rating' in body)).toBe(true);
});

test('where it is rejected too, the smaller one is what counts, and it is not tried again', async () => {
  const { sent, answer } = server('nothing');
  const { clause } = await run(answer);
  expect(clause('create/201/status').verdict).toBe('inconclusive');
  expect(sent.filter((body) => 'rating' in body)).toHaveLength(1);
});

test('a server that accepts the smaller body is sent no other', async () => {
  const { sent, answer } = server('author');
  await run(answer);
  expect(sent.some((body) => 'rating' in body)).toBe(false);
});
