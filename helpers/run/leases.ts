/** What rejected cases shared and no case has removed: where only a part of the cases ran, or a worker ends early. */
import type { Engine } from './engine.ts';
import type { RunEvent } from './events.ts';
import { runCase } from './run-case.ts';

/** Removes the shared resources of this process. Resolves to what it has to report; to nothing where there was nothing to remove. */
export async function removeLeases(engine: Engine): Promise<RunEvent[]> {
  const { leases } = engine.state;
  const [operation] = leases.keys();
  if (operation === undefined) return [];
  const info = {
    id: `${operation}#shared-resources`,
    title: 'MUST delete the resource shared by the cases of an operation',
    operation,
    clauses: [],
    calls: {},
    needs: [],
  };
  const { made, notices } = await runCase(
    engine,
    info,
    async (ctx) => {
      for (const resource of leases.values()) ctx.resources.cleanUpLater(resource);
      leases.clear();
      await Promise.resolve();
    },
    { repeats: 0 },
  );
  return [
    { kind: 'unplanned-calls', reason: 'removed the resource shared by the cases of an operation', calls: made },
    ...notices.map((text) => ({ kind: 'notice' as const, text })),
  ];
}
