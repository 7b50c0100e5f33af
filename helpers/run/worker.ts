/** The engine of one worker process, from what the run handed over. */
import path from 'node:path';
import { plugins } from '../plugins/index.ts';
import { readConfig, type Config } from '../profile/config.ts';
import { loadSuite, type CommandLine, type Suite } from '../profile/suite.ts';
import { isCompiled, projectRoot } from '../config/project.ts';
import { environment } from '../config/environment.ts';
import { readRunContext } from '../config/run-context.ts';
import { openBudget, type BudgetLimits } from '../client/budget.ts';
import { dropStacks } from '../client/stacks.ts';
import { openEngine, type Engine } from './engine.ts';
import { plainError } from './plain-error.ts';
import { readRunSuite } from './run-index.ts';
import { shareOf, type Shard } from './shard.ts';
import { register } from './workers.ts';

export { projectRoot };
export const specsFolder = path.join(projectRoot, 'specs');

/** The suite of a folder laid out like `specs/` (the run's own; the project's where none is given), with the vendors' plugins. */
export const loadProject = (
  specs = readRunContext()?.specs ?? specsFolder,
  commandLine?: CommandLine,
): Promise<Suite> => loadSuite(specs, plugins, environment(), commandLine);

/** What the processes of a run may send together; a shard its share. */
export const limitsOf = ({ values, ratePerMinute }: Config, deadline: number, shard?: Shard): BudgetLimits => ({
  requests: shareOf(values.REQUEST_BUDGET ?? 5_000, shard),
  perMinute: ratePerMinute === undefined ? undefined : shareOf(ratePerMinute, shard),
  deadline,
});

/** Opens the engine of this worker. Throws, in one line, outside a run. */
export async function workerEngine(): Promise<Engine> {
  const run = readRunContext();
  if (!run)
    throw plainError(
      'no run has begun: run the global setup first (in an editor: "Run global setup"), or npm run conformance',
    );
  const suite = readRunSuite(run.directory, plugins);
  const { profiles } = suite;
  const { selection, sandbox, allowWrites } = run;
  const config = readConfig(environment(), { profiles, selection, sandbox, allowWrites });
  register(run.directory, run.by);
  // Compiled code has no source maps: Playwright's look for them takes most of the time of each of its calls.
  if (isCompiled) Reflect.deleteProperty(Error, 'prepareStackTrace');
  // Where Playwright started the run, it shows where a test failed.
  if (run.startedBy === 'command') dropStacks();
  return openEngine({
    config,
    suite,
    tokens: new Map(Object.entries(run.tokens)),
    ...(run.journal === undefined ? {} : { journal: run.journal }),
    directory: run.directory,
    budget: openBudget(run.directory, limitsOf(config, run.deadline, run.shard)),
    deadline: run.deadline,
    run: run.by,
  });
}
