/** A server that does not check one rule: its warnings are one cause an operation, and one where operations share a parameter. */
import { expect, test } from '@playwright/test';
import { documentOf, responses, verify, type Reply, type Seen } from './verify.ts';

const list = { type: 'array', items: { type: 'object' } };
const flag = (name: string) => ({ name, in: 'query', schema: { type: 'boolean' } });
const kind = { name: 'kind', in: 'query', schema: { type: 'string', enum: ['a'] } };
const get = (operationId: string, ...parameters: object[]) => ({
  get: { operationId, parameters, responses: responses({ 200: list, 400: {} }) },
});
const shared = { $ref: '#/components/parameters/Shared' };
const components = { parameters: { Shared: flag('shared') } };
const lax = (): Reply => [200, [{}]];
const titlesOf = async (paths: object, answer: (request: Seen) => Reply, profile: object = {}) => {
  const { report } = await verify({ document: documentOf(paths, { components }), answer, profile });
  return report.causes?.map(({ title }) => title);
};

test('sibling parameters of one operation are one cause', async () => {
  expect(await titlesOf({ '/a': get('a', flag('active'), flag('silenced'), flag('inhibited')) }, lax)).toEqual([
    expect.stringMatching(/^a: .*active.*, and 2 more like it$/),
  ]);
});

test('operations with nothing in common are one cause each, and one where they share a parameter', async () => {
  expect(await titlesOf({ '/a': get('a', flag('x'), flag('y')), '/b': get('b', flag('z')) }, lax)).toHaveLength(2);
  expect(await titlesOf({ '/a': get('a', shared, flag('y')), '/b': get('b', shared) }, lax)).toEqual([
    expect.stringMatching(/^a and 1 more: .*, and 1 more like it$/),
  ]);
});

test('another rule is another cause, and so is what must be rejected', async () => {
  expect(await titlesOf({ '/a': get('a', flag('x'), flag('y'), kind) }, lax)).toHaveLength(2);
  const paths = { '/a': get('a', flag('x'), flag('y')) };
  expect(await titlesOf(paths, lax, { 'strict-input': true })).toHaveLength(2);
});
