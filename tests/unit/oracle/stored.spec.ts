/** Whether a change that was answered with success can be read. */
import { randomUUID } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { documentOf, responses, verify, type Reply, type Seen } from './verify.ts';

interface Note {
  readonly id: string;
  readonly title: string;
}
const note = {
  type: 'object',
  required: ['id', 'title'],
  properties: { id: { type: 'string', format: 'uuid', readOnly: true }, title: { type: 'string' } },
};
const secret = { type: 'object', required: ['secret'], properties: { secret: { type: 'string' } } };
const id = { name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } };
const body = (schema: object) => ({ required: true, content: { 'application/json': { schema } } });
const documentWith = (method: 'put' | 'patch', sent: object = note) =>
  documentOf({
    '/notes': {
      post: { operationId: 'addNote', requestBody: body(note), responses: responses({ 201: note, 400: {} }) },
    },
    '/notes/{id}': {
      get: { operationId: 'getNote', parameters: [id], responses: responses({ 200: note, 404: {} }) },
      [method]: {
        operationId: 'changeNote',
        parameters: [id],
        requestBody: body(sent),
        responses: responses({ 200: note, 400: {}, 404: {} }),
      },
      delete: { operationId: 'removeNote', parameters: [id], responses: responses({ 204: undefined, 404: {} }) },
    },
  });

/** A server whose reads show a change after so many reads; `answered` is what it says of one. */
function notes(readsUntilSeen: number, answered = (found: Note, title: string): Note => ({ ...found, title })) {
  const all = new Map<string, Note>();
  const changes = new Map<string, { readonly title: string; reads: number }>();
  return ({ method, path, json }: Seen): Reply => {
    const key = path.split('/')[2] ?? '';
    const { title } = (json ?? {}) as { title?: unknown };
    if (key === '') {
      if (typeof title !== 'string') return [400, {}];
      const made = { id: randomUUID(), title };
      all.set(made.id, made);
      return [201, made];
    }
    const found = all.get(key);
    if (!found) return [404, {}];
    if (method === 'DELETE') return [all.delete(key) ? 204 : 404];
    if (method === 'GET') {
      const change = changes.get(key);
      if (change && change.reads++ >= readsUntilSeen) return [200, { ...found, title: change.title }];
      return [200, found];
    }
    if (typeof title !== 'string') return [400, {}];
    changes.set(key, { title, reads: 0 });
    return [200, answered(found, title)];
  };
}

for (const [what, method, answer, verdict, deviations] of [
  ['can be read at once', 'put', notes(0), 'conforms', []],
  ['can be read at once', 'patch', notes(0), 'conforms', []],
  ['can be read soon', 'put', notes(2), 'conforms', []],
  ['is not stored', 'put', notes(Infinity), 'deviates', ['SHOULD changeNote/lifecycle/stored NOT_STORED']],
  ['is not stored', 'patch', notes(Infinity), 'deviates', ['SHOULD changeNote/lifecycle/stored NOT_STORED']],
  ['is answered in other words', 'put', notes(Infinity, (found) => found), 'inconclusive', []],
] as const)
  test(`a ${method.toUpperCase()} that ${what}: ${verdict}`, async () => {
    const verified = await verify({ document: documentWith(method), allowWrites: true, answer });
    expect(verified.clause('changeNote/lifecycle/stored').verdict).toBe(verdict);
    expect(verified.deviations).toEqual(deviations);
  });

test('what no read gives is not looked for', async () => {
  const { report } = await verify({ document: documentWith('put', secret), allowWrites: true, answer: notes(0) });
  expect(report.clauses.filter(({ id: clause }) => clause.endsWith('lifecycle/stored'))).toEqual([]);
});
