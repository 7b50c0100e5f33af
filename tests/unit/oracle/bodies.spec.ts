/** Bodies in other forms than plain JSON: content codings, open lists of values, XML. */
import { gzipSync } from 'node:zlib';
import { expect, test } from '@playwright/test';
import { documentOf, responses, verify, type Reply, type Seen } from './verify.ts';

const one = { type: 'object', required: ['n'], properties: { n: { type: 'string' } } };
const get = (of: Readonly<Record<string, object | undefined>>, parameters: object[] = []) => ({
  get: { operationId: 'get', parameters, responses: responses(of) },
});
const json = (coding: string) => ({ 'content-type': 'application/json', 'content-encoding': coding });

for (const coding of ['zstd', 'compress', 'gzip, gzip'])
  test(`a body in the coding ${coding}, which nobody undoes: no verdict on its content, no deviation`, async () => {
    const answer = (): Reply => [200, '\u0028\u00b5/\u00fd', json(coding)];
    const { deviations, clause, report } = await verify({ document: documentOf({ '/a': get({ 200: one }) }), answer });
    expect(deviations).toEqual([]);
    expect(clause('get/200/body/json')).toMatchObject({
      verdict: 'inconclusive',
      cause: 'environment',
      because: `the body cannot be read: Content-Encoding ${coding}`,
    });
    expect(report.verdict).toBe('partial');
  });

test('a body in gzip is read, however the coding is spelled', async () => {
  const answer = (): Reply => [200, gzipSync('{"n":1}'), json('GZIP')];
  const { deviations } = await verify({ document: documentOf({ '/a': get({ 200: one }) }), answer });
  expect(deviations).toEqual(['MUST get/200/body/n/type BODY_TYPE']);
});

test('a Content-Encoding that is no coding excuses nothing', async () => {
  const answer = (): Reply => [200, 'no JSON', json('utf-8')];
  const { deviations } = await verify({ document: documentOf({ '/a': get({ 200: one }) }), answer });
  expect(deviations).toEqual(['MUST get/200/body/json BODY_NOT_JSON']);
});

const query = (schema: object) => ({
  name: 'q',
  in: 'query',
  required: true,
  example: 'x',
  schema: { type: 'string', ...schema },
});
const listed = (mark: object) => documentOf({ '/a': get({ 200: { type: 'object' }, 400: {} }, [query(mark)]) });
const lenient = ({ query: sent }: Seen): Reply => (sent.get('q') ? [200, {}] : [400, {}]);

for (const [of, mark, expected] of [
  ['a closed list', { enum: ['x'] }, ['SHOULD get/parameters/q/enum VALUE_ACCEPTED']],
  ['a list marked as open', { enum: ['x'], 'x-extensible-enum': true }, []],
  ['a list beside its extensible form', { enum: ['x'], 'x-extensible-enum': ['x', 'y'] }, []],
  ['an extensible list alone', { 'x-extensible-enum': ['x'] }, []],
  ['an open list of AutoRest', { enum: ['x'], 'x-ms-enum': { name: 'Q', modelAsString: true } }, []],
  [
    'a closed list of AutoRest',
    { enum: ['x'], 'x-ms-enum': { name: 'Q' } },
    ['SHOULD get/parameters/q/enum VALUE_ACCEPTED'],
  ],
] as const)
  test(`a value outside ${of} is accepted: ${expected[0] ?? 'no deviation'}`, async () => {
    const { deviations } = await verify({ document: listed(mark), answer: lenient });
    expect(deviations).toEqual([...expected]);
  });

test('an answer outside an extensible list without enum: no deviation', async () => {
  const schema = { type: 'object', properties: { s: { type: 'string', 'x-extensible-enum': ['a'] } } };
  const { deviations } = await verify({
    document: documentOf({ '/a': get({ 200: schema }) }),
    answer: () => [200, { s: 'b' }],
  });
  expect(deviations).toEqual([]);
});

test('XML is sent by its hints, and broken XML must be rejected', async () => {
  const content = { 'application/xml': { schema: { ...one, xml: { name: 'note' } } } };
  const document = documentOf({
    '/notes': {
      post: {
        operationId: 'add',
        requestBody: { required: true, content },
        responses: {
          201: { description: '', headers: { Location: { required: true, schema: { type: 'string' } } } },
          ...responses({ 400: {}, 415: {} }),
        },
      },
    },
    '/notes/{id}': {
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
      get: { operationId: 'read', responses: { 200: { description: '', content }, ...responses({ 404: {} }) } },
      delete: { operationId: 'remove', responses: responses({ 204: undefined, 404: {} }) },
    },
  });
  const notes = new Map<string, string>();
  const sent: string[] = [];
  const answer = ({ method, path, text, headers }: Seen): Reply => {
    const id = path.split('/')[2];
    if (id === undefined) {
      sent.push(text);
      if (text === '') return [400, {}];
      if (headers['content-type'] !== 'application/xml') return [415, {}];
      // A parser that repairs what it can.
      notes.set(String(sent.length), text);
      return [201, undefined, { location: `/notes/${sent.length}` }];
    }
    const found = notes.get(id);
    if (method === 'DELETE') notes.delete(id);
    if (found === undefined) return [404, {}];
    return method === 'DELETE' ? [204] : [200, found, { 'content-type': 'application/xml' }];
  };
  const profile = {
    resources: {
      note: {
        id: { in: 'path', name: 'id', from: 'Location' },
        create: { operation: 'add' },
        exists: 'read',
        remove: 'remove',
      },
    },
  };
  const { deviations } = await verify({ document, answer, profile, allowWrites: true });
  expect(deviations).toEqual(['MUST add/body/xml BODY_ACCEPTED']);
  expect(sent).toContain('<?xml version="1.0" encoding="UTF-8"?>\n<note><n>conformance-n</n></note>');
  expect([...notes.keys()]).toEqual([]);
});
