/** Arguments that several commands share. */
import { UsageError } from './command-line.ts';

/** Vendors named on the command line; all that are known where none is. */
export function vendorsFrom(names: readonly string[], known: readonly string[]): readonly string[] {
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new UsageError(`unknown vendor ${JSON.stringify(unknown.slice(0, 40))}: known are ${known.join(', ')}`);
  return names.length === 0 ? known : known.filter((name) => names.includes(name));
}
