/** Ids of nothing: like real ones, and nobody's. */
import { expect, test } from '@playwright/test';
import { casesOf } from '../../../helpers/cases/index.ts';
import { similarUnknownId, unknownId } from '../../../helpers/cases/similar-unknown-id.ts';
import { allowMalformed } from '../../../helpers/run/generated-case.ts';
import { loadProject } from '../../../helpers/run/worker.ts';

const uuid = '3f2b8c1d-9a4e-4c7b-8d5f-6e0a1b2c3d4e';
const differing = (one: string, other: string) => Array.from(one).flatMap((each, at) => (each === other[at] ? [] : at));

for (const [form, id] of [
  ['a UUID', uuid],
  ['a prefixed id', `img_${uuid.replaceAll('-', '')}`],
  ['a ULID', '01ARZ3NDEKTSV4RRFFQ69G5FAV'],
  ['a number', '73820191745638291047'],
] as const) {
  test(`${form} for reading differs only in its last character, of the same class`, () => {
    for (let n = 0; n < 50; n += 1) {
      const other = similarUnknownId(id, { changeLastOnly: true });
      expect(differing(id, other)).toEqual([id.length - 1]);
      expect(/[a-z]/i.test(other.at(-1) ?? '')).toBe(/[a-z]/i.test(id.at(-1) ?? ''));
    }
  });

  test(`${form} for writing differs in several characters`, () => {
    for (let n = 0; n < 50; n += 1) expect(differing(id, similarUnknownId(id)).length).toBeGreaterThan(3);
  });
}

for (const [form, id] of [
  ['of 24 hexadecimal digits', '507f1f77bcf86cd799439011'],
  ['that ends in a short number', 'lightweight-cotton-shirt-12'],
  ['that is filled up with zeros', '00000000-0000-0001-0000-000000000000'],
  ['that is a UUID written by hand', '11111111-2222-3333-4444-000000000007'],
] as const)
  test(`an id ${form} may be counted up: it differs in several characters even for reading`, () => {
    for (let n = 0; n < 50; n += 1)
      expect(differing(id, similarUnknownId(id, { changeLastOnly: true })).length).toBeGreaterThan(3);
  });

test('an id of another form may be rejected as malformed, or by any documented status', async () => {
  for (const contract of (await loadProject()).contracts)
    for (const operation of contract.operations.values())
      for (const each of casesOf(operation).filter(({ expect: { statuses } }) => statuses.includes('404'))) {
        const { statuses } = allowMalformed(each);
        expect(statuses, each.id).toEqual(expect.arrayContaining([...each.expect.statuses]));
        if (operation.responses.has('400')) expect(statuses, each.id).toContain('400');
      }
});

for (const [what, schema, form] of [
  ['a number', { type: 'integer' }, /^2\d{9}$/],
  ['a number with a bound', { type: 'integer', maximum: 5_000 }, /^5000$/],
  ['a UUID', { type: 'string', format: 'uuid' }, /^[0-9a-f-]{36}$/],
  ['a short text', { type: 'string', maxLength: 8 }, /^[0-9a-f]{8}$/],
] as const)
  test(`where no id is known, an unknown one is ${what} as its schema says`, () => {
    expect(unknownId(schema)).toMatch(form);
  });
