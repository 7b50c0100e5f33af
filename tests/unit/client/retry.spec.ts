/** What is sent again, how often, and how long it is waited for before. */
import { expect, test } from '@playwright/test';
import { retry, type RetryOptions } from '../../../helpers/client/retry.ts';
import { tinyOperation } from '../contract/tiny.ts';
import { replies, requestOf, type Reply } from './fake-send.ts';

const operation = await tinyOperation();

/** Sends one request through the middleware against the given replies. */
async function sent(list: Reply[], request = requestOf(operation), more: Partial<RetryOptions> = {}) {
  const transport = replies(...list);
  const waits: number[] = [];
  const gaveUp: string[] = [];
  const exchange = await retry({
    timeouts: 3,
    patienceMs: 65_000,
    now: () => Date.parse('2026-11-26T10:00:00Z'),
    pause: async (milliseconds) => void waits.push(milliseconds),
    gaveUp: (id) => void gaveUp.push(id),
    ...more,
  })(request, transport.send);
  return { exchange, waits, gaveUp, retryOf: transport.sent.map((each) => each.retryOf) };
}

test('an answered request is sent once', async () => {
  const { retryOf, waits } = await sent([{ status: 500 }]);
  expect(retryOf).toEqual([undefined]);
  expect(waits).toEqual([]);
});

test('429 is waited for and sent again at most three times', async () => {
  const { exchange, waits, retryOf } = await sent([{ status: 429, headers: { 'Retry-After': '2' } }]);
  expect(waits).toEqual([2_000, 2_000, 2_000]);
  expect(retryOf).toEqual([undefined, 'rate-limited', 'rate-limited', 'rate-limited']);
  expect(exchange.kind === 'answered' && exchange.answer.status).toBe(429);
});

for (const [text, wait] of [
  ['Thu, 26 Nov 2026 10:00:07 GMT', 7_000],
  ['Thu, 26 Nov 2026 09:59:00 GMT', 50],
  ['Thu, 26 Nov 2026 11:00:00 GMT', 65_000],
  ['0', 50],
  ['3600', 65_000],
  ['soon', 1_000],
  [undefined, 1_000],
] as const)
  test(`Retry-After ${text ?? 'absent'} is a wait of ${wait} ms`, async () => {
    const headers: Record<string, string> = text === undefined ? {} : { 'retry-after': text };
    const { waits, exchange } = await sent([{ status: 429, headers }, { status: 200 }]);
    expect(waits).toEqual([wait]);
    expect(exchange.kind === 'answered' && exchange.answer.status).toBe(200);
  });

test('a date is read by the clock of the vendor where it has one', async () => {
  const headers = { 'retry-after': 'Thu, 26 Nov 2026 12:00:05 GMT', date: 'Thu, 26 Nov 2026 12:00:00 GMT' };
  expect((await sent([{ status: 429, headers }, { status: 200 }])).waits).toEqual([5_000]);
});

test('a 429 that the case expects is not retried', async () => {
  const { waits } = await sent([{ status: 429 }], requestOf(operation, {}, { expects429: true }));
  expect(waits).toEqual([]);
});

test('an operation without a response is abandoned after three tries', async () => {
  const { exchange, gaveUp, retryOf } = await sent([{ why: 'network' }]);
  expect(retryOf).toEqual([undefined, 'unanswered', 'unanswered']);
  expect(gaveUp).toEqual([operation.id]);
  expect(exchange.kind).toBe('unanswered');
});

test('as many timeouts in a row are waited for as allowed', async () => {
  const { retryOf } = await sent([{ why: 'timeout' }], requestOf(operation), { timeouts: 1 });
  expect(retryOf).toEqual([undefined]);
});

test('an invalid HTTP response is not retried, nor is an unsent request', async () => {
  expect((await sent([{ why: 'transport' }])).retryOf).toEqual([undefined]);
  const { retryOf, gaveUp } = await sent([{ why: 'not-sent' }]);
  expect(retryOf).toEqual([undefined]);
  expect(gaveUp).toEqual([operation.id]);
});

test('a connection closed on a body that may be rejected is a rejection', async () => {
  const { gaveUp } = await sent([{ why: 'network' }], requestOf(operation, {}, { tolerant: true }));
  expect(gaveUp).toEqual([]);
});
