/** Which requests only read. */
import { expect, test } from '@playwright/test';
import { isAction, isRead } from '../../../helpers/profile/effects.ts';
import { tinyOperation } from '../contract/tiny.ts';

for (const [method, path, reads] of [
  ['GET', '/books', true],
  ['HEAD', '/books/{id}', true],
  ['GET', '/sessions/logout', false],
  ['GET', '/mail/{id}/send', false],
  ['GET', '/jobs/{id}:cancel', false],
  ['GET', '/service-restart', false],
  ['GET', '/auth.revoke', false],
  ['GET', '/monitoring/stopExposing', false],
  ['GET', '/startDate/{day}', true],
  ['GET', '/payRun/{id}', true],
  ['GET', '/senders', true],
  ['GET', '/starters/{id}', true],
  ['POST', '/search', false],
  ['DELETE', '/books/{id}', false],
] as const)
  test(`${method} ${path} ${reads ? 'only reads' : 'may do something'}`, () => {
    expect(isRead({ method, path })).toBe(reads);
  });

for (const [summary, reads] of [
  ['Stop all scans', false],
  ['Revokes a token.', false],
  ['Disconnect with the store and clear its session', false],
  ['Logout', false],
  ['Starts a session', false],
  ['Start times of a day', true],
  ['Stops near a place', true],
  ['Send search terms to receive companies', true],
  ['Create ZIP archive', true],
  ['Triggers in an app', true],
  ['List all runs', true],
  ['Restarted services', true],
] as const)
  test(`GET, "${summary}" ${reads ? 'only reads' : 'may do something'}`, async () => {
    expect(isRead(await tinyOperation({ operation: { operationId: 'get', summary } }))).toBe(reads);
  });

const text = { type: 'string' };
const flag = { type: 'boolean' };
const states = { type: 'string', enum: ['paused', 'unpaused'] };
for (const [parameter, acts] of [
  [{ name: 'recheck_all' }, true],
  [{ name: 'delete' }, true],
  [{ name: 'markAsRead' }, true],
  [{ name: 'cache_clear', schema: flag }, true],
  [{ name: 'delete_bridge', schema: flag }, true],
  [{ name: 'options[reset]' }, true],
  [{ name: 'filter[reset]' }, false],
  [{ name: 'include_deleted', schema: flag }, false],
  [{ name: 'trigger_type', schema: text }, false],
  [{ name: 'send_id', schema: text }, false],
  [{ name: 'transaction_refresh', schema: { type: 'object' } }, false],
  [{ name: 'TriggerBy' }, false],
  [{ name: 'start' }, false],
  [{ name: 'sender' }, false],
  [{ name: 'q' }, false],
  [{ name: 'paused', schema: states, description: 'Set pause state' }, true],
  [{ name: 'paused', schema: states, description: 'Pause or unpause the watch' }, true],
  [{ name: 'now', schema: flag, description: 'If true, triggers a check of all' }, true],
  [{ name: 'seen', schema: flag, description: 'Mark all as read' }, true],
  [{ name: 'paused', schema: flag, description: 'Only those that are paused' }, false],
  [{ name: 'paused', schema: flag, description: 'Filter by paused or unpaused' }, false],
  [{ name: 'stripImages', schema: flag, description: 'Remove image tags from content.' }, false],
  [{ name: 'includeDeleted', schema: flag, description: 'Whether to include files marked as deleted' }, false],
  [{ name: 'disable_cache', schema: flag, description: 'Disable cache for current request' }, false],
  [{ name: 'title', schema: text, description: 'Mark of the title' }, false],
] as const)
  test(`?${JSON.stringify(parameter)} ${acts ? 'may do something' : 'only reads'}`, () => {
    expect(isAction(parameter)).toBe(acts);
  });
