import type { IncomingHttpHeaders } from 'node:http';
import type { Place } from './operations.ts';
import type { World } from './world.ts';

/** What a behaviour may know when it changes an answer. */
export interface Context {
  readonly place: Place;
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly world: World;
  /** The how manieth answer of this place since the last `use()`, from 1. */
  readonly nth: number;
}

/** Counts one more of something, and says how many there are now. */
export function count(world: World, what: string): number {
  const number = (world.answers.get(what) ?? 0) + 1;
  world.answers.set(what, number);
  return number;
}
