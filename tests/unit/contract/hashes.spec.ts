/** The hash of a clause follows what the document says there, and nothing else. */
import { expect, test } from '@playwright/test';
import { catalogue } from '../../../helpers/run/catalogue.ts';
import { tiny, tinyContract, tinySuite, type Tiny } from './tiny.ts';

const hashes = async (parts: Tiny) =>
  new Map([...catalogue(tinySuite([await tinyContract(parts)]))].map(([id, { hash }]) => [id, hash]));

/** Ids whose clause is another in a second document. */
async function changed(before: Tiny, after: Tiny): Promise<string[]> {
  const [a, b] = [await hashes(before), await hashes(after)];
  return [...new Set([...a.keys(), ...b.keys()])].filter((id) => a.get(id) !== b.get(id)).toSorted();
}

const thing = (properties: object, more: object = {}): Tiny => ({
  schemas: { Thing: { type: 'object', properties, ...more } },
});
const state = (values: readonly string[], more: object = {}) => ({ state: { type: 'string', enum: values, ...more } });

test('a changed enum changes the hash of that clause and of no other', async () => {
  const before = thing({ ...state(['a', 'b']), id: { type: 'string' } }, { required: ['id'] });
  const after = thing({ ...state(['a', 'b', 'c']), id: { type: 'string' } }, { required: ['id'] });
  expect(await changed(before, after)).toEqual(['max-ai-v1/getThing/200/body/state/enum']);
});

test('another type, one more required property, a new status: each changes the clauses about it', async () => {
  const before = thing({ n: { type: 'string' } });
  expect(await changed(before, thing({ n: { type: 'integer' } }))).toEqual(['max-ai-v1/getThing/200/body/n/type']);
  expect(await changed(before, thing({ n: { type: 'string' } }, { required: ['n'] }))).toEqual([
    'max-ai-v1/getThing/200/body/n/required',
  ]);
  const refused = { '404': { description: 'gone' } };
  const { paths } = tiny(before) as { paths: Record<string, { get: { responses: object } }> };
  const responses = { ...paths['/things/{thingId}']?.get.responses, ...refused };
  const ids = await changed(before, { ...before, operation: { responses } });
  expect(ids).toContain('max-ai-v1/getThing/responses');
  expect(
    ids.every((id) => /\/(responses|404|accept|parameters)/.test(id)),
    ids.join('\n'),
  ).toBe(true);
});

test('other words, another order of keys and an example change no hash', async () => {
  const before = thing({ ...state(['a', 'b']), id: { type: 'string' } });
  const after = thing({ id: { type: 'string', example: 'x' }, ...state(['a', 'b'], { description: 'how it is' }) });
  expect(await changed(before, after)).toEqual([]);
});
