/** Paths that differ in the names of their parameters are the same place. */
import { expect, test } from '@playwright/test';
import { parameterUnder } from '../../../helpers/profile/path-template.ts';

test('the parameter of a prefix is known under the name that a path gives it', () => {
  expect(parameterUnder('/books/{bookId}', '/books/{bookId}')).toBe('bookId');
  expect(parameterUnder('/books/{book_id}/pages/{id}', '/books/{id}')).toBe('book_id');
  expect(parameterUnder('/books/{book_id}/pages/{id}', '/books/{id}/pages/{page}')).toBe('id');
  expect(parameterUnder('/books/{bookId}/', '/books/{id}')).toBe('bookId');
  expect(parameterUnder('/books', '/books/{id}')).toBeUndefined();
  expect(parameterUnder('/books/latest', '/books/{id}')).toBeUndefined();
  expect(parameterUnder('/shops/{id}', '/books/{id}')).toBeUndefined();
});
