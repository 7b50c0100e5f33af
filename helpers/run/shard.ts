/** A shard: one of several runs, on one machine or many, that make up one. Playwright decides which cases are in it. */
import { UserError } from '../contract/types.ts';

export interface Shard {
  /** From 1 on. */
  readonly index: number;
  readonly of: number;
}

/** More shards than that have a part of the budget that is worth nothing. */
const mostShards = 1_000;

/** Reads `2/3`. Throws UserError. */
export function shardFrom(text: string): Shard {
  const [, index, of] = (/^(\d{1,4})\/(\d{1,4})$/.exec(text) ?? []).map(Number);
  if (index === undefined || of === undefined || index < 1 || index > of || of > mostShards)
    throw new UserError(`--shard ${JSON.stringify(text.slice(0, 40))} is no shard: 2/3 is the second of three`);
  return { index, of };
}

export const shardText = ({ index, of }: Shard): string => `${index}/${of}`;

/** The part of a limit that a shard has; at least one. */
export const shareOf = (limit: number, shard: Shard | undefined): number =>
  shard === undefined ? limit : Math.max(1, Math.floor(limit / shard.of));
