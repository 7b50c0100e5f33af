/** A POST that creates and answers 200: removed where a profile names the resource, and else left at most once. */
import { randomUUID } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { documentOf, responses, verify, type Reply, type Seen } from './verify.ts';

const silence = {
  type: 'object',
  required: ['comment', 'matchers'],
  properties: { comment: { type: 'string' }, matchers: { type: 'array', items: { type: 'string' } } },
};
const id = { name: 'silenceID', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } };
const document = documentOf({
  '/silences': {
    post: {
      operationId: 'add',
      requestBody: { required: true, content: { 'application/json': { schema: silence } } },
      responses: responses({ 200: { type: 'object', properties: { silenceID: { type: 'string' } } }, 400: {} }),
    },
  },
  '/silence/{silenceID}': {
    parameters: [id],
    get: { operationId: 'read', responses: responses({ 200: silence, 404: {} }) },
    delete: { operationId: 'remove', responses: responses({ 200: undefined, 404: {} }) },
  },
});
const resources = {
  silence: {
    id: { in: 'path', name: 'silenceID', from: '/silenceID' },
    create: { operation: 'add' },
    exists: 'read',
    remove: 'remove',
  },
};

/** A server that keeps what it is sent; `checks` whether it wants a comment. */
function server(checks: boolean) {
  const all = new Map<string, object>();
  const answer = ({ method, path, json }: Seen): Reply => {
    const [, , key = ''] = path.split('/');
    if (key === '') {
      const sent = (json ?? {}) as { comment?: unknown };
      if (method !== 'POST' || (checks && typeof sent.comment !== 'string')) return [method === 'POST' ? 400 : 405, {}];
      const silenceID = randomUUID();
      all.set(silenceID, { comment: 'x', matchers: [], ...sent });
      return [200, { silenceID }];
    }
    const found = all.get(key);
    if (!found || !['GET', 'DELETE'].includes(method)) return [found ? 405 : 404, {}];
    return method === 'GET' ? [200, found] : (all.delete(key), [200]);
  };
  return { all, answer };
}

for (const checks of [true, false])
  test(`named in the profile, it is removed each time, ${checks ? 'valid' : 'whatever was accepted'}`, async () => {
    const { all, answer } = server(checks);
    const { report, clause } = await verify({ document, answer, allowWrites: true, profile: { resources } });
    expect(clause('add/200/status').verdict).toBe('conforms');
    expect([...all.keys()]).toEqual([]);
    expect(report.notices.filter((text) => text.startsWith('left behind'))).toEqual([]);
  });

test('without a profile, a server that accepts anything is left with one, and the report says so', async () => {
  const { all, answer } = server(false);
  const { report, clause, deviations } = await verify({ document, answer, allowWrites: true });
  expect(deviations).toEqual(['MUST add/body/required BODY_ACCEPTED']);
  expect(all.size).toBe(1);
  expect(report.notices).toEqual([expect.stringMatching(/^left behind: api-1\/add answered 200 to a request without/)]);
  expect(clause('add/body/json')).toMatchObject({
    verdict: 'not-run',
    because: expect.stringContaining('nobody removes'),
  });
  expect(clause('add/200/status').verdict).toBe('not-run');
});

test('without a profile, a server that checks is left with nothing', async () => {
  const { all, answer } = server(true);
  const { report, clause } = await verify({ document, answer, allowWrites: true });
  expect(clause('add/body/json').verdict).toBe('conforms');
  expect(all.size).toBe(0);
  expect(report.notices).toEqual([]);
});

test('where 201 is documented and 200 answered, one is left by each process, whatever needs one', async () => {
  const text = { type: 'string' };
  const thing = { type: 'object', required: ['name'], properties: { name: text, id: text } };
  const body = { required: true, content: { 'application/json': { schema: thing } } };
  const parameter = (name: string) => ({ name, in: 'path', required: true, schema: text });
  const item = (...names: string[]) => ({
    parameters: names.map(parameter),
    get: { responses: responses({ 200: thing, 404: {} }) },
    delete: { responses: responses({ 204: undefined, 404: {} }) },
  });
  const post = { requestBody: body, responses: responses({ 201: thing, 400: {} }) };
  const paths = {
    '/things': { post },
    '/things/{id}': item('id'),
    '/things/{id}/parts': { parameters: [parameter('id')], post },
    '/things/{id}/parts/{part}': item('id', 'part'),
  };
  let made = 0;
  const { report } = await verify({
    document: documentOf(paths),
    answer: ({ method, path, json }) => {
      if (method !== 'POST' || path !== '/things' || typeof (json as { name?: unknown })?.name !== 'string')
        return [404, {}];
      made += 1;
      return [200, { ...(json as object), id: String(made) }];
    },
    allowWrites: true,
  });
  expect(made).toBe(1);
  expect(report.notices.filter((each) => each.startsWith('left behind'))).toHaveLength(1);
});
