/** `npm run sweep [-- --acknowledge SEQ|all]`: removes what runs that died left at the vendors. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { readConfig, vendorNames } from '../config/config.ts';
import { environment } from '../config/environment.ts';
import { createRedactor } from '../config/redactor.ts';
import { contractsOf, loadContracts } from '../contract/load.ts';
import { UserError } from '../contract/types.ts';
import { journalFolder } from '../client/journal.ts';
import { acknowledge, inUse, lostLine } from '../client/sweep.ts';
import { openEngine } from '../run/engine.ts';
import { askTokens } from '../run/preflight.ts';
import { sweepWith } from '../run/sweep.ts';
import { limitsOf, projectRoot, specsFolder } from '../run/worker.ts';
import { openBudget } from '../client/budget.ts';
import { lineOf } from './arguments.ts';

const folder = path.join(projectRoot, journalFolder);
const meeting = mkdtempSync(path.join(tmpdir(), 'conformance-'));
let redact = createRedactor();
const say = (line: string) => process.stdout.write(`${redact.text(line)}\n`);

try {
  process.exitCode = await run();
} catch (error) {
  process.stderr.write(`invalid: ${redact.text(lineOf(error))}\n`);
  process.exitCode = 2;
} finally {
  rmSync(meeting, { recursive: true, force: true });
}

async function run(): Promise<number> {
  const seq = acknowledgedIn(process.argv.slice(2));
  if (seq !== undefined) {
    const known = acknowledge(folder, seq);
    if (known.length === 0 && seq !== 'all') throw new UserError(`no unanswered creation is called ${seq}`);
    for (const entry of known) say(`acknowledged ${entry.seq}: ${entry.resource}, ${entry.at}`);
    return 0;
  }
  const config = readConfig(environment(), vendorNames);
  if (config.targets.length === 0) {
    say('nothing to sweep: no vendor has a base URL, and the embedded sandbox dies with its run');
    return 0;
  }
  const deadline = Date.now() + config.values.RUN_TIMEOUT;
  const given = config.values.INVOX_ACCESS_TOKEN;
  const engine = await openEngine({
    config,
    contracts: contractsOf(await loadContracts(specsFolder), vendorNames),
    ...(given === undefined ? {} : { tokens: new Map([['INVOX_ACCESS_TOKEN', given]]) }),
    budget: openBudget(meeting, limitsOf(config, deadline)),
    deadline,
    meeting,
  });
  redact = engine.redactor;
  try {
    await askTokens(engine);
    const { removed, kept, lost } = await sweepWith(engine, folder);
    for (const line of removed) say(`removed  ${line}`);
    for (const line of kept) say(`left     ${line}`);
    for (const entry of lost) say(`unknown  ${lostLine(entry)}`);
    const busy = inUse(folder);
    say(
      `${removed.length} removed, ${kept.length} could not be removed, ${lost.length} creations whose answer never came` +
        (busy > 0 ? `; ${busy} journals belong to runs that may still live and were left alone` : ''),
    );
    return kept.length > 0 ? 1 : 0;
  } finally {
    await engine.close();
  }
}

function acknowledgedIn(args: readonly string[]): string | undefined {
  try {
    return parseArgs({ args: [...args], options: { acknowledge: { type: 'string' } } }).values.acknowledge;
  } catch {
    throw new UserError('npm run sweep [-- --acknowledge SEQ|all]');
  }
}
