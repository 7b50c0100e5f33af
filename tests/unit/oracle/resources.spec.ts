/** Create, read, change, delete of what a document alone describes: what was made is removed, nothing else is touched. */
import { expect, test } from '@playwright/test';
import { documentOf, responses, verify, type Reply, type Seen } from './verify.ts';

const id = (name: string) => ({ name, in: 'path', required: true, schema: { type: 'string' } });
const envelope = { type: 'object', properties: { data: { type: 'object', additionalProperties: {} } } };
const list = { type: 'object', properties: { data: { type: 'array', items: envelope.properties.data } } };
const requestBody = { content: { 'application/json': { schema: envelope } } };
const error = { type: 'object' };
const rejections = { 400: error, 404: error, 405: error, 406: error, 415: error };

const collection = (name: string, parameters: object[]) => ({
  parameters,
  get: { operationId: `list_${name}`, responses: responses({ 200: list, ...rejections }) },
  post: { operationId: `create_${name}`, requestBody, responses: responses({ 201: envelope, ...rejections }) },
});
const item = (name: string, parameters: object[]) => ({
  parameters,
  get: { operationId: `get_${name}`, responses: responses({ 200: envelope, ...rejections }) },
  put: {
    operationId: `put_${name}`,
    requestBody,
    responses: responses({ 200: envelope, 201: envelope, ...rejections }),
  },
  delete: { operationId: `delete_${name}`, responses: responses({ 200: envelope, ...rejections }) },
});
const document = documentOf({
  '/buckets': collection('bucket', []),
  '/buckets/{id}': item('bucket', [id('id')]),
  '/buckets/{bucket_id}/books': collection('book', [id('bucket_id')]),
  '/buckets/{bucket_id}/books/{id}': item('book', [id('bucket_id'), id('id')]),
});

/** Buckets with books in them; one of each is somebody's. `PUT` creates what is not there. */
function store() {
  const all = new Map<string, Record<string, unknown>>([
    ['/buckets/theirs', { id: 'theirs' }],
    ['/buckets/theirs/books/their-book', { id: 'their-book' }],
  ]);
  let made = 0;
  const answer = ({ method, path, text, json, headers }: Seen): Reply => {
    const steps = path.split('/').slice(1);
    const isItem = steps.length % 2 === 0;
    const parent = steps.length > 2 ? `/${steps.slice(0, 2).join('/')}` : undefined;
    const place = decodeURIComponent(path);
    const no = (status: number): Reply => [status, { code: status }];
    if (parent !== undefined && !all.has(parent)) return no(404);
    if (method === 'GET' && !isItem)
      return [
        200,
        { data: [...all].filter(([key]) => key.replace(/\/[^/]+$/, '') === path).map(([, value]) => value) },
      ];
    if (method === 'GET' || method === 'DELETE') {
      const data = all.get(place);
      if (!data) return no(404);
      if (method === 'DELETE')
        for (const key of all.keys()) if (key === place || key.startsWith(`${place}/`)) all.delete(key);
      return [200, { data }];
    }
    if (!['POST', 'PUT'].includes(method) || (method === 'PUT') !== isItem) return no(405);
    if (text !== '' && headers['content-type']?.startsWith('application/json') !== true) return no(415);
    const sent = (json ?? (text === '' ? {} : undefined)) as { data?: unknown } | undefined;
    const isObject = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);
    if (!isObject(sent) || (sent?.data !== undefined && !isObject(sent.data))) return no(400);
    const key = isItem ? place : `${path}/made-by-the-server-${(made += 1)}`;
    const isNew = !all.has(key);
    const data = { ...(sent?.data as object | undefined), id: key.split('/').at(-1) };
    all.set(key, data);
    return [isNew ? 201 : 200, { data }];
  };
  return { all, answer };
}

