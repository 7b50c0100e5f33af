/** What nobody describes is not changed, though it stands below what the run made; paths may end in a slash. */
import { expect, test } from '@playwright/test';
import { documentOf, responses, verify } from './verify.ts';

const text = { type: 'string' };
const thing = { type: 'object', required: ['name'], properties: { name: text, size: { type: 'integer' } } };
const parameter = (name: string) => ({ name, in: 'path', required: true, schema: text });
const body = { required: true, content: { 'application/json': { schema: thing } } };
const gone = responses({ 204: undefined, 404: {} });

for (const end of ['', '/'])
  test(`paths that end in "${end}": a known kind is changed, a part of another kind is not`, async () => {
    const there = new Set<string>();
    const { results, requests } = await verify({
      document: documentOf({
        [`/pools${end}`]: {
          post: { operationId: 'create', requestBody: body, responses: responses({ 201: thing, 400: {} }) },
        },
        [`/pools/{name}${end}`]: {
          parameters: [parameter('name')],
          patch: { operationId: 'change', requestBody: body, responses: responses({ 200: thing, 400: {}, 404: {} }) },
          delete: { operationId: 'remove', responses: gone },
        },
        [`/pools/{pool}/workers/{name}${end}`]: {
          parameters: [parameter('pool'), parameter('name')],
          delete: { operationId: 'removeWorker', responses: gone },
        },
      }),
      answer({ method, path, json }) {
        const [, , id = ''] = path.split('/');
        if (method !== 'POST' && (!there.has(id) || path.includes('/workers/'))) return [404, {}];
        if (method === 'DELETE') return there.delete(id) ? [204] : [404, {}];
        if (typeof (json as { name?: unknown } | undefined)?.name !== 'string') return [400, {}];
        if (id === '') there.add((json as { name: string }).name);
        return [id === '' ? 201 : 200, json];
      },
      allowWrites: true,
    });
    expect(results.filter(({ error }) => error !== undefined).map(({ id, error }) => `${id} ${error}`)).toEqual([]);
    expect(requests.filter((each) => each.startsWith('PATCH /pools/conformance-')).length).toBeGreaterThan(0);
    expect([...there]).toEqual([]);
  });
