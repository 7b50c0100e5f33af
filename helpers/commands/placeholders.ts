/** Stands for the embedded sandbox where none is started: the plan needs to know only that the variables are set. */
import type { Profile } from '../profile/schema.ts';
import { variablesOf } from '../profile/sources.ts';
import { environmentOf } from '../../sandbox/environment.ts';
import { createIdentity } from '../../sandbox/identity.ts';
import { sandboxVendors } from '../../sandbox/vendors.ts';

/** A value of the right form for every variable that the sandbox gives: no other, for one may stand in for what a run has to ask for. */
export function placeholders(profiles: readonly Profile[]): Readonly<Record<string, string>> {
  const known = profiles.filter(({ vendor }) => sandboxVendors.includes(vendor));
  const given = Object.keys(environmentOf(createIdentity(), 'http://127.0.0.1'));
  const names = known.flatMap((profile) => [...variablesOf(profile)].map(([name, kind]) => ({ name, kind })));
  return Object.fromEntries(
    names.flatMap(({ name, kind }, index) => {
      if (!given.includes(name)) return [];
      if (kind === 'url') return [[name, `http://127.0.0.1/${index}`]];
      return [
        [name, kind === 'text' ? `00000000-0000-4000-8000-${String(index).padStart(12, '0')}` : `placeholder-${index}`],
      ];
    }),
  );
}
