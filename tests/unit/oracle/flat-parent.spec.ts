/** A store whose items and folders share one parameter (`/contents/{path}`), with checkpoints below its items. */
import { expect, test } from '@playwright/test';
import { documentOf, responses, verify, type Reply, type Seen } from './verify.ts';

const item = { type: 'object', required: ['path'], properties: { path: { type: 'string' } } };
const text = (name: string) => ({ name, in: 'path', required: true, schema: { type: 'string' } });

const document = documentOf({
  '/contents/{path}': {
    parameters: [text('path')],
    get: { operationId: 'read', responses: responses({ 200: item, 404: {} }) },
    post: { operationId: 'create', responses: responses({ 201: item, 400: {}, 404: {} }) },
    delete: { operationId: 'remove', responses: responses({ 204: undefined, 404: {} }) },
  },
  '/contents/{path}/checkpoints/{checkpoint}': {
    parameters: [text('path'), text('checkpoint')],
    delete: { operationId: 'removeCheckpoint', responses: responses({ 204: undefined, 404: {} }) },
  },
});

const profile = {
  values: { path: 'dir' },
  resources: {
    file: {
      id: { in: 'path', name: 'path', from: '/path' },
      parent: 'path',
      create: { operation: 'create' },
      exists: 'read',
      remove: 'remove',
    },
  },
};

/** Creates `dir/1`, `dir/2` and so on below its folder; every other file cannot hold files. */
function store() {
  const files = new Set<string>();
  const checkpoints: string[] = [];
  const answer = ({ method, path }: Seen): Reply => {
    const [, , encoded = '', part] = path.split('/');
    const name = decodeURIComponent(encoded);
    if (!['GET', 'POST', 'DELETE'].includes(method)) return [405, {}];
    if (part !== undefined) {
      checkpoints.push(name);
      return [method === 'DELETE' ? 404 : 405, {}];
    }
    if (method === 'POST') {
      if (name !== 'dir') return [files.has(name) ? 400 : 404, {}];
      const made = `dir/${files.size + 1}-${Math.random()}`;
      files.add(made);
      return [201, { path: made }];
    }
    if (!files.has(name)) return [404, {}];
    return method === 'GET' ? [200, { path: name }] : (files.delete(name), [204]);
  };
  return { answer, files, checkpoints };
}

test('files are created in the configured folder, never in one another, and nothing of the folder is removed', async () => {
  const { answer, files, checkpoints } = store();
  const { clause, deviations, report, results } = await verify({ document, answer, allowWrites: true, profile });
  expect(clause('create/201/status').verdict).toBe('conforms');
  expect(results.flatMap(({ error }) => error ?? [])).toEqual([]);
  expect(deviations).toEqual([]);
  expect(
    checkpoints.filter((name) => name === 'dir'),
    'the folder itself is not the run’s to change',
  ).toEqual([]);
  expect([...files]).toEqual([]);
  expect(report.notices.filter((notice) => notice.startsWith('left behind'))).toEqual([]);
});
