/** `npm run plan`: what a run would do, without any network. */
import { needsSandbox, readConfig } from '../profile/config.ts';
import { basePathsIn, operationsIn, requireOperations, selected } from '../profile/suite.ts';
import { environment } from '../config/environment.ts';
import { declaredCases } from '../run/declared.ts';
import { asConfigured, plannedOperations } from '../run/as-configured.ts';
import { planOf, planText } from '../run/plan.ts';
import { preflightCases } from '../run/preflight.ts';
import { sampleText } from '../run/sample.ts';
import { isWhole, select } from '../run/select.ts';
import { loadProject, specsFolder } from '../run/worker.ts';
import { adHocVendor } from './ad-hoc.ts';
import { vendorsFrom } from './arguments.ts';
import { runCommand, UsageError } from './command-line.ts';
import { checkedReports } from './conformance/validate.ts';
import { affordable, askedBefore, selectionFrom, withChanges } from './selection.ts';
import { commands } from './table.ts';
import { placeholders } from './placeholders.ts';

await runCommand(commands.plan, async ({ json, budget, 'allow-writes': allowWrites, ...options }, names) => {
  const adHoc = await adHocVendor(options);
  if (adHoc && names.length > 0) throw new UsageError('--spec cannot be combined with vendor names');
  const project = await loadProject(adHoc?.specs, adHoc?.commandLine);
  if (options.save === true && adHoc)
    process.stderr.write(`${adHoc.saveTo(specsFolder, project.contracts[0]?.basePath)}\n`);
  const { profiles } = project;
  const known = profiles.map(({ vendor }) => vendor);
  const vendors = vendorsFrom(names, known);
  const own = environment();
  const chosen = profiles.filter(({ vendor }) => vendors.includes(vendor));
  const sandbox = needsSandbox(own, chosen) ? placeholders(chosen) : undefined;
  const config = readConfig(own, {
    profiles,
    selection: vendors,
    sandbox,
    allowWrites,
    basePaths: basePathsIn(project),
  });
  const suite = selected(
    project,
    config.targets.map(({ vendor }) => vendor),
  );
  requireOperations(
    suite,
    project.problems.filter(({ vendor }) => vendors.includes(vendor)),
  );
  const declared = (await declaredCases(suite)).map(({ info }) => asConfigured(info, suite, config));
  const selection = withChanges(selectionFrom(options, checkedReports), options, {
    cases: declared,
    suite,
    reports: checkedReports,
  });
  const given = budget ?? options['max-calls'];
  const { cases: chosenCases, sample } = affordable(select(declared, selection), {
    suite,
    config,
    given,
    asked: () => askedBefore(checkedReports(), config),
  });
  const preflight = preflightCases({ config, operations: operationsIn(suite), vendors: suite.vendors });
  const cases = [...preflight.map((info) => asConfigured(info, suite, config)), ...chosenCases];
  const { orphans, ...plan } = planOf(suite, cases);
  const operations = plannedOperations(suite, config).filter(({ id }) => id in plan.calls);
  const flaws = suite.contracts.flatMap(({ findings }) => findings);
  if (sample && !json)
    process.stdout.write(
      `${sampleText(sample)}: ${chosenCases.length} of ${declared.length} cases, each operation's success and documented errors first\n`,
    );
  process.stdout.write(
    json
      ? `${JSON.stringify({ ...plan, ...(sample && { sample }), operations, flaws }, null, 2)}\n`
      : planText(plan, operations, flaws),
  );
  for (const { message } of project.problems) process.stderr.write(`not verified: ${message}\n`);
  if (sample || !isWhole(selection)) return 0;
  for (const id of orphans) process.stderr.write(`no case and no reason: ${id}\n`);
  return orphans.length > 0 ? 1 : 0;
});
