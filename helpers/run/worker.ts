/** The engine of one worker process, from what the run handed over. */
import path from 'node:path';
import { readConfig, type Config } from '../config/config.ts';
import { environment, takeOver } from '../config/environment.ts';
import { loadContracts, selectVendors } from '../contract/load.ts';
import { UserError, type Contract } from '../contract/types.ts';
import { openBudget, type BudgetLimits } from '../client/budget.ts';
import { openEngine, type Engine } from './engine.ts';
import { register } from './workers.ts';

export const projectRoot = path.resolve(import.meta.dirname, '../..');
export const specsFolder = path.join(projectRoot, 'specs');

/** The contracts of the run's vendors that could be read (the run reports the others); of all vendors where no run has begun (a listing). */
export async function runContracts(): Promise<Contract[]> {
  const selection = takeOver()?.selection;
  const loaded = await loadContracts(specsFolder);
  return selectVendors(loaded, selection ?? loaded.map(({ vendor }) => vendor)).contracts;
}

/** What the processes of a run may send together. */
export const limitsOf = ({ values, ratePerMinute }: Config, deadline: number): BudgetLimits => ({
  requests: values.REQUEST_BUDGET ?? 5_000,
  perMinute: ratePerMinute,
  deadline,
});

/** Opens the engine of this worker. Throws UserError outside a run. */
export async function workerEngine(): Promise<Engine> {
  const run = takeOver();
  if (!run) throw new UserError('the cases run inside a run: start them with npm run conformance');
  const config = readConfig(environment(), run.selection, run.sandbox);
  register(run.meeting, run.by);
  return openEngine({
    config,
    contracts: await runContracts(),
    tokens: new Map(Object.entries(run.tokens)),
    ...(run.journal === undefined ? {} : { journal: run.journal }),
    meeting: run.meeting,
    budget: openBudget(run.meeting, limitsOf(config, run.deadline)),
    deadline: run.deadline,
    run: run.by,
  });
}
