/** A fault in the text that carries the mark of a creation: another text carries it, and what was created all the same is removed. */
import { expect, test } from '@playwright/test';
import { documentOf, responses, verify } from './verify.ts';

const text = { type: 'string' };
const thing = (properties: object, ...required: string[]) => ({ type: 'object', required, properties });
const id = { name: 'id', in: 'path', required: true, schema: text };
const document = (properties: object, required = ['name']) =>
  documentOf({
    '/things': {
      post: {
        operationId: 'create',
        requestBody: { required: true, content: { 'application/json': { schema: thing(properties, ...required) } } },
        responses: responses({ 201: thing({ ...properties, id: text }, 'id'), 400: {} }),
      },
    },
    '/things/{id}': { delete: { operationId: 'remove', parameters: [id], responses: responses({ 204: undefined }) } },
  });

/** A server that accepts whatever it is sent, and has one thing of somebody else. */
async function run(properties: object) {
  const there = new Set(['0']);
  let made = 0;
  const { report, clause } = await verify({
    document: document(properties),
    answer({ method, path, json }) {
      if (method !== 'POST') return there.delete(path.split('/').at(-1) ?? '') ? [204] : [404];
      made += 1;
      there.add(String(made));
      return [201, { ...(json as object), id: String(made) }];
    },
    allowWrites: true,
    only: ['create/body/name/required', 'create/body/name/type', 'create/body/note/type'],
  });
  return { there, notices: report.notices ?? [], clause };
}

test('what was accepted with a fault in the marked text is removed, and the next fault is sent', async () => {
  const { there, notices, clause } = await run({ name: text, note: text });
  expect([...there]).toEqual(['0']);
  expect(notices).toEqual([]);
  for (const end of ['create/body/name/required', 'create/body/name/type', 'create/body/note/type'])
    expect(clause(end).verdict, end).toBe('deviates');
});

test('without another text it is left, named, and no further fault is sent', async () => {
  const { there, notices, clause } = await run({ name: text, count: { type: 'integer' } });
  expect(there.size).toBe(2);
  expect(notices).toEqual(expect.arrayContaining([expect.stringContaining('left behind: ')]));
  expect(clause('create/body/name/type').verdict).toBe('not-run');
});

test('every text that was made up carries the mark, as each may have to be unique', async () => {
  const sent: { name?: string; slug?: string; kind?: string }[] = [];
  const pattern = '^[^/%&><]+$';
  await verify({
    document: document(
      { name: { type: 'string', pattern }, slug: text, kind: { type: 'string', pattern: '^[a-z]$' } },
      ['name', 'slug', 'kind'],
    ),
    answer: ({ method, json }) =>
      method === 'POST' ? [201, { ...(json as object), id: sent.push(json as object) }] : [204],
    allowWrites: true,
    only: ['create/201/status'],
  });
  const [first] = sent;
  expect(first?.name).toMatch(/^conformance-[0-9a-f-]{36}$/);
  expect(first?.slug).toBe(first?.name);
  expect(first?.kind).toMatch(/^[a-z]$/);
});
