/** An operation that never answers is sent nothing more, whichever process of the run noticed. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { breaker, openCircuitBreaker } from '../../../helpers/client/circuit-breaker.ts';
import { tinyOperation } from '../contract/tiny.ts';
import { replies, requestOf } from './fake-send.ts';

const operation = await tinyOperation();
const request = requestOf(operation);

test('after three requests in a row without an answer nothing is sent', async () => {
  const circuit = openCircuitBreaker();
  const { send, sent } = replies({ why: 'network' });
  for (let times = 0; times < 3; times += 1) await breaker(circuit)(request, send);
  const exchange = await breaker(circuit)(request, send);
  expect(sent.length).toBe(3);
  expect(exchange).toMatchObject({ kind: 'unanswered', why: 'not-sent' });
  expect(circuit.open).toEqual([operation.id]);
});

test('one answer closes it again', async () => {
  const circuit = openCircuitBreaker();
  const { send } = replies({ why: 'network' }, { why: 'network' }, { status: 200 }, { why: 'network' });
  for (let times = 0; times < 4; times += 1) await breaker(circuit)(request, send);
  expect(circuit.count(operation.id)).toBe(1);
});

test('a connection closed on a body that may be rejected does not count', async () => {
  const circuit = openCircuitBreaker();
  await breaker(circuit)(requestOf(operation, {}, { tolerant: true }), replies({ why: 'network' }).send);
  expect(circuit.count(operation.id)).toBe(0);
});

test('processes with one run directory share the count', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'circuit-'));
  try {
    const [one, other] = [openCircuitBreaker(folder), openCircuitBreaker(folder)];
    for (let times = 0; times < 3; times += 1) one.unanswered(operation.id);
    expect(other.open).toEqual([operation.id]);
    other.answered(operation.id);
    expect(one.count(operation.id)).toBe(0);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
