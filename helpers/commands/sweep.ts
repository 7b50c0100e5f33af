/** `npm run sweep [-- --acknowledge SEQ|all]`: removes what runs that died left at the vendors. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readConfig } from '../profile/config.ts';
import { addVariables, environment } from '../config/environment.ts';
import { createRedactor } from '../config/redactor.ts';
import { UserError } from '../contract/types.ts';
import { journalFolder } from '../client/journal.ts';
import { acknowledge, inUse, lostLine, type Swept } from '../client/sweep.ts';
import type { Suite } from '../profile/suite.ts';
import { openEngine } from '../run/engine.ts';
import { requestTokens } from '../run/preflight.ts';
import { sweepWith } from '../run/sweep.ts';
import { limitsOf, loadProject, projectRoot } from '../run/worker.ts';
import { openBudget } from '../client/budget.ts';
import { keptRuns, removeIfSettled } from './ad-hoc-kept.ts';
import { runCommand } from './command-line.ts';
import { commands } from './table.ts';

const folder = path.join(projectRoot, journalFolder);

const redactor = createRedactor();
const say = (line: string) => process.stdout.write(`${redactor.text(line)}\n`);

await runCommand(commands.sweep, ({ acknowledge: seq }) => (seq === undefined ? sweep() : acknowledged(seq)), {
  prefix: 'invalid: ',
});

function acknowledged(seq: string): number {
  const known = acknowledge(folder, seq);
  if (known.length === 0 && seq !== 'all') throw new UserError(`no unanswered creation is called ${seq}`);
  for (const entry of known) say(`acknowledged ${entry.seq}: ${entry.resource}, ${entry.at}`);
  return 0;
}

/** Sweeps at every vendor; one that cannot be used is reported and does not stop the others. */
async function sweep(): Promise<number> {
  const done: Swept[] = [];
  const problems: string[] = [];
  const attempt = async (specs: string | undefined, where: string): Promise<void> => {
    try {
      const swept = await sweepSuite(await loadProject(specs));
      if (swept) done.push(swept);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      problems.push(...error.message.split('\n').map((line) => `${where}${line}`));
    }
  };
  await attempt(undefined, '');
  for (const run of keptRuns(folder)) {
    addVariables(run.variables);
    const given = environment();
    for (const [name, what] of Object.entries(run.secrets))
      if ((given[name] ?? '') === '') say(`${run.vendor} was called with ${what}: set ${name} where deletes need it`);
    await attempt(run.specs, `${run.vendor} at ${run.origin} (a run with --spec): `);
    removeIfSettled(run.folder);
  }
  const left = done.length > 0 ? summarise(done) : 0;
  if (problems.length > 0) throw new UserError(`${problems.join('\n')}\nset what is missing, then npm run sweep again`);
  if (done.length === 0) say('nothing to sweep: no vendor has a base URL, and the embedded sandbox ends with its run');
  return left > 0 ? 1 : 0;
}

/** Prints what was done; returns how much could not be removed. */
function summarise(done: readonly Swept[]): number {
  const sum = (of: (each: Swept) => readonly unknown[]) => done.reduce((total, each) => total + of(each).length, 0);
  const left = sum(({ kept }) => kept);
  const busy = inUse(folder);
  say(
    `${sum(({ removed }) => removed)} removed, ${left} could not be removed, ${sum(({ lost }) => lost)} creations without a known result` +
      (busy > 0 ? `; ${busy} journals belong to runs that may still be active and were skipped` : ''),
  );
  return left;
}

/** Sweeps at the vendors of a suite; undefined where none has a base URL. */
async function sweepSuite(suite: Suite): Promise<Swept | undefined> {
  const config = readConfig(environment(), { profiles: suite.profiles, allowWrites: true });
  if (config.targets.length === 0) return undefined;
  const deadline = Date.now() + config.values.RUN_TIMEOUT;
  for (const secret of config.secrets) redactor.add(secret);
  const runDirectory = mkdtempSync(path.join(tmpdir(), 'conformance-'));
  const engine = await openEngine({
    config,
    suite,
    budget: openBudget(runDirectory, limitsOf(config, deadline)),
    deadline,
    directory: runDirectory,
    redactor,
  });
  try {
    await requestTokens(engine);
    const swept = await sweepWith(engine, folder);
    for (const line of swept.removed) say(`removed  ${line}`);
    for (const line of swept.kept) say(`left     ${line}`);
    for (const entry of swept.lost) say(`unknown  ${lostLine(entry)}`);
    return swept;
  } finally {
    await engine.close();
    rmSync(runDirectory, { recursive: true, force: true });
  }
}
