/** Sweeping with the vendors' own operations, over the wire that everything goes over. */
import { sweep, type Swept } from '../client/sweep.ts';
import { self } from '../config/process.ts';
import { parentsOf, type Entry } from '../client/journal-file.ts';
import type { Engine } from './engine.ts';
import { removeResource, type Removal } from './removal.ts';
import { runCase } from './run-case.ts';

/** Sweeps the abandoned journals of a folder at the vendors of an engine. */
export const sweepWith = (engine: Engine, folder: string): Promise<Swept> =>
  sweep({
    folder,
    targets: engine.config.targets.map(({ vendor, baseUrl }) => ({ vendor, origin: baseUrl })),
    run: self(),
    remove: (entry) => removeEntry(engine, entry),
  });

async function removeEntry(engine: Engine, entry: Entry): Promise<Removal> {
  const { vendor: name, id = '' } = entry;
  const vendor = engine.vendors.named(name);
  const kind = entry.what ?? Object.keys(vendor.costs)[0] ?? '';
  const resource = vendor.restore(kind, id, parentsOf(entry));
  engine.client.journal.adopt(entry, kind);
  let outcome: Removal = { because: 'not tried' };
  const info = {
    id: `${name}/sweep`,
    title: 'MUST remove',
    operation: entry.resource,
    clauses: [],
    calls: {},
    needs: [],
  };
  const result = await runCase(
    engine,
    info,
    async (ctx) => {
      outcome = await removeResource(ctx, vendor, resource);
    },
    { repeats: 0 },
  );
  const because = result.notRun ?? result.error;
  return because === undefined ? outcome : { because };
}

/** What a run says of a sweep. */
export const sweepNotices = ({ kept, lost }: Swept): string[] => [
  ...kept.map((line) => `left behind: ${line}; npm run sweep tries again`),
  ...(lost.length > 0
    ? [
        `creations without a known result, of this run or of a run that was killed: ${lost.length}; npm run sweep lists them`,
      ]
    : []),
];
