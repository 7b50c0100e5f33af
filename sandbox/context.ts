import type { IncomingHttpHeaders } from 'node:http';
import type { Place } from './operations.ts';
import type { World } from './world.ts';

/** What a behaviour knows when it changes a response. */
export interface Context {
  readonly place: Place;
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly world: World;
  /** 1-based index of this response at this place since the last `use()`. */
  readonly nth: number;
}

/** Increments a counter of the world and returns its new value. */
export function count(world: World, what: string): number {
  const number = (world.answers.get(what) ?? 0) + 1;
  world.answers.set(what, number);
  return number;
}
