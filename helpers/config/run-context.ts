/** What the process that starts a run knows and its workers need: it travels in one environment variable. */
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { addVariables, runVariable } from './environment.ts';
import type { ProcessIdentity } from './process.ts';

export interface RunContext {
  /** Who started the run: `npm run conformance`, or Playwright by itself. */
  readonly startedBy: 'command' | 'playwright';
  /** The vendors of the run. */
  readonly selection: readonly string[];
  /** Folder of the documents, where it is not the project's own. */
  readonly specs?: string;
  /** The profiles of all vendors (plain data): by them the environment is read. */
  readonly profiles: readonly object[];
  /** Writes are allowed wherever it is not production (`--allow-writes`). */
  readonly allowWrites: boolean;
  /** The embedded sandbox's variables, where it stands in for the vendors. */
  readonly sandbox?: Readonly<Record<string, string>>;
  readonly tokens: Readonly<Record<string, string>>;
  /** Cases of the preflight, which have run before Playwright's tests. */
  readonly preflightCases?: number;
  /** Vendors that the preflight found to be beyond verification, with the reason. */
  readonly blocked?: Readonly<Record<string, string>>;
  /** Which part of a run this is: it has a part of its budget and rate. */
  readonly shard?: { readonly index: number; readonly of: number };
  /** Folder of the journal, none where nothing outlives the run. */
  readonly journal?: string;
  /** Folder that the processes of this run share: budget, circuit breakers, events. */
  readonly directory: string;
  /** Milliseconds of the epoch at which nothing more is sent (RUN_TIMEOUT). */
  readonly deadline: number;
  /** The process that started the run. */
  readonly by: ProcessIdentity;
}

const contextVariable = 'CONFORMANCE_RUN';
const directoryVariable = 'CONFORMANCE_RUN_DIRECTORY';

/** The environment variables by which the workers of a run know it. */
export const serializeRunContext = (context: RunContext): Record<string, string> => ({
  [contextVariable]: JSON.stringify(context),
  [directoryVariable]: context.directory,
});

/** The run that this process belongs to; undefined where none has begun. */
export function readRunContext(): RunContext | undefined {
  const text = runVariable(contextVariable);
  return text === undefined ? undefined : (JSON.parse(text) as RunContext);
}

export const runDirectoryPrefix = 'vendor-conformance-';

/**
 * Where the run directory is, or will be once the run begins. Playwright's reporters are told before, and its workers read
 * the configuration again: the first process decides.
 */
export function runDirectoryPath(): string {
  const known = runVariable(directoryVariable);
  if (known !== undefined) return known;
  const planned = path.join(tmpdir(), `${runDirectoryPrefix}${randomBytes(6).toString('hex')}`);
  addVariables({ [directoryVariable]: planned });
  return planned;
}
