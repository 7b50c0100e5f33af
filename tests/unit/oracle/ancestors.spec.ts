/** Resources several levels deep: all that they are part of is made and removed too. */
import { randomUUID } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { documentOf, responses, verify, type Reply, type Seen } from './verify.ts';

const levels = ['shop', 'shelf', 'book'] as const;
const schema = {
  type: 'object',
  required: ['id', 'title'],
  properties: { id: { type: 'string', format: 'uuid', readOnly: true }, title: { type: 'string' } },
};
const id = (name: string) => ({ name, in: 'path', required: true, schema: { type: 'string', format: 'uuid' } });

/** `/shop`, `/shop/{id}`, `/shop/{shopId}/shelf` and so on: an item names its own id `id`, what is below it names it otherwise. */
const document = documentOf(
  Object.fromEntries(
    levels.flatMap((name, depth) => {
      const above = levels.slice(0, depth);
      const path = `${above.map((each) => `/${each}/{${each}Id}`).join('')}/${name}`;
      const parameters = above.map((each) => id(`${each}Id`));
      return [
        [
          path,
          {
            parameters,
            post: {
              operationId: `add_${name}`,
              requestBody: { required: true, content: { 'application/json': { schema } } },
              responses: responses({ 201: schema, 400: {}, 404: {} }),
            },
          },
        ],
        [
          `${path}/{id}`,
          {
            parameters: [...parameters, id('id')],
            get: { operationId: `get_${name}`, responses: responses({ 200: schema, 404: {} }) },
            delete: { operationId: `delete_${name}`, responses: responses({ 204: undefined, 404: {} }) },
          },
        ],
      ];
    }),
  ),
);

/** A server that holds things by their path. `strict`: it removes what is below, too, answers 403 below what is not there, and takes anything. */
function server(kept: Map<string, object> = new Map(), strict = false) {
  const answer = ({ method, path, json }: Seen): Reply => {
    const isItem = path.split('/').length % 2 === 1;
    const above = isItem ? path.split('/').slice(0, -2).join('/') : path.split('/').slice(0, -1).join('/');
    if (!(isItem ? ['GET', 'DELETE'] : ['POST']).includes(method)) return [405, {}];
    if (above !== '' && !kept.has(above)) return [strict ? 403 : 404, {}];
    if (method === 'POST') {
      const { title } = (json ?? {}) as { title?: unknown };
      if (typeof title !== 'string' && !strict) return [400, {}];
      const made = { id: randomUUID(), title: String(title) };
      kept.set(`${path}/${made.id}`, made);
      return [201, made];
    }
    if (!kept.has(path)) return [404, {}];
    if (method === 'GET') return [200, kept.get(path)];
    for (const each of kept.keys()) if (each === path || (strict && each.startsWith(`${path}/`))) kept.delete(each);
    return [204];
  };
  return { answer, kept };
}

test('what is three levels deep is created, read and removed, and nothing is left', async () => {
  const { answer, kept } = server();
  const { clause, deviations, report } = await verify({ document, answer, allowWrites: true });
  for (const end of [
    'add_book/201/status',
    'get_book/200/status',
    'delete_book/204/status',
    'delete_book/lifecycle/gone',
  ])
    expect(clause(end).verdict, end).toBe('conforms');
  expect(deviations).toEqual([]);
  expect([...kept.keys()]).toEqual([]);
  expect(report.notices.filter((text) => text.startsWith('left behind'))).toEqual([]);
});

test('below a shop that the profile names, shelves and books are made', async () => {
  const shop = randomUUID();
  const { answer, kept } = server(new Map([[`/shop/${shop}`, { id: shop, title: 'ours' }]]));
  const { clause } = await verify({ document, answer, allowWrites: true, profile: { values: { shopId: shop } } });
  expect(clause('get_book/200/status').verdict).toBe('conforms');
  expect([...kept.keys()]).toEqual([`/shop/${shop}`]);
});

test('what was made below another is removed before it, also where the request should have been rejected', async () => {
  const { answer, kept } = server(new Map(), true);
  const resources = Object.fromEntries(
    levels.map((name, depth) => [
      name,
      {
        id: { in: 'path', name: 'id', from: '/id' },
        ...(depth > 0 && { parent: `${levels[depth - 1]}Id` }),
        create: { operation: `add_${name}`, body: { title: '{uuid}' } },
        exists: `get_${name}`,
        remove: `delete_${name}`,
      },
    ]),
  );
  const { deviations, report } = await verify({ document, answer, allowWrites: true, profile: { resources } });
  expect(deviations).toContain('MUST add_book/body/required BODY_ACCEPTED');
  expect([...kept.keys()]).toEqual([]);
  expect(report.notices.filter((text) => text.startsWith('left behind'))).toEqual([]);
});
