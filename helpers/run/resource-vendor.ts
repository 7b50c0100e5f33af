/** Which vendor of the run a kind of resource belongs to. */
import type { Vendor } from '../profile/vendor.ts';
import type { Engine } from './engine.ts';

/** The vendor that can make and remove a kind of resource. Throws where none can. */
export function resourceVendor(engine: Pick<Engine, 'config' | 'vendors'>, kind: string): Vendor {
  const found = engine.config.targets
    .map(({ vendor }) => engine.vendors.named(vendor))
    .find((vendor) => kind in vendor.costs);
  if (!found) throw new Error(`no profile describes how to remove a ${kind}`);
  return found;
}
