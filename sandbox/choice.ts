import { changed, type Behaviour, type Change } from './behaviour.ts';
import { faults } from './faults/index.ts';
import { variants } from './variants/index.ts';

/** The name of one fault or of several, or of one variant, or of neither: then everything conforms. */
export interface Choice {
  readonly fault?: string | readonly string[] | undefined;
  readonly variant?: string | undefined;
}

/** The behaviour that a choice names; throws where there is no such fault or variant. */
export function behaviourOf({ fault, variant }: Choice = {}): Behaviour {
  if (fault !== undefined && variant !== undefined) throw new Error('Choose a fault or a variant, not both.');
  if (fault !== undefined) return together([fault].flat().map((name) => named(faults, 'fault', name).change));
  if (variant !== undefined) return changed(named(variants, 'variant', variant).change);
  return changed();
}

/** Several changes at once: each alters the answers that the one before it left; of other parts the last counts. */
function together(changes: readonly Change[]): Behaviour {
  const alters = changes.flatMap(({ answer }) => answer ?? []);
  const behaviour = changes.reduce<Behaviour>((sofar, change) => changed(change, sofar), changed());
  return {
    ...behaviour,
    answer: async (context, answer) => {
      let altered = answer;
      for (const alter of alters) altered = await alter(context, altered);
      return altered;
    },
  };
}

function named<Item extends { readonly name: string }>(items: readonly Item[], kind: string, name: string): Item {
  const item = items.find((candidate) => candidate.name === name);
  if (!item) throw new Error(`There is no ${kind} named "${name}"; --list prints them all.`);
  return item;
}
