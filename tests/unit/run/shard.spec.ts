/** Shards: what they are called, what they may send, and how their events become those of one run. */
import { expect, test } from '@playwright/test';
import { mergeEvents, type ReadShard, type ShardPlan } from '../../../helpers/commands/conformance/shard-files.ts';
import { inPlanOrder, resultsIn, type RunEvent } from '../../../helpers/run/events.ts';
import { emptyResult } from '../../../helpers/run/result.ts';
import { shardFrom, shareOf } from '../../../helpers/run/shard.ts';

test('a shard is the index of how many', () => {
  expect(shardFrom('2/3')).toEqual({ index: 2, of: 3 });
  for (const wrong of ['', '3', '0/3', '4/3', '1/0', '-1/3', '1/3/5', '1/99999', 'a/b', '2', 'x/y'])
    expect(() => shardFrom(wrong), wrong).toThrow('is no shard');
});

test('a shard has its share of a limit, at least 1', () => {
  expect(shareOf(100, undefined)).toBe(100);
  expect(shareOf(100, { index: 1, of: 3 })).toBe(33);
  expect(shareOf(2, { index: 1, of: 3 })).toBe(1);
});

const info = (id: string) => ({ id, title: 'MUST x', operation: 'v1/get', clauses: [], calls: {}, needs: [] });
const finished = (id: string, calls = 1): RunEvent => ({
  kind: 'case-finished',
  result: { ...emptyResult(info(id)), made: { 'v1/get': calls } },
});
const shard = (index: number, ...events: RunEvent[]): ReadShard => ({
  folder: `shard-${index}`,
  shard: { index, of: 2 },
  plan: { preflight: ['preflight'] } as unknown as ShardPlan,
  events,
});

test('the preflight of another shard is unplanned, all cases are there', () => {
  const events = mergeEvents([
    shard(1, finished('preflight', 2), finished('a')),
    shard(2, finished('preflight', 3), finished('b')),
  ]);
  expect(resultsIn(events).map(({ id }) => id)).toEqual(['preflight', 'a', 'b']);
  expect(events.filter(({ kind }) => kind === 'unplanned-calls')).toEqual([
    { kind: 'unplanned-calls', reason: 'preflight of another shard', calls: { 'v1/get': 3 } },
  ]);
});

test('results come in the order of the plan, the last one of a case that ran twice', () => {
  const events = inPlanOrder(
    [finished('b'), finished('a', 1), { kind: 'notice', text: 'x' }, finished('a', 2)],
    ['a', 'b'],
  );
  expect(resultsIn(events).map(({ id, made }) => [id, made['v1/get']])).toEqual([
    ['a', 2],
    ['b', 1],
  ]);
  expect(events[0]).toEqual({ kind: 'notice', text: 'x' });
});
