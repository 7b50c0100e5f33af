import { expect, test } from '@playwright/test';
import { parse } from 'yaml';
import { importParts } from '../../../helpers/contract/import/versions.ts';
import type { JsonSchema } from '../../../helpers/contract/types.ts';
import { compareDocuments } from '../../../helpers/verdict/drift/compare.ts';
import { changedPages, collected, maxAiPages } from '../import/pages.ts';
import { base, mutate, mutations } from './mutations.ts';

for (const mutation of mutations) {
  const names = mutation.rules.map(([rule]) => rule).join(', ');
  test(`${names}: ${mutation.from.trim().split('\n')[0]?.slice(0, 60)} → ${mutation.to.trim().split('\n')[0]?.slice(0, 60)}`, () => {
    const changes = compareDocuments(base, parse(mutate(mutation)) as JsonSchema);
    expect(changes.map(({ rule, severity }) => [rule, severity])).toEqual(mutation.rules);
  });
}

test('a document is the same as itself, whatever the order of its keys and the names of its path parameters', () => {
  expect(compareDocuments(base, base)).toEqual([]);
  const reversed = (value: unknown): unknown =>
    Array.isArray(value) || typeof value !== 'object' || value === null
      ? value
      : Object.fromEntries(
          Object.entries(value)
            .toReversed()
            .map(([key, each]) => [key, reversed(each)]),
        );
  expect(compareDocuments(base, reversed(base) as JsonSchema)).toEqual([]);
  const renamed = parse(JSON.stringify(base).replaceAll('bookId', 'id')) as JsonSchema;
  expect(compareDocuments(base, renamed).map(({ rule, severity }) => [rule, severity])).toEqual([
    ['path-parameter-renamed', 'editorial'],
  ]);
});

test('one change of a component is one change, with every place where it shows', () => {
  const changed = parse(
    JSON.stringify(base).replace('"pages":{"type":"integer"}', '"pages":{"type":"string"}'),
  ) as JsonSchema;
  const [only, ...others] = compareDocuments(base, changed);
  expect(others).toEqual([]);
  expect(only?.places.map(({ operation, status, pointer }) => [operation, status, pointer])).toEqual([
    ['GET /books', '200', '/*/pages'],
    ['POST /books', '201', '/pages'],
    ['GET /books/{bookId}', '200', '/pages'],
  ]);
  expect([only?.before, only?.after]).toEqual([
    '/components/schemas/Book/properties/pages',
    '/components/schemas/Book/properties/pages',
  ]);
});

test('a renamed scheme, 3.1 instead of 3.0, and allOf around a reference are no change', () => {
  const text = JSON.stringify(base);
  const same = [
    text.replaceAll('"key":[]', '"apiKey":[]').replace('"key":{"type":"apiKey"', '"apiKey":{"type":"apiKey"'),
    text.replace('{"type":"string","nullable":true}', '{"type":["string","null"]}'),
    text.replace('{"type":"string","nullable":true}', '{"anyOf":[{"type":"string"},{"type":"null"}]}'),
    text.replace(
      '"items":{"$ref":"#/components/schemas/Book"}',
      '"items":{"allOf":[{"$ref":"#/components/schemas/Book"}]}',
    ),
  ];
  for (const each of same) {
    expect(each).not.toBe(text);
    expect(compareDocuments(base, JSON.parse(each) as JsonSchema)).toEqual([]);
  }
});

test('a page changed by one removed property, one added value and one reworded text: breaking, additive, editorial, nothing else', async () => {
  const pages = changedPages(
    'upload-image-to-note.md',
    [/ +sizeKb:\n +type: number\n +description: .*\n +example: 3176\n/, ''],
    [/ +- sizeKb\n/, ''],
    ['            - archived\n', '            - archived\n            - failed\n'],
    [/description: Status of the synchronization/, 'description: State of the synchronization'],
  );
  const [before, after] = await Promise.all(
    [maxAiPages, pages].map(async (each) => importParts((await collected(each)).parts)),
  );
  const changes = (before ?? []).map(({ document }, index) =>
    compareDocuments(document, after?.[index]?.document ?? {}),
  );
  expect(changes.map((each) => each.map(({ rule, severity, from, to }) => [severity, rule, from, to]))).toEqual([
    [],
    [
      ['breaking', 'response-required-property-removed', 'sizeKb', undefined],
      ['additive', 'response-property-enum-value-added', undefined, 'failed'],
      ['editorial', 'description-changed', 'Status of the synchronization', 'State of the synchronization'],
    ],
  ]);
});

test('recursive schemas terminate, and a wide tree costs no more than its text', () => {
  const wide = (leaf: string): JsonSchema => ({
    openapi: '3.0.3',
    info: { title: 't', version: '1' },
    paths: {
      '/a': {
        get: {
          responses: {
            '200': {
              description: '',
              content: { 'application/json': { schema: { $ref: '#/components/schemas/S0' } } },
            },
          },
        },
      },
    },
    components: {
      schemas: Object.fromEntries(
        Array.from({ length: 40 }, (_, index) => [
          `S${index}`,
          {
            type: 'object',
            properties: Object.fromEntries(
              ['a', 'b', 'c', 'd'].map((name) => [
                name,
                index === 39 ? { type: leaf } : { $ref: `#/components/schemas/S${index + 1}` },
              ]),
            ),
          },
        ]),
      ),
    },
  });
  // 4 to the power of 40 places.
  const changes = compareDocuments(wide('string'), wide('integer'));
  expect(changes.map(({ rule }) => rule)).toEqual(Array.from({ length: 4 }, () => 'response-property-type-changed'));
});
