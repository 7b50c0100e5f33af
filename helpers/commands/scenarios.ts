/** `npm run scenarios`: every scenario once against the embedded sandbox; what it calls, and whether it proves what it says. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { readConfig } from '../profile/config.ts';
import type { Suite } from '../profile/suite.ts';
import { groupBy } from '../contract/group-by.ts';
import { catalogue } from '../run/catalogue.ts';
import { countScenario, type Counted } from '../run/count-scenarios.ts';
import { declaredCases } from '../run/declared.ts';
import { openEngine } from '../run/engine.ts';
import { preflight } from '../run/preflight.ts';
import { runCase } from '../run/run-case.ts';
import { lockFile, lockText } from '../run/scenarios.ts';
import { loadProject, specsFolder } from '../run/worker.ts';
import { startSandbox } from '../../sandbox/start.ts';
import { runCommand } from './command-line.ts';
import { commands } from './table.ts';

await runCommand(commands.scenarios, async ({ check = false }) => {
  const suite = await loadProject();
  const vendors = new Map(
    suite.contracts.flatMap(({ vendor, operations }) => [...operations.keys()].map((id) => [id, vendor])),
  );
  const counted = await count(suite);
  const problems = counted.flatMap((each) => each.problems);
  for (const [vendor, own] of groupBy(counted, ({ operation }) => vendors.get(operation) ?? '')) {
    const file = lockFile(specsFolder, vendor);
    const text = lockText(new Map(own.map(({ id, calls }) => [id, calls])));
    if (!check) writeFileSync(file, text);
    else if (!existsSync(file) || readFileSync(file, 'utf8') !== text)
      problems.push(`specs/${vendor}/scenarios.lock is stale: npm run scenarios`);
  }
  for (const line of problems) process.stdout.write(`${line}\n`);
  process.stdout.write(`${counted.length} scenarios, ${problems.length} problems\n`);
  return problems.length > 0 ? 1 : 0;
});

type CountedScenario = Counted & { readonly id: string; readonly operation: string };

async function count(suite: Suite): Promise<CountedScenario[]> {
  const scenarios = (await declaredCases(suite)).filter(({ kind }) => kind === 'scenario');
  const sandbox = await startSandbox();
  const config = readConfig({}, { profiles: suite.profiles, sandbox: sandbox.env });
  const engine = await openEngine({ config, suite, repeats: 0, trusted: true });
  const counted: CountedScenario[] = [];
  try {
    await (await preflight(engine)).tidy();
    for (const { info, run } of scenarios) {
      const result = await runCase(engine, info, run);
      counted.push({ id: info.id, operation: info.operation, ...countScenario(result, catalogue(suite)) });
    }
  } finally {
    await engine.close();
    await sandbox.close();
  }
  return counted;
}
