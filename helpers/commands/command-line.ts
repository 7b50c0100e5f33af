/** The one way in for every command: `--help`, arguments, endings. What a command takes is a table, not code. */
import { parseArgs } from 'node:util';
import { takenByNpm } from '../config/environment.ts';
import { UserError } from '../contract/types.ts';

export interface Option {
  readonly type: 'boolean' | 'string';
  /** May be given more than once. */
  readonly multiple?: boolean;
  /** What stands for the value in the usage, such as `GLOB`; for options of type string. */
  readonly value?: string;
  /** One line for the usage. */
  readonly says: string;
}

export interface CommandSpec<O extends Readonly<Record<string, Option>>> {
  /** Name of the npm script. */
  readonly name: string;
  /** What it does, one sentence. */
  readonly summary: string;
  /** What stands after the name, such as `[VENDOR…]`; empty for none. */
  readonly positionals: { readonly shown: string; readonly least: number; readonly most: number };
  readonly options: O;
  /** Which files it writes. */
  readonly writes: string;
  /** Where it sends requests. */
  readonly sends: string;
  readonly examples: readonly string[];
}

type ValueOf<T extends Option> = T['type'] extends 'boolean' ? boolean : T['multiple'] extends true ? string[] : string;
export type Values<O extends Readonly<Record<string, Option>>> = { readonly [K in keyof O]?: ValueOf<O[K]> };

/** Declares a command; keeps the types of its options. */
export const commandSpec = <const O extends Readonly<Record<string, Option>>>(spec: CommandSpec<O>): CommandSpec<O> =>
  spec;

/** Arguments that make no sense: the usage is printed after the line. */
export class UsageError extends UserError {}

export type Parsed<O extends Readonly<Record<string, Option>>> =
  | { readonly kind: 'help' }
  | { readonly kind: 'wrong'; readonly because: string }
  | { readonly kind: 'run'; readonly values: Values<O>; readonly positionals: readonly string[] };

const help: Option = { type: 'boolean', says: 'print this and do nothing' };

/** Reads the arguments of a command. Nothing is started, read or written. */
export function parseCommandLine<const O extends Readonly<Record<string, Option>>>(
  { options, positionals: wanted }: CommandSpec<O>,
  args: readonly string[],
): Parsed<O> {
  const known = Object.fromEntries(
    Object.entries({ ...options, help }).map(([name, { type, multiple = false }]) => [
      name,
      { type, multiple, ...(name === 'help' ? { short: 'h' } : {}) },
    ]),
  );
  let read: { values: Record<string, unknown>; positionals: string[] };
  try {
    read = parseArgs({ args: [...args], options: known, allowPositionals: true, strict: true });
  } catch (error) {
    return { kind: 'wrong', because: reasonOf(error) };
  }
  const { values, positionals } = read;
  if (values['help'] === true) return { kind: 'help' };
  if (positionals.length > wanted.most)
    return { kind: 'wrong', because: `unexpected argument ${quoted(positionals[wanted.most] ?? '')}` };
  if (positionals.length < wanted.least) return { kind: 'wrong', because: `${wanted.shown} is missing` };
  return { kind: 'run', values: values as Values<O>, positionals };
}

/** The usage of a command, with what it writes and sends. */
export function usage(spec: CommandSpec<Readonly<Record<string, Option>>>): string {
  const { name, summary, positionals, options, writes, sends, examples } = spec;
  const rows = Object.entries<Option>({ ...options, help }).map(
    ([option, { value, says }]) => [`--${option}${value === undefined ? '' : ` ${value}`}`, says] as const,
  );
  const width = Math.max(...rows.map(([left]) => left.length));
  const line = [`npm run ${name}`, ' -- ', positionals.shown, positionals.shown === '' ? '' : ' ', '[options]'].join(
    '',
  );
  return [
    summary,
    '',
    `  ${line}`,
    '',
    ...rows.map(([left, says]) => `  ${left.padEnd(width)}  ${says}`),
    '',
    `Writes  ${writes}`,
    `Sends   ${sends}`,
    '',
    ...examples.map((example) => `  ${example}`),
    '',
  ].join('\n');
}

/**
 * Runs a command and sets the exit code: 0 for `--help`, 2 with the usage for wrong arguments, 2 with one line where it
 * throws, else what it returns. `prefix` stands before that line.
 */
export async function runCommand<const O extends Readonly<Record<string, Option>>>(
  spec: CommandSpec<O>,
  run: (values: Values<O>, positionals: readonly string[]) => number | Promise<number>,
  { prefix = '', args = process.argv.slice(2) }: { prefix?: string; args?: readonly string[] } = {},
): Promise<void> {
  const parsed = parseCommandLine(spec, args);
  process.stdout.on('error', ignoreClosedPipe);
  if (parsed.kind === 'help') {
    process.stdout.write(usage(spec));
    return;
  }
  try {
    rejectTaken(takenByNpm(spec.name, Object.keys(spec.options)), spec.name);
    if (parsed.kind === 'wrong') throw new UsageError(`npm run ${spec.name}: ${parsed.because}`);
    process.exitCode = await run(parsed.values, parsed.positionals);
  } catch (error) {
    // One problem a line.
    const lines = lineOf(error)
      .split('\n')
      .map((line) => `${prefix}${line}\n`);
    // What is wrong comes last, where it is seen.
    process.stderr.write(`${error instanceof UsageError ? `${usage(spec)}\n` : ''}${lines.join('')}`);
    process.exitCode = 2;
  }
}

/** A reader such as `head` may have enough before the end: nothing more is printed, and what was begun is finished. */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}

/** What stands before `--` is npm's: it would be left out without a word. Throws UserError. */
function rejectTaken(options: readonly string[], name: string): void {
  const shown = options.map((option) => `--${option}`).join(', ');
  if (options.length > 0)
    throw new UserError(
      `npm kept ${shown} for itself: options stand behind a --, as in npm run ${name} -- ${shown.split(',')[0]}`,
    );
}

/** One clear line for a user's mistake and for what the system refuses; the first line of anything else. */
export function lineOf(error: unknown): string {
  if (error instanceof UserError) return error.message;
  const refused = refusalOf(error);
  if (refused !== undefined) return refused;
  return `the suite itself failed: ${error instanceof Error ? (error.message.split('\n')[0] ?? error.name) : String(error)}`;
}

/** What the operating system refuses (errno(3)), with what to do; undefined for any other error. */
function refusalOf(error: unknown): string | undefined {
  const { code, path } = error as NodeJS.ErrnoException;
  const where = path === undefined ? 'a file' : path;
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return `no space is left on a disk (${code}): reports (REPORTS_DIR), temporary files (TMPDIR) and .journal/ need some`;
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return `${where} may not be read or written by this user (${code})`;
    case 'EMFILE':
    case 'ENFILE':
      return `too many files are open (${code}): ulimit -n raises the limit`;
    default:
      return undefined;
  }
}

const quoted = (text: string): string => JSON.stringify(text.slice(0, 40));

/** Node's own words say more than one line, and repeat what was given in full. */
function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  const [, named = ''] = /'(-[^']*)'/.exec(message) ?? [];
  const option = named.split(/[ =,<]/)[0]?.slice(0, 40) ?? '';
  if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') return `unknown option ${option}`;
  if (code === 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE')
    return /does not take an argument/.test(message) ? `${option} takes no value` : `${option} needs a value`;
  return message.split('\n')[0] ?? 'the arguments cannot be read';
}
