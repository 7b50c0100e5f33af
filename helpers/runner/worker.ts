/** The engine of one worker process, from what the run handed over. */
import path from 'node:path';
import { readConfig } from '../config/config.ts';
import { environment, takeOver } from '../config/environment.ts';
import { loadContracts } from '../contract/load.ts';
import { UserError, type Contract } from '../contract/types.ts';
import { openEngine, triesUntilSilent, type Engine } from './engine.ts';

export const projectRoot = path.resolve(import.meta.dirname, '../..');
export const specsFolder = path.join(projectRoot, 'specs');

/** The contracts of the run's vendors; of all vendors where no run has begun (a listing). */
export async function runContracts(): Promise<Contract[]> {
  const selection = takeOver()?.selection;
  const contracts = await loadContracts(specsFolder);
  return selection === undefined
    ? contracts
    : contracts.filter(({ vendor }) => (selection as readonly string[]).includes(vendor));
}

/** Opens the engine of this worker. Throws UserError outside a run. */
export async function workerEngine(): Promise<Engine> {
  const run = takeOver();
  if (!run) throw new UserError('the cases run inside a run: start them with npm run conformance');
  const config = readConfig(environment(), run.selection, run.sandbox);
  const engine = await openEngine({
    config,
    contracts: await runContracts(),
    tokens: new Map(Object.entries(run.tokens)),
    ...(run.journal === undefined ? {} : { journal: run.journal }),
  });
  for (const operation of run.silent) engine.silence.set(operation, triesUntilSilent);
  return engine;
}
