/** Arguments that several commands share. */
import { vendorNames, type VendorName } from '../config/config.ts';
import { UsageError } from './command-line.ts';

/** Vendors named on the command line; all where none is. */
export function vendorsFrom(names: readonly string[]): readonly VendorName[] {
  const unknown = names.find((name) => !(vendorNames as readonly string[]).includes(name));
  if (unknown !== undefined)
    throw new UsageError(`unknown vendor ${JSON.stringify(unknown.slice(0, 40))}: known are ${vendorNames.join(', ')}`);
  return names.length === 0 ? vendorNames : vendorNames.filter((name) => names.includes(name));
}
