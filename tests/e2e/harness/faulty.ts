/** A sandbox with several faults at once, on a free port of this machine. */
import { changed, type Change } from '../../../sandbox/behaviour.ts';
import { environmentOf } from '../../../sandbox/environment.ts';
import { faults } from '../../../sandbox/faults/index.ts';
import { createIdentity } from '../../../sandbox/identity.ts';
import { createServer } from '../../../sandbox/server.ts';
import { createWorld, resetWorld } from '../../../sandbox/world.ts';

export interface Faulty {
  readonly env: Readonly<Record<string, string>>;
  /** Goes on with other faults; what clients made is forgotten. */
  use(names: readonly string[]): void;
  close(): Promise<void>;
}

/** Only faults that change answers: those can be put one upon the other. */
function together(names: readonly string[]): Change {
  const alters = names.map((name) => {
    const change = faults.find((fault) => fault.name === name)?.change;
    if (!change?.answer || Object.keys(change).length > 1) throw new Error(`${name} is no fault of answers`);
    return change.answer;
  });
  return {
    answer: async (context, answer) => {
      let altered = answer;
      for (const alter of alters) altered = await alter(context, altered);
      return altered;
    },
  };
}

export async function startFaulty(names: readonly string[]): Promise<Faulty> {
  const world = createWorld(createIdentity(), changed(together(names)));
  const server = await createServer(world);
  world.origin = await server.listen({ host: '127.0.0.1', port: 0 });
  const { MAX_AI_RATE_LIMIT_API_KEY: _probe, ...env } = environmentOf(world.identity, world.origin);
  return {
    env,
    use: (others) => resetWorld(world, changed(together(others))),
    close: () => server.close(),
  };
}
