/** What counts as removed, at the end of a case and in a sweep alike. */
import { expect, test } from '@playwright/test';
import { CutOff } from '../../../helpers/client/budget.ts';
import type { CaseContext } from '../../../helpers/run/context.ts';
import { removeResource } from '../../../helpers/run/removal.ts';

const resource = { kind: 'book', id: 'a', value: () => 'a' };
const answered = (status: number) => ({ kind: 'answered', plan: { method: 'DELETE' }, answer: { status } }) as never;

/** A vendor that answers the removal and, one after the other, the reads after it. */
async function removed(status: number, ...reads: number[]) {
  const ctx = { pause: () => Promise.resolve(), call: () => Promise.resolve(answered(reads.shift() ?? 200)) };
  const vendor = { remove: () => Promise.resolve(answered(status)), existsOperation: () => 'books-v1/getBook' };
  return removeResource(ctx as unknown as CaseContext, vendor, resource);
}

test('200, 204, 404 and 410 say that a resource is gone', async () => {
  for (const status of [200, 204, 404, 410])
    expect(await removed(status)).toEqual({ proof: `DELETE answered ${status}` });
  for (const status of [301, 400, 409, 500])
    expect(await removed(status)).toEqual({ because: `DELETE answered ${status}` });
});

test('after 202 it is looked for until it is gone, and counts as left where it stays', async () => {
  expect(await removed(202, 200, 200, 410)).toEqual({ proof: 'was not found after 202' });
  expect(await removed(202)).toEqual({ because: '202, and not known to be gone after 10 s' });
});

test('where no request is left for it, it is left behind with that reason', async () => {
  const vendor = { remove: () => Promise.reject(new CutOff('is used up')), existsOperation: () => undefined };
  expect(await removeResource({} as CaseContext, vendor, resource)).toEqual({ because: 'is used up' });
});