test('resources and what they are part of are made, changed and removed; what was there stays', async () => {
  const { all, answer } = store();
  const { report, deviations, clause, requests } = await verify({ document, answer, allowWrites: true });
  expect(deviations).toEqual([]);
  for (const name of ['bucket', 'book'])
    for (const end of [
      `create_${name}/201/status`,
      `get_${name}/200/status`,
      `put_${name}/200/status`,
      `delete_${name}/200/status`,
    ])
      expect(clause(end), end).toMatchObject({ id: expect.stringContaining(end), verdict: 'conforms' });
  expect([...all.keys()]).toEqual(['/buckets/theirs', '/buckets/theirs/books/their-book']);
  expect(report.notices.filter((text) => text.startsWith('left behind'))).toEqual([]);
  const writes = requests.filter((each) => !each.startsWith('GET'));
  expect(writes.filter((each) => each.includes('theirs') && !each.startsWith('DELETE'))).toEqual([]);
});

test('a run that only reads asks of what the lists name, and writes nothing', async () => {
  const { answer } = store();
  const { deviations, clause, requests } = await verify({ document, answer });
  expect(deviations).toEqual([]);
  expect(clause('get_book/200/status').verdict).toBe('conforms');
  expect(requests).toContain('GET /buckets/theirs/books/their-book');
  expect(requests.filter((each) => !each.startsWith('GET'))).toEqual([]);
});

test('what nobody made in this run is not added to', async () => {
  const only = documentOf({
    '/buckets': { get: collection('bucket', []).get },
    '/buckets/{bucket_id}/books': collection('book', [id('bucket_id')]),
    '/buckets/{bucket_id}/books/{id}': item('book', [id('bucket_id'), id('id')]),
  });
  const { answer } = store();
  const { requests, clause } = await verify({ document: only, answer, allowWrites: true });
  expect(requests.filter((each) => each.startsWith('POST') && each.includes('theirs'))).toEqual([]);
  expect(clause('create_book/201/status')).toMatchObject({
    verdict: 'not-run',
    because: expect.stringContaining('did not make'),
  });
});

test('what is created without the mark of the run is named, asked for once, and left', async () => {
  const required = { ...requestBody, required: true };
  const bucket = collection('bucket', []);
  const strict = documentOf({
    '/buckets': { ...bucket, post: { ...bucket.post, requestBody: required } },
    '/buckets/{id}': item('bucket', [id('id')]),
  });
  const { all, answer } = store();
  const { report, deviations } = await verify({ document: strict, answer, allowWrites: true });
  expect(deviations).toContain('MUST create_bucket/body/required BODY_ACCEPTED');
  const left = report.notices.filter((text) => text.startsWith('left behind: api-1/create_bucket answered 201'));
  expect(all.size - 2, 'one for each such request').toBe(left.length);
});

test('what is created is found a moment later, and its removal is accepted first: noted, and looked for', async () => {
  const { all, answer } = store();
  const late = new Map<string, number>();
  const slow = (request: Seen): Reply => {
    const { method, path } = request;
    if (method === 'DELETE' && all.has(path)) {
      late.set(path, -2);
      return [202, { data: {} }];
    }
    const left = late.get(path) ?? 0;
    if (method === 'GET' && left < 0) {
      late.set(path, left + 1);
      if (left === -1) all.delete(path);
      return [200, { data: all.get(path) ?? {} }];
    }
    const reply = answer(request);
    if (method === 'GET' && reply[0] === 200 && path.includes('made-by') && !late.has(path)) {
      late.set(path, 0);
      return [404, { code: 404 }];
    }
    return reply;
  };
  const bucket = item('bucket', [id('id')]);
  const remove = { ...bucket.delete, responses: responses({ 202: envelope, ...rejections }) };
  const document = documentOf({
    '/buckets': collection('bucket', []),
    '/buckets/{id}': { parameters: bucket.parameters, get: bucket.get, delete: remove },
  });
  const { report, deviations, clause } = await verify({ document, answer: slow, allowWrites: true });
  expect(deviations).toEqual([]);
  expect(clause('get_bucket/200/status')).toMatchObject({
    verdict: 'conforms',
    observed: expect.stringContaining('found at read 2'),
  });
  expect([...all.keys()].filter((key) => key.includes('made-by'))).toEqual([]);
  expect(report.notices.filter((text) => text.startsWith('left behind'))).toEqual([]);
});
