/** The vendors the suite can drive. One without an adapter has its contract read, but nothing can be sent to it. */
import { invoxMedical } from './invox-medical.ts';
import { maxAi } from './max-ai.ts';
import type { Vendor } from '../profile/vendor.ts';

export const vendors: readonly Vendor[] = [maxAi, invoxMedical];

/** The adapter of a vendor's folder name. */
export function vendorOf(id: string): Vendor {
  const vendor = vendors.find((each) => each.id === id);
  if (!vendor) throw new Error(`no adapter for vendor ${id}`);
  return vendor;
}
