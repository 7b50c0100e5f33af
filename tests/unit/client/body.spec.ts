/** Bodies as bytes, read again by a parser that is not ours. */
import { expect, test } from '@playwright/test';
import { bytesOf } from '../../../helpers/client/body.ts';
import type { Body } from '../../../helpers/contract/types.ts';

const sent = (body: Body) => {
  const encoded = bytesOf(body);
  if (!encoded) throw new Error('there is no body');
  return { type: encoded.contentType, text: encoded.bytes.toString(), bytes: encoded.bytes };
};

test('no body has no bytes and no type', () => {
  expect(bytesOf({ kind: 'none' })).toBeUndefined();
});

for (const contentType of ['application/vnd.api+json', 'application/merge-patch+json; charset=utf-8'])
  test(`JSON goes out as ${contentType} where the document says so`, () => {
    expect(sent({ kind: 'json', value: { a: [1, null] }, contentType })).toMatchObject({
      type: contentType,
      text: '{"a":[1,null]}',
    });
  });

test('JSON without a type is application/json', () => {
  expect(sent({ kind: 'json', value: null })).toMatchObject({ type: 'application/json', text: 'null' });
});

test('a form is read again as what it was: text, numbers, signs, lists', () => {
  const { type, text } = sent({ kind: 'form', value: { a: 'x y&z=ü', n: 1.5, yes: true, list: ['p', 'q'] } });
  expect(type).toBe('application/x-www-form-urlencoded');
  expect([...new URLSearchParams(text)]).toEqual([
    ['a', 'x y&z=ü'],
    ['n', '1.5'],
    ['yes', 'true'],
    ['list', 'p'],
    ['list', 'q'],
  ]);
});

test('a property of a form is written by its encoding: JSON, a list with separators, an object by its parts', () => {
  const value = { json: { a: 1 }, list: ['p', 'q'], deep: { a: { b: 'c' } } };
  const encoding = { json: { contentType: 'application/json' }, list: { style: 'pipeDelimited', explode: false } };
  const { text } = sent({ kind: 'form', value, encoding });
  expect([...new URLSearchParams(text)]).toEqual([
    ['json', '{"a":1}'],
    ['list', 'p|q'],
    ['deep[a][b]', 'c'],
  ]);
});

test('the parts of a form arrive with their names, types and bytes', async () => {
  const file = Buffer.from([0, 255, 13, 10, 45, 45]);
  const { type, bytes } = sent({
    kind: 'multipart',
    parts: [
      { name: 'note', bytes: Buffer.from('é') },
      { name: 'meta', bytes: Buffer.from('{"a":1}'), contentType: 'application/json' },
      { name: 'file "1"', bytes: file, fileName: 'ü "x".png', contentType: 'image/png' },
    ],
  });
  expect(bytes.toString('latin1')).toContain('name="meta"\r\nContent-Type: application/json\r\n');
  const form = await new Response(new Uint8Array(bytes), { headers: { 'content-type': type } }).formData();
  expect(form.get('note')).toBe('é');
  expect(form.get('meta')).toBe('{"a":1}');
  const read = form.get('file "1"') as File;
  expect([read.name, read.type]).toEqual(['ü "x".png', 'image/png']);
  expect(Buffer.from(await read.arrayBuffer())).toEqual(file);
});

test('another multipart type keeps its name', () => {
  const { type } = sent({ kind: 'multipart', parts: [], contentType: 'multipart/mixed' });
  expect(type).toMatch(/^multipart\/mixed; boundary=/);
});
