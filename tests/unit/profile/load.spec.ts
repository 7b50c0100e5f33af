/** Profiles: what is wrong is said with file, pointer and reason; a vendor without one gets what follows from its documents. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { UserError } from '../../../helpers/contract/types.ts';
import { operationNamed, profileOf } from '../../../helpers/profile/load.ts';
import { load } from '../contract/tiny.ts';

const books = readFileSync(path.join(import.meta.dirname, '../../e2e/new-vendor/books.openapi.yaml'), 'utf8');
const contracts = await load({ 'v1.openapi.yaml': books }, 'books');
const read = (text: string | undefined) => profileOf('books', contracts, text, 'specs/books/profile.yaml');

const mistakes: readonly (readonly [what: string, text: string, says: RegExp])[] = [
  ['no base URL', 'writes: [sandbox]', /^specs\/books\/profile\.yaml#\/baseUrl: /],
  ['a base URL as it is', 'baseUrl: http://127.0.0.1', /#\/baseUrl: must be an environment variable: \$NAME$/],
  ['a key that profiles do not have', 'baseUrl: $B\nwrite: [sandbox]', /#\/: .*write/],
  ['an unknown environment', 'baseUrl: $B\nwrites: [moon]', /#\/writes\/0: /],
  ['text that is no YAML', 'baseUrl: [', /^specs\/books\/profile\.yaml: is not YAML: /],
  [
    'an operation that no document has',
    'baseUrl: $B\nresources: { book: { id: { in: path, name: bookId, from: /id }, create: { operation: makeBook } } }',
    /#\/resources\/book\/create\/operation: no document of books has the operation "makeBook"$/,
  ],
  [
    'a token that is not there',
    'baseUrl: $B\ncredentials: { ApiKeyAuth: { valid: token:main } }',
    /#\/credentials\/ApiKeyAuth\/valid: there is no token "main"$/,
  ],
  ['a token like none', 'baseUrl: $B\ntokens: { a: { like: b } }', /#\/tokens\/a\/like: there is no token "b"$/],
  [
    'a pattern that is none',
    "baseUrl: $B\nenvironments: { production: { key: '(' } }",
    /#\/environments\/production\/key: must be a regular expression$/,
  ],
];
for (const [what, text, says] of mistakes)
  test(`is rejected in one line: ${what}`, () => {
    let message = '';
    try {
      read(text);
    } catch (error) {
      expect(error).toBeInstanceOf(UserError);
      message = (error as Error).message;
    }
    expect(message).toMatch(says);
    expect(message).not.toContain('\n');
  });

test('a vendor without a profile reads only, with a variable for its address and one for each security scheme', () => {
  expect(read(undefined)).toMatchObject({
    vendor: 'books',
    file: undefined,
    baseUrl: '$BOOKS_BASE_URL',
    prefix: 'BOOKS_',
    writes: [],
    statuses: 'default',
    'strict-input': false,
    credentials: { ApiKeyAuth: { valid: '$BOOKS_API_KEY_AUTH' } },
    required: ['bookId'],
  });
});

test('what the profile says of a security scheme replaces the convention', () => {
  const { credentials } = read('baseUrl: $B_BASE_URL\ncredentials: { ApiKeyAuth: { valid: $B_KEY } }');
  expect(credentials).toEqual({ ApiKeyAuth: { valid: '$B_KEY' } });
});

test('an operation is named alone, or with its version', () => {
  expect(operationNamed('getBook', contracts)).toBe('books-v1/getBook');
  expect(operationNamed('v1/getBook', contracts)).toBe('books-v1/getBook');
  expect(operationNamed('v2/getBook', contracts)).toBeUndefined();
  const again = [...contracts, ...contracts.map((contract) => ({ ...contract, id: 'books-v2', version: 'v2' }))];
  expect(operationNamed('v1/getBook', again)).toBe('books-v1/getBook');
});
