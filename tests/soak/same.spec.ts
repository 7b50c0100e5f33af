/** What `npm run prove` says of a fault, `npm run conformance` says too: the proof is of the suite that people run. */
import { expect, test } from '@playwright/test';
import { openBench } from '../../helpers/commands/proof/bench.ts';
import { isProbe } from '../../helpers/commands/proof/prove.ts';
import { subjects } from '../../helpers/commands/proof/subjects.ts';
import { declaredCases } from '../../helpers/run/declared.ts';
import { loadProject } from '../../helpers/run/worker.ts';
import type { Report } from '../../helpers/verdict/report.ts';
import { caching } from '../../sandbox/faults/caching.ts';
import { intermittent } from '../../sandbox/faults/intermittent.ts';
import { numbersFrom } from '../e2e/harness/kills.ts';
import { conformance, copyProject } from '../e2e/harness/project.ts';
import { startSandboxProcess, withoutProbe } from '../e2e/harness/sandbox-process.ts';

const seed = Number(process.env['PROOF_SEED'] ?? Date.now() % 1_000_000);
/** In `npm run soak`, because each is a whole run. */
const drawn = Number(process.env['PROOF_DRAWN'] ?? 12);

/** Without those that depend on what was asked before, as two workers ask in another order, and those of the limiter. */
const ordered = new Set([...intermittent, ...caching].map(({ name }) => name));
const eligible = subjects.filter(({ kind, limiter, name }) => kind === 'fault' && !limiter && !ordered.has(name));

const verdicts = (report: Report) => Object.fromEntries((report.clauses ?? []).map(({ id, verdict }) => [id, verdict]));

test(`${drawn} faults drawn by chance have the same verdicts in a proof and in a run`, async () => {
  process.stdout.write(`PROOF_SEED=${seed} draws the same ${drawn} again\n`);
  test.setTimeout(480_000);
  const suite = await loadProject();
  const cases = (await declaredCases(suite)).filter((each) => !isProbe(each));
  const next = numbersFrom(seed);
  const [bench, sandbox, project] = [await openBench(suite), await startSandboxProcess(), copyProject()];
  try {
    for (let compared = 0; compared < drawn;) {
      const fault = eligible[Math.floor(next() * eligible.length)];
      const vendor = bench.vendorOf(fault?.operation ?? '');
      if (!fault || vendor === undefined) throw new Error('nothing was drawn');
      const own = cases.filter(({ info }) => bench.vendorOf(info.operation) === vendor);
      const proof = await bench.run({ fault: fault.name }, own);
      // Where something stays without an answer, what is still asked depends on the order too.
      if (proof.report.counts.inconclusive > 0) continue;
      compared += 1;
      await sandbox.use({ fault: fault.name });
      const { folder } = project;
      const { report, remove } = await conformance({ folder, env: withoutProbe(sandbox.env), args: [vendor] });
      remove();
      const mine = new Set(report.clauses.map(({ id }) => id));
      const proved = { ...proof.report, clauses: proof.report.clauses.filter(({ id }) => mine.has(id)) };
      expect(verdicts(report), fault.name).toEqual(verdicts(proved));
    }
  } finally {
    await bench.close();
    sandbox.close();
    project.remove();
  }
});
