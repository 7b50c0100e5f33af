import { changed, type Behaviour } from './behaviour.ts';
import { faults } from './faults/index.ts';
import { variants } from './variants/index.ts';

/** The name of one fault, or of one variant, or of neither: then everything conforms. */
export interface Choice {
  readonly fault?: string | undefined;
  readonly variant?: string | undefined;
}

/** The behaviour that a choice names; throws where there is no such fault or variant. */
export function behaviourOf({ fault, variant }: Choice = {}): Behaviour {
  if (fault !== undefined && variant !== undefined) throw new Error('Choose a fault or a variant, not both.');
  if (fault !== undefined) return changed(named(faults, 'fault', fault).change);
  if (variant !== undefined) return changed(named(variants, 'variant', variant).change);
  return changed();
}

function named<Item extends { readonly name: string }>(items: readonly Item[], kind: string, name: string): Item {
  const item = items.find((candidate) => candidate.name === name);
  if (!item) throw new Error(`There is no ${kind} named "${name}"; --list prints them all.`);
  return item;
}
