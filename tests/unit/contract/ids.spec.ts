/** Names of operations: whole, unique, free of slashes, and not dependent on the order of the document. */
import { expect, test } from '@playwright/test';
import { operationNames, type Named } from '../../../helpers/contract/ids.ts';
import { load, overlay, tiny } from './tiny.ts';

const get = (path: string, operationId?: string, given?: string): Named => ({
  method: 'get',
  path,
  operationId,
  given,
});

const rows: readonly (readonly [what: string, operations: Named[], names: string[]])[] = [
  [
    'whole ids that end alike (FastAPI)',
    [get('/items', 'read_items_items_get'), get('/users', 'read_users_users_get')],
    ['read_items_items_get', 'read_users_users_get'],
  ],
  ['a slash and spaces', [get('/a', 'actions/list (v2)')], ['actions-list-v2']],
  ['letters of any script', [get('/a', 'obtenerAño')], ['obtenerAño']],
  ['no id', [get('/things/{thingId}')], ['GET-things-thingId']],
  ['an empty id', [get('/things', '')], ['GET-things']],
  ['the root path', [get('/')], ['GET']],
  ['one id twice: neither has it', [get('/a', 'x'), get('/b', 'x'), get('/c', 'y')], ['GET-a', 'GET-b', 'y']],
  ['ids that differ in a slash only', [get('/a', 'x/y'), get('/b', 'x-y')], ['GET-a', 'GET-b']],
  ['a given name wins', [get('/a', 'Controller_getA', 'getA')], ['getA']],
];
for (const [what, operations, names] of rows)
  test(`names of operations: ${what}`, () => {
    expect(operationNames(operations)).toEqual(names);
    expect(operationNames(operations.toReversed())).toEqual(names.toReversed());
  });

test('paths that differ in their punctuation only get different names, whatever their order', () => {
  const operations = [get('/a-b'), get('/a/b'), get('/a/b/'), get('/a/{b}')];
  const names = operationNames(operations);
  expect(new Set(names).size).toBe(4);
  expect(operationNames(operations.toReversed())).toEqual(names.toReversed());
  for (const name of names) expect(name).toMatch(/^GET-a-b-[0-9a-f]{6}$/);
});

test('x-id of the overlay names the operation in its clauses', async () => {
  const [contract] = await load({
    'v1.openapi.yaml': tiny(),
    'overlay.yaml': overlay({ target: "$.paths['/things/{thingId}'].get", update: { 'x-id': 'getThing' } }),
  });
  expect([...(contract?.operations.keys() ?? [])]).toEqual(['max-ai-v1/getThing']);
  expect(contract?.clauses.has('max-ai-v1/getThing/200/body')).toBe(true);
});
