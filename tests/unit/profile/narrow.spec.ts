/** Which operations a profile selects, and where the API is served. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { isSelector, narrowed } from '../../../helpers/profile/narrow.ts';
import { profileOf } from '../../../helpers/profile/load.ts';
import { requireOperations } from '../../../helpers/profile/suite.ts';
import { load, tiny, tinySuite } from '../contract/tiny.ts';

const text = readFileSync(path.join(import.meta.dirname, '../../e2e/new-vendor/books.openapi.yaml'), 'utf8')
  .replace('operationId: listBooks', 'operationId: listBooks\n      tags: [reading]')
  .replace('operationId: replaceBook', 'operationId: replaceBook\n      deprecated: true');
const contracts = await load({ 'v1.openapi.yaml': text }, 'books');
const [contract] = contracts;

function select(yaml: string) {
  const profile = profileOf('books', contracts, `baseUrl: $BOOKS_BASE_URL\n${yaml}`, 'profile.yaml');
  if (!contract) throw new Error('the document gave no contract');
  return narrowed(contract, profile);
}
const namesOf = (yaml: string) => [...select(yaml).operations.values()].map(({ id }) => id.replace('books-v1/', ''));
const all = ['listBooks', 'createBook', 'getBook', 'replaceBook', 'deleteBook'];

for (const [yaml, names] of [
  ['', all],
  ['include: [method=get]', ['listBooks', 'getBook']],
  ["include: ['path=/books/*']", ['getBook', 'replaceBook', 'deleteBook']],
  ["include: ['operation=*Book']\nexclude: [method=DELETE]", ['createBook', 'getBook', 'replaceBook']],
  ['include: [tag=reading]', ['listBooks']],
  ['exclude: [deprecated]', ['listBooks', 'createBook', 'getBook', 'deleteBook']],
] as const)
  test(`selects ${names.join(', ')} by ${yaml.replace('\n', ' ') || 'nothing'}`, () => {
    expect(namesOf(yaml)).toEqual(names);
  });

test('clauses of operations that are left out go with them', () => {
  const left = select('include: [operation=getBook]');
  for (const { ref } of left.clauses.values()) expect(ref.operation ?? 'books-v1/getBook').toBe('books-v1/getBook');
  for (const operation of left.operations.values()) expect(operation.contract).toBe(left);
});

test("a path prefix takes the place of the path of the document's server", () => {
  expect(contract?.basePath).toBe('/api');
  expect(select("pathPrefix: ''").basePath).toBe('');
  expect(select('pathPrefix: /v9').basePath).toBe('/v9');
});

test('a selector has one of the known keys', () => {
  for (const good of ['path=/a*', 'method=GET', 'tag=x', 'operation=a', 'deprecated'])
    expect(isSelector(good)).toBe(true);
  for (const bad of ['', 'GET', 'verb=GET', 'deprecated=1']) expect(isSelector(bad)).toBe(false);
});

test('where nothing is left to verify, the reason is told', async () => {
  const none = await load({ 'v1.openapi.yaml': { ...tiny({ openapi: '3.1.0' }), paths: {}, webhooks: { paid: {} } } });
  expect(() => requireOperations(tinySuite(none), [])).toThrow(
    'v1.openapi.yaml#/paths: there is no operation that could be verified: webhooks are requests of the vendor, not to it',
  );
  const left = { ...tinySuite(contracts), contracts: [select('include: [tag=nothing]')] };
  expect(() => requireOperations(left)).toThrow('books/v1.openapi.yaml: include and exclude leave no operation of it');
  expect(() => requireOperations(left, [{ vendor: 'books', message: 'books is wrong' }])).toThrow('books is wrong');
  expect(() => requireOperations(tinySuite(contracts))).not.toThrow();
});
