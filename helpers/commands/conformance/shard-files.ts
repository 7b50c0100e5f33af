/** What a shard leaves beside its reports, so that `npm run merge` can fold all shards into one report. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '../../contract/types.ts';
import { writeReport } from '../../report/disk.ts';
import { readEvents, resultsIn, type RunEvent, type RunStarted } from '../../run/events.ts';
import type { CaseInfo } from '../../run/result.ts';
import { shardText, type Shard } from '../../run/shard.ts';
import type { Target } from '../../verdict/report.ts';

/** What of a plan the documents of a checkout do not say: it depends on the configuration of the run. */
export interface ShardPlan {
  readonly version: 1;
  /** Hash of the plan: shards of one run have the same. */
  readonly hash: string;
  readonly vendors: readonly string[];
  readonly cases: readonly CaseInfo[];
  /** Ids of the cases that every shard runs for itself before its own. */
  readonly preflight: readonly string[];
  readonly targets: readonly Target[];
}

export interface ReadShard {
  readonly folder: string;
  readonly shard: Shard;
  readonly plan: ShardPlan;
  readonly events: readonly RunEvent[];
}

const planFile = 'shard/plan.json';
const eventsFile = 'shard/events.jsonl';

/** Writes the files of a shard into a folder of reports. */
export function writeShard(folder: string, plan: ShardPlan, events: readonly RunEvent[]): void {
  writeReport(folder, planFile, `${JSON.stringify(plan)}\n`);
  writeReport(folder, eventsFile, events.map((event) => `${JSON.stringify(event)}\n`).join(''));
}

/**
 * Reads the shards of folders; one without a shard's files is named in `notices` (its run was killed, or it never began).
 * Throws UserError where two are the same shard, or of different runs, or none is a shard.
 */
export function readShards(folders: readonly string[]): { shards: readonly ReadShard[]; notices: readonly string[] } {
  const found = folders.map((folder) => readShard(folder) ?? folder);
  const shards = found.filter((each): each is ReadShard => typeof each !== 'string');
  const [first] = shards;
  if (!first)
    throw new UserError(`${folders.join(', ')}: no folder of reports of a shard (npm run conformance -- --shard 1/3)`);
  for (const [index, each] of shards.entries()) {
    if (each.plan.hash !== first.plan.hash || each.shard.of !== first.shard.of)
      throw new UserError(`${each.folder} is a shard of another run than ${first.folder}`);
    const same = shards.slice(0, index).find(({ shard }) => shard.index === each.shard.index);
    if (same) throw new UserError(`shard ${shardText(each.shard)} is duplicated: ${same.folder} and ${each.folder}`);
  }
  const notices = found
    .filter((each) => typeof each === 'string')
    .map((folder) => `${folder} holds no shard: its run was killed, or never began`);
  return { shards, notices };
}

function readShard(folder: string): ReadShard | undefined {
  const file = path.join(folder, planFile);
  if (!existsSync(file)) return undefined;
  const plan = JSON.parse(readFileSync(file, 'utf8')) as ShardPlan;
  const events = readEvents(path.join(folder, eventsFile));
  const shard = events.find((event): event is RunStarted => event.kind === 'run-started')?.shard;
  return shard === undefined ? undefined : { folder, shard, plan, events };
}

/** The events of all shards as those of one run. What each of them ran beside its own cases counts once as planned. */
export function mergeEvents(shards: readonly ReadShard[]): RunEvent[] {
  const seen = new Set<string>();
  return shards.flatMap(({ plan, events }) => {
    const preflight = new Set(plan.preflight);
    const again = resultsIn(events).filter(({ id }) => preflight.has(id) && seen.has(id));
    for (const id of preflight) seen.add(id);
    const repeated = new Set(again.map(({ id }) => id));
    return [
      ...events.filter((event) => event.kind !== 'case-finished' || !repeated.has(event.result.id)),
      ...again.map(({ made }) => ({
        kind: 'unplanned-calls' as const,
        reason: 'preflight of another shard',
        calls: made,
      })),
    ];
  });
}
