import type { World } from './world.ts';

// What a fault remembers about a world. `use()` gives the world new answers, and with them a new memory.

const memories = new WeakMap<object, Map<string, unknown>>();

/** What is remembered under a name, made on first use. */
export function memory<T>(world: World, name: string, make: () => T): T {
  const all = memories.get(world.answers) ?? new Map<string, unknown>();
  memories.set(world.answers, all);
  if (!all.has(name)) all.set(name, make());
  return all.get(name) as T;
}
