/** `npm run plan [-- max-ai|invox-medical] [-- --json]`: what a run would do, without any network. */
import { needsSandbox, readConfig } from '../profile/config.ts';
import { selected } from '../profile/suite.ts';
import { environment } from '../config/environment.ts';
import { declaredCases } from '../run/declared.ts';
import { asConfigured, planOf, planText } from '../run/plan.ts';
import { preflightCases } from '../run/preflight.ts';
import { loadProject } from '../run/worker.ts';
import { lineOf, vendorsFrom } from './arguments.ts';
import { placeholders } from './placeholders.ts';

try {
  const args = process.argv.slice(2);
  const project = await loadProject();
  const { profiles } = project;
  const vendors = vendorsFrom(
    args.filter((arg) => arg !== '--json'),
    profiles.map(({ vendor }) => vendor),
  );
  const own = environment();
  const chosen = profiles.filter(({ vendor }) => vendors.includes(vendor));
  const sandbox = needsSandbox(own, chosen) ? placeholders(chosen) : undefined;
  const config = readConfig(own, { profiles, selection: vendors, sandbox });
  const suite = selected(
    project,
    config.targets.map(({ vendor }) => vendor),
  );
  const operations = new Map(suite.contracts.flatMap((contract) => [...contract.operations]));
  const cases = [
    ...preflightCases({ config, operations, vendors: suite.vendors }),
    ...(await declaredCases(suite)).map(({ info }) => info),
  ].map((info) => asConfigured(info, config.variables));
  const { orphans, ...plan } = planOf(suite, cases);
  process.stdout.write(args.includes('--json') ? `${JSON.stringify(plan, null, 2)}\n` : planText(plan));
  for (const { message } of project.problems) process.stderr.write(`not verified: ${message}\n`);
  for (const id of orphans) process.stderr.write(`no case and no reason: ${id}\n`);
  process.exitCode = orphans.length > 0 ? 1 : 0;
} catch (error) {
  process.stderr.write(`${lineOf(error)}\n`);
  process.exitCode = 2;
}
