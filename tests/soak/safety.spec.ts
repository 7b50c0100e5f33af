/** `npm run soak`: 50 kills and one sweep, every hostile behaviour, 20 repeats with two workers and with one. */
import { expect, test } from '@playwright/test';
import { hostileRun, normalRun, type Normal } from '../e2e/harness/hostile-run.ts';
import { behaviours, type OperationId } from '../e2e/harness/hostile-server.ts';
import { killAndSweep } from '../e2e/harness/kills.ts';
import { conformance, copyProject, type Project } from '../e2e/harness/project.ts';
import { startSandboxProcess, withoutProbe, type SandboxProcess } from '../e2e/harness/sandbox-process.ts';

const number = (name: string, fallback: number) => Number(process.env[name] ?? fallback);

let sandbox: SandboxProcess;
let project: Project;
test.beforeEach(async () => {
  [sandbox, project] = [await startSandboxProcess(), copyProject()];
});
test.afterEach(() => {
  sandbox.close();
  project.remove();
});

test('killed runs and one sweep', async () => {
  const [kills, seed] = [number('SOAK_KILLS', 50), number('SOAK_SEED', Date.now() % 1_000_000)];
  console.log(`seed ${seed} (SOAK_SEED repeats it)`);
  const { left, lost, made } = await killAndSweep(project, sandbox, { kills, seed, spread: 9_000 });
  console.log(
    `${kills} kills: up to ${made} things there at a kill; after one sweep ${left} left, ${lost} creations listed as unanswered`,
  );
});

test.describe('hostile vendors', () => {
  const operations = (
    process.env['SOAK_OPERATIONS'] ?? 'max-ai-v2/getImageUrl,invox-medical-2026-03-01/deleteDocument'
  ).split(',');
  let normal: Normal | undefined;
  for (const operation of operations)
    for (const behaviour of Object.keys(behaviours))
      test(`${behaviour}: ${operation}`, async () => {
        normal ??= await normalRun(project, sandbox);
        const { seconds, peakMb, asked } = await hostileRun({
          ...normal,
          project,
          sandbox,
          behaviour,
          operation: operation as OperationId,
        });
        console.log(`${seconds} s, ${peakMb} MB, asked ${asked} times`);
      });
});

for (const workers of [2, 1])
  test(`the same run again and again has the same verdict and leaves nothing: workers ${workers}`, async () => {
    if (workers !== 2) project.change('playwright.config.ts', 'workers: 2', `workers: ${workers}`);
    const seen = new Map<string, number>();
    for (let n = 0; n < number('SOAK_REPEATS', 20); n += 1) {
      const { report, remove } = await conformance({ folder: project.folder, env: withoutProbe(sandbox.env) });
      remove();
      const verdicts = JSON.stringify([report.verdict, report.clauses.map(({ id, verdict }) => [id, verdict])]);
      seen.set(verdicts, (seen.get(verdicts) ?? 0) + 1);
      const { remaining, damaged } = await sandbox.state();
      expect({ ...remaining, damaged }).toEqual({ images: [], documents: [], damaged: [] });
    }
    expect(seen.size, [...seen.values()].join(' and ')).toBe(1);
  });
