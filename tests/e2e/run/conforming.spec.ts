/** The main job, run as a person runs it, on the embedded sandbox. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from '@playwright/test';
import type { Plan } from '../../../helpers/run/plan.ts';
import { command, conformance, execute, type Conformance } from '../harness/project.ts';
import { temporaryFolder } from '../../unit/temporary-folder.ts';

test.describe.configure({ mode: 'serial', timeout: 180_000 });

const cli = createRequire(import.meta.url).resolve('@playwright/test/cli');
let run: Conformance;
let plan: Plan;
let planned: string;
test.afterAll(() => run.remove());

test('it exits 0, prints its verdict, and says so in conformance.json', async () => {
  run = await conformance();
  expect(run.report.because).toBeUndefined();
  expect(run.report.verdict).toBe('conformant');
  expect(run.code).toBe(0);
  expect(run.stdout).toMatch(/^CONFORMANT {2}\d+ of \d+ clauses conform/m);
  expect(run.stderr).toMatch(/^\S.*\(embedded sandbox.*\): [\d,]+ calls planned in [\d,]+ cases, about \d+ s$/m);
});

test('nothing deviates, nothing warns, nothing is left behind', () => {
  expect(run.report.clauses.filter(({ verdict }) => verdict === 'deviates').map(({ id }) => id)).toEqual([]);
  expect(run.report.counts).toMatchObject({ deviates: 0, warnings: 0, error: 0, inconclusive: 0, waived: 0 });
  expect(run.report.notices).toEqual([]);
});

test('every documented status is proven, or not run with its reason', () => {
  for (const { id, responses } of run.report.operations)
    for (const status of responses) {
      const clauses = run.report.clauses.filter((clause) => clause.id.startsWith(`${id}/${status}/`));
      expect(clauses.length, `${id}/${status}`).toBeGreaterThan(0);
      const proven = clauses.some(({ verdict }) => verdict === 'conforms');
      const reasons = clauses.map(({ verdict, because }) => verdict === 'not-run' && (because ?? '') !== '');
      expect(proven || reasons.every(Boolean), `${id}/${status}`).toBe(true);
    }
});

test('the calls of each operation are exactly the plan’s', async () => {
  planned = (await command('plan', { args: ['--json'] })).stdout;
  plan = JSON.parse(planned) as Plan;
  const { total, planned: said, extra, perOperation } = run.report.requests;
  expect(extra).toEqual([]);
  expect(perOperation).toEqual(plan.calls);
  expect([total, said]).toEqual([plan.total, plan.total]);
});

test('every clause is in plan and report, and in the plan it has a case or a reason', () => {
  expect(plan.clauses.map(({ id }) => id)).toEqual(run.report.clauses.map(({ id }) => id));
  for (const { id, cases, reason } of plan.clauses) expect(cases.length > 0 || reason !== undefined, id).toBe(true);
});

test('the same inputs give the same plan, byte for byte', async () => {
  expect((await command('plan', { args: ['--json'] })).stdout === planned).toBe(true);
});

test('no MUST clause conforms vacuously', () => {
  expect(run.report.vacuous).toEqual([]);
});

/** A response of which nothing was seen is one line. */
function notRun(): string {
  const { clauses } = run.report;
  const response = (id: string) => /^[^/]+\/[^/]+\/(?:\d{3}|\dXX)(?=\/)/.exec(id)?.[0];
  const seen = new Set(clauses.flatMap(({ id, verdict }) => (verdict === 'not-run' ? [] : (response(id) ?? []))));
  const lines = clauses
    .filter(({ verdict }) => verdict === 'not-run')
    .map(({ id, because }) => {
      const of = response(id);
      return `${of === undefined || seen.has(of) ? id : `${of}/*`}: ${because}`;
    });
  return `${[...new Set(lines)].join('\n')}\n`;
}

test('what is not run on the sandbox, and why, is known (UPDATE_GOLDEN=1 writes it anew)', () => {
  const file = new URL('not-run.txt', import.meta.url);
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(file, notRun());
  expect(notRun()).toBe(readFileSync(file, 'utf8'));
});

test('npx playwright test --list reads as a table of contents, and starts no run', async () => {
  const folder = temporaryFolder('list');
  const { code, stdout } = await execute(process.execPath, [cli, 'test', '--list'], { REPORTS_DIR: folder });
  expect(code).toBe(0);
  expect(stdout).toContain('max-ai-v2/deleteImage › MUST reject an unknown API key (401)');
  expect(readdirSync(folder)).toEqual([]);
  const titles = stdout.split('\n').flatMap((line) => / › (?:[\w-]+\/\w+ › )?([^›]+)$/.exec(line)?.[1] ?? []);
  expect(titles.length).toBe(Number(/Total: (\d+) tests/.exec(stdout)?.[1]));
  for (const title of titles) expect(title).toMatch(/^(MUST|SHOULD|INFO) [a-z]/);
  const inPlan = plan.cases.map(({ title }) => title);
  for (const title of titles) expect(inPlan).toContain(title);
});

test('it makes at most 300 calls beside the rate-limit probe', () => {
  const sum = (calls: Readonly<Record<string, number>>) => Object.values(calls).reduce((a, b) => a + b, 0);
  const probes = plan.cases.map(({ calls }) => sum(calls)).filter((calls) => calls >= 1_000);
  expect(probes).toHaveLength(1);
  expect(plan.total - (probes[0] ?? 0)).toBeLessThanOrEqual(300);
});
