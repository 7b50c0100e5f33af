/** `npm run merge`: the shards of a run as one, by folding their events once. */
import { keyPatterns } from '../profile/targets.ts';
import { environment } from '../config/environment.ts';
import { projectRoot } from '../config/project.ts';
import { createRedactor } from '../config/redactor.ts';
import { readConfig } from '../profile/config.ts';
import { selected } from '../profile/suite.ts';
import { openReportsFolder } from '../report/folder/reports-folder.ts';
import { catalogue } from '../run/catalogue.ts';
import { inPlanOrder } from '../run/events.ts';
import { createRunDirectory } from '../run/run-directory.ts';
import { loadProject } from '../run/worker.ts';
import { fold, type RunPlan } from '../verdict/fold.ts';
import { runCommand } from './command-line.ts';
import { printSummary } from './conformance/announce.ts';
import { exitCode } from './conformance/exit-code.ts';
import { publish } from './conformance/publish.ts';
import { publishedReader } from './conformance/published.ts';
import { mergeEvents, readShards } from './conformance/shard-files.ts';
import { checkedReports, readWaiversFile } from './conformance/validate.ts';
import { commands } from './table.ts';

await runCommand(commands.merge, async (_options, folders) => {
  const { shards, notices } = readShards(folders);
  for (const notice of notices) process.stderr.write(`${notice}\n`);
  const [{ plan: planned }] = shards as [(typeof shards)[0]];
  const suite = selected(await loadProject(), planned.vendors);
  const today = new Date();
  const plan: RunPlan = {
    contracts: suite.contracts,
    catalogue: catalogue(suite),
    cases: planned.cases,
    targets: planned.targets,
    waivers: readWaiversFile(suite, today),
    published: publishedReader(projectRoot),
  };
  const events = inPlanOrder(
    [...mergeEvents(shards), ...notices.map((text) => ({ kind: 'notice' as const, text }))],
    planned.cases.map(({ id }) => id),
  );
  // What the shards wrote is redacted; the secrets that this machine knows are looked for all the same.
  const redactor = createRedactor(readConfig(environment(), { profiles: suite.profiles }).secrets);
  const folder = openReportsFolder(checkedReports(), today.getTime() + 600_000);
  const directory = createRunDirectory();
  try {
    const published = await publish(fold(plan, events), events, {
      folder,
      redactor,
      directory: directory.path,
      keys: keyPatterns(suite.profiles),
    });
    printSummary(published, folder.path, redactor);
    return exitCode(published.report, environment()['STRICT'] === '1');
  } finally {
    folder.close();
    directory.remove();
  }
});
