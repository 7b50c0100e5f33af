/** `npm run plan`: what a run would do, without any network. */
import { needsSandbox, readConfig } from '../config/config.ts';
import { environment } from '../config/environment.ts';
import { contractsOf, loadContracts } from '../contract/load.ts';
import { declaredCases } from '../run/declared.ts';
import { asConfigured, planOf, planText } from '../run/plan.ts';
import { preflightCases } from '../run/preflight.ts';
import { specsFolder } from '../run/worker.ts';
import { vendorsFrom } from './arguments.ts';
import { runCommand } from './command-line.ts';
import { commands } from './table.ts';
import { placeholders } from './placeholders.ts';

await runCommand(commands.plan, async ({ json }, names) => {
  const vendors = vendorsFrom(names);
  const own = environment();
  const config = readConfig(own, vendors, needsSandbox(own, vendors) ? placeholders : undefined);
  const targets = config.targets.map(({ vendor }) => vendor as string);
  const contracts = contractsOf(await loadContracts(specsFolder), targets);
  const cases = [...preflightCases(config), ...(await declaredCases(contracts)).map(({ info }) => info)].map((info) =>
    asConfigured(info, config.values),
  );
  const { orphans, ...plan } = planOf(contracts, cases);
  process.stdout.write(json ? `${JSON.stringify(plan, null, 2)}\n` : planText(plan));
  for (const id of orphans) process.stderr.write(`no case and no reason: ${id}\n`);
  return orphans.length > 0 ? 1 : 0;
});
