/** The chain itself, and what guard, budget and record do in it. */
import { expect, test } from '@playwright/test';
import { budgeted, CutOff, type Asked, type Budget } from '../../../helpers/client/budget.ts';
import { RequestDenied, guard } from '../../../helpers/client/guard.ts';
import { recorded } from '../../../helpers/client/recorded.ts';
import { compose, type Middleware } from '../../../helpers/client/request.ts';
import { retry } from '../../../helpers/client/retry.ts';
import { tinyOperation } from '../contract/tiny.ts';
import { replies, requestOf } from './fake-send.ts';

const operation = await tinyOperation();
const request = requestOf(operation);

test('the first middleware is the outermost', async () => {
  const seen: string[] = [];
  const named =
    (name: string): Middleware =>
    async (each, next) => {
      seen.push(`> ${name}`);
      const exchange = await next(each);
      seen.push(`< ${name}`);
      return exchange;
    };
  await compose([named('a'), named('b')], replies({ status: 200 }).send)(request);
  expect(seen).toEqual(['> a', '> b', '< b', '< a']);
});

test('a request that the guard denies is not sent', async () => {
  const { send, sent } = replies({ status: 200 });
  const denial = { kind: 'denied', because: 'it is not ours' } as const;
  await expect(guard(() => denial)(request, send)).rejects.toThrow(RequestDenied);
  expect(sent).toEqual([]);
  await guard(() => undefined)(request, send);
  expect(sent.length).toBe(1);
});

test('each kind of request has its share of the budget: creations, cleanup, the rate-limit probe', async () => {
  const taken: Asked[] = [];
  const budget = { take: async (asked: Asked) => void taken.push(asked) } as Budget;
  const { send } = replies({ status: 200 });
  const vendor = operation.contract.vendor;
  await budgeted(budget, () => false)(request, send);
  await budgeted(budget, () => true)(request, send);
  await budgeted(budget, () => false)(requestOf(operation, {}, { purpose: 'cleanup' }), send);
  await budgeted(budget, () => false)(requestOf(operation, { credentials: 'rate-limit' }), send);
  expect(taken).toEqual([
    { vendor, unpaced: false },
    { vendor, unpaced: false, effect: 'creates' },
    { vendor, unpaced: false, effect: 'removes' },
    { vendor, unpaced: true },
  ]);
});

test('nothing is sent without budget', async () => {
  const { send, sent } = replies({ status: 200 });
  const budget = { take: () => Promise.reject(new CutOff('used up')) } as unknown as Budget;
  await expect(budgeted(budget, () => false)(request, send)).rejects.toThrow('used up');
  expect(sent).toEqual([]);
});

test('each attempt is published, retried ones too', async () => {
  const published: (number | string)[] = [];
  const send = compose(
    [
      retry({ timeouts: 3, patienceMs: 0, pause: () => Promise.resolve(), gaveUp: () => undefined }),
      recorded((_request, each) => void published.push(each.kind === 'answered' ? each.answer.status : each.why)),
    ],
    replies({ why: 'timeout' }, { status: 429 }, { status: 200 }).send,
  );
  await send(request);
  expect(published).toEqual(['timeout', 429, 200]);
});
