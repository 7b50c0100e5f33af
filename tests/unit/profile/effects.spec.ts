/** Which requests only read. */
import { expect, test } from '@playwright/test';
import { isAction, isRead } from '../../../helpers/profile/effects.ts';

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

for (const [name, acts] of [
  ['recheck_all', true],
  ['delete', true],
  ['markAsRead', true],
  ['filter[reset]', true],
  ['include_deleted', false],
  ['start', false],
  ['sender', false],
  ['q', false],
] as const)
  test(`?${name} ${acts ? 'may do something' : 'only reads'}`, () => {
    expect(isAction(name)).toBe(acts);
  });
