/** Answers that are changed to see what can fail. */
import { expect, test } from '@playwright/test';
import type { Answer, Json } from '../../../helpers/contract/types.ts';
import { mutations } from '../../../helpers/run/mutations.ts';

const answerOf = (text: string): Answer => ({
  status: 200,
  headers: [
    ['Content-Type', 'application/json'],
    ['Content-Length', String(text.length)],
  ],
  body: Buffer.from(text),
  durationMs: 0,
  method: 'GET',
  echoes: [],
});
const valuesOf = (value: Json): unknown[] =>
  mutations(answerOf(JSON.stringify(value))).flatMap(({ body }) => {
    try {
      return [JSON.parse(Buffer.from(body).toString()) as unknown];
    } catch {
      return [];
    }
  });

test('each property is removed once and retyped once', () => {
  const found = valuesOf({ id: 'a', count: 1 });
  expect(found).toContainEqual({ count: 1 });
  expect(found).toContainEqual({ id: 'a' });
  expect(found).toContainEqual({ id: 12_345, count: 1 });
  expect(found).toContainEqual({ id: 'a', count: 'text' });
});

test('the first item of a list stands for the others', () => {
  const found = valuesOf([{ id: 'a' }, { id: 'b' }]);
  expect(found).toContainEqual([{}, { id: 'b' }]);
  expect(found).not.toContainEqual([{ id: 'a' }, {}]);
});

test('a body where none belongs, one that breaks off, and no length that would tell', () => {
  expect(mutations(answerOf('')).map(({ body }) => Buffer.from(body).toString())).toEqual(['x']);
  const texts = mutations(answerOf('{"a":1}'));
  expect(texts.map(({ body }) => Buffer.from(body).toString())).toContain('{"a":1');
  for (const { headers } of texts) expect(headers.map(([name]) => name)).toEqual(['Content-Type']);
});

test('a large answer is changed in few places', () => {
  const wide = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`p${index}`, 'x']));
  expect(mutations(answerOf(JSON.stringify(wide))).length).toBeLessThan(100);
});

test('numbers go beyond their bounds as integers, and lists have no item and too many', () => {
  const found = valuesOf({ count: 1, tags: ['a'] });
  expect(found).toContainEqual({ count: -987_654, tags: ['a'] });
  expect(found).toContainEqual({ count: 1.012_345, tags: ['a'] });
  expect(found).toContainEqual({ count: 1, tags: [] });
  expect(found).toContainEqual({ count: 1, tags: Array.from({ length: 101 }, () => 'a') });
});
