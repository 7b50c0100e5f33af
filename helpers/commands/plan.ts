/** `npm run plan [-- max-ai|invox-medical] [-- --json]`: what a run would do, without any network. */
import { needsSandbox, readConfig } from '../config/config.ts';
import { environment } from '../config/environment.ts';
import { contractsOf, loadContracts } from '../contract/load.ts';
import { declaredCases } from '../run/declared.ts';
import { asConfigured, planOf, planText } from '../run/plan.ts';
import { preflightCases } from '../run/preflight.ts';
import { specsFolder } from '../run/worker.ts';
import { lineOf, vendorsFrom } from './arguments.ts';
import { placeholders } from './placeholders.ts';

try {
  const args = process.argv.slice(2);
  const vendors = vendorsFrom(args.filter((arg) => arg !== '--json'));
  const own = environment();
  const config = readConfig(own, vendors, needsSandbox(own, vendors) ? placeholders : undefined);
  const names = config.targets.map(({ vendor }) => vendor as string);
  const contracts = contractsOf(await loadContracts(specsFolder), names);
  const cases = [...preflightCases(config), ...(await declaredCases(contracts)).map(({ info }) => info)].map((info) =>
    asConfigured(info, config.values),
  );
  const { orphans, ...plan } = planOf(contracts, cases);
  process.stdout.write(args.includes('--json') ? `${JSON.stringify(plan, null, 2)}\n` : planText(plan));
  for (const id of orphans) process.stderr.write(`no case and no reason: ${id}\n`);
  process.exitCode = orphans.length > 0 ? 1 : 0;
} catch (error) {
  process.stderr.write(`${lineOf(error)}\n`);
  process.exitCode = 2;
}
