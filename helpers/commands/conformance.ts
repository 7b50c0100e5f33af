/** `npm run conformance`: validates the run, then has Playwright run it in this process (`playwright/setup.ts`). */
import { createRequire } from 'node:module';
import { addVariables } from '../config/environment.ts';
import { endPhase } from '../config/phase.ts';
import { isCompiled, moduleFile } from '../config/project.ts';
import { lineOf, runCommand } from './command-line.ts';
import { openRun } from './conformance/begin.ts';
import { summariseInvalid } from './conformance/publish.ts';
import { validateRun, type RunOptions, type ValidatedRun } from './conformance/validate.ts';
import { shardText } from '../run/shard.ts';
import { setPending } from './playwright/pending.ts';
import { commands } from './table.ts';

await runCommand(
  commands.conformance,
  async (options, vendors) => {
    endPhase('start');
    const run = await validate(vendors, options);
    endPhase('load');
    try {
      setPending(openRun(run, 'command', false));
    } catch (error) {
      await run.sandbox?.close();
      throw error;
    }
    const { shard } = run;
    return runPlaywright([
      'test',
      '--config',
      moduleFile('playwright.config'),
      ...(shard ? [`--shard=${shardText(shard)}`] : []),
    ]);
  },
  { prefix: 'invalid: ' },
);

/** Up to here nothing is touched; a CI job's summary still says why there is no run. */
async function validate(vendors: readonly string[], options: RunOptions): Promise<ValidatedRun> {
  try {
    return await validateRun(vendors, options);
  } catch (error) {
    summariseInvalid(lineOf(error));
    throw error;
  }
}

/** Starts Playwright's command line in this process. It ends the process; the set-up decides on the exit code. */
function runPlaywright(args: readonly string[]): Promise<never> {
  // Compiled modules need none of Playwright's loaders.
  if (isCompiled) addVariables({ PW_DISABLE_TS_ESM: '1' });
  process.argv.splice(2, process.argv.length, ...args);
  createRequire(import.meta.url)('@playwright/test/cli');
  return new Promise(() => undefined);
}
