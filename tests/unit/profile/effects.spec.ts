/** Which requests only read. */
import { expect, test } from '@playwright/test';
import { isRead } from '../../../helpers/profile/effects.ts';

for (const [method, path, reads] of [
  ['GET', '/books', true],
  ['HEAD', '/books/{id}', true],
  ['GET', '/sessions/logout', false],
  ['GET', '/mail/{id}/send', false],
  ['GET', '/jobs/{id}:cancel', false],
  ['GET', '/service-restart', false],
  ['GET', '/senders', true],
  ['GET', '/starters/{id}', true],
  ['POST', '/search', false],
  ['DELETE', '/books/{id}', false],
] as const)
  test(`${method} ${path} ${reads ? 'only reads' : 'may do something'}`, () => {
    expect(isRead({ method, path })).toBe(reads);
  });
