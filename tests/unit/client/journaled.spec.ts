/** What the journal and the case are told of requests that create or remove. */
import { expect, test } from '@playwright/test';
import { openJournal, type Journal } from '../../../helpers/client/journal.ts';
import { journaled } from '../../../helpers/client/journaled.ts';
import type { Creation, Resource, Vendor } from '../../../helpers/profile/vendor.ts';
import { openLedger } from '../../../helpers/run/ledger.ts';
import { tinyOperation } from '../contract/tiny.ts';
import { exchangeOf, replies, requestOf, type Reply } from './fake-send.ts';

const operation = await tinyOperation();
const origin = 'http://vendor.test';
const thing = (id: string): Resource => ({ kind: 'thing', id, value: () => undefined });

/** A vendor whose POST creates the thing `new`, and whose DELETE removes the thing that its path names. */
const vendor = {
  creates: () => true,
  mayCreate: () => false,
  created: (exchange) => ({
    kind: 'thing',
    ids: exchange.kind === 'answered' && exchange.answer.status === 201 ? ['new'] : [],
  }),
  parentIds: () => ['parent'],
  removedIds: (_operation, plan) => (plan.method === 'DELETE' ? [plan.path['thingId'] ?? ''] : []),
  resourceKindOf: () => 'thing',
  restore: (_kind, id) => thing(id),
} as Partial<Vendor> as Vendor;

interface Setup {
  readonly journal?: Journal;
  readonly isPlain?: boolean;
  readonly creates?: boolean;
  readonly method?: string;
  readonly created?: Creation;
}

/** Sends one request; returns the journal, what the case has to remove, and how much budget was given back. */
async function sent(
  reply: Reply,
  { journal = openJournal(), isPlain = true, creates = true, method = 'POST', created }: Setup,
) {
  const ledger = openLedger((_kind, id) => id);
  ledger.add(thing('old'));
  const reserved: number[] = [];
  const middleware = journaled({
    journal,
    budget: { reserve: (change) => void reserved.push(change) },
    vendorOf: () => ({ ...vendor, creates: () => creates, ...(created && { created: () => created }) }),
    origin: () => origin,
    namesFixture: () => false,
    resources: ledger,
    isPlain: () => isPlain,
  });
  // The operation's own method is what creates.
  const request = requestOf({ ...operation, method: 'POST' }, { method, path: { thingId: 'old' } });
  await middleware(request, replies(reply).send);
  return { journal, left: ledger.all.map(({ id }) => id), reserved };
}

const key = (id: string) => ({ origin, kind: 'thing', id });

test('a created resource is in the journal and cleaned up by the case', async () => {
  const { journal, left, reserved } = await sent({ status: 201 }, {});
  expect(journal.holds(key('new'))).toBe(true);
  expect(left).toEqual(['old', 'new']);
  expect(reserved, 'the request kept back for its removal stays so').toEqual([0]);
});

test('a rejected creation gives its request back', async () => {
  const { journal, left, reserved } = await sent({ status: 422 }, {});
  expect(journal.holds(key('new'))).toBe(false);
  expect(left).toEqual(['old']);
  expect(reserved).toEqual([-1]);
});

test('a creation without a response is noted as lost', async () => {
  const noted: string[] = [];
  const journal = { ...openJournal(), intent: () => 'a-1', lost: (seq: string) => void noted.push(seq) };
  await sent({ why: 'timeout' }, { journal });
  expect(noted).toEqual(['a-1']);
});

test('a creation that never left this machine made nothing', async () => {
  const noted: string[] = [];
  const note = (what: string) => () => void noted.push(what);
  const journal = { ...openJournal(), intent: () => 'a-1', lost: note('lost'), made: note('nothing made') };
  const { reserved } = await sent({ why: 'network', neverSent: true }, { journal });
  expect([noted, reserved]).toEqual([['nothing made'], [-1]]);
});

test('a success that does not say what it made is lost, too', async () => {
  const noted: string[] = [];
  const journal = { ...openJournal(), intent: () => 'a-1', lost: (seq: string) => void noted.push(seq) };
  const { left, reserved } = await sent(
    { status: 200 },
    { journal, created: { kind: 'thing', ids: [], unclear: true } },
  );
  expect([noted, left, reserved]).toEqual([['a-1'], ['old'], [-1]]);
});

test('the intent is noted before the request is sent', async () => {
  const order: string[] = [];
  const journal = { ...openJournal(), intent: () => `${order.push('intent')}` };
  const middleware = journaled({
    journal,
    budget: undefined,
    vendorOf: () => vendor,
    origin: () => origin,
    namesFixture: () => false,
    resources: openLedger((_kind, id) => id),
    isPlain: () => true,
  });
  await middleware(requestOf({ ...operation, method: 'POST' }, { method: 'POST' }), async (request) => {
    order.push('sent');
    return exchangeOf(request, { status: 422 });
  });
  expect(order).toEqual(['intent', 'sent']);
});

for (const [status, isPlain, isGone] of [
  [200, false, true],
  [204, false, true],
  [404, true, true],
  [404, false, false],
  [403, true, false],
  [500, true, false],
] as const)
  test(`a delete answered ${status}${isPlain ? '' : ', on a changed request,'} means ${isGone ? 'gone' : 'still there'}`, async () => {
    const journal = openJournal();
    journal.made(journal.intent({ vendor: 'v', origin, resource: operation.id }), ['old'], 'thing');
    const { left } = await sent({ status }, { journal, isPlain, creates: false, method: 'DELETE' });
    expect(left).toEqual(isGone ? [] : ['old']);
    expect(journal.gone(key('old'), ''), 'still open in the journal').toBe(!isGone);
  });
