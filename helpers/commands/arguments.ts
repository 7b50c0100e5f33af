/** Arguments and endings that all commands share. */
import { UserError } from '../contract/types.ts';

/** Vendors named on the command line; all that are known where none is. */
export function vendorsFrom(names: readonly string[], known: readonly string[]): readonly string[] {
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new UserError(`unknown vendor ${JSON.stringify(unknown.slice(0, 40))}: known are ${known.join(', ')}`);
  return names.length === 0 ? known : known.filter((name) => names.includes(name));
}

/** One clear line for a user's mistake; the first line of anything else. */
export const lineOf = (error: unknown): string =>
  error instanceof UserError
    ? error.message
    : `the suite itself failed: ${error instanceof Error ? (error.message.split('\n')[0] ?? error.name) : String(error)}`;

/** The one argument of a command. */
export function one(args: readonly string[], usage: string): string {
  const [first] = args;
  if (first === undefined || args.length > 1) throw new UserError(`usage: ${usage}`);
  return first;
}

/** The two arguments of a command. */
export function two(args: readonly string[], usage: string): [string, string] {
  const [first, second] = args;
  if (first === undefined || second === undefined || args.length > 2) throw new UserError(`usage: ${usage}`);
  return [first, second];
}
