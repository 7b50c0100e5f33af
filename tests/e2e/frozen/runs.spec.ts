/**
 * Findings and verdicts of both vendors as commit 9ca8919 had them: a conforming run, ten faults, a waiver, a history.
 * What is meant to change is written anew by UPDATE_FROZEN=1, and its difference explained in the commit.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { openBench, type Bench } from '../../../helpers/commands/proof/bench.ts';
import { isProbe } from '../../../helpers/commands/proof/prove.ts';
import { subjects } from '../../../helpers/commands/proof/subjects.ts';
import { selected } from '../../../helpers/profile/suite.ts';
import { readHistory, remember } from '../../../helpers/report/history.ts';
import { declaredCases, type DeclaredCase } from '../../../helpers/run/declared.ts';
import { loadProject } from '../../../helpers/run/worker.ts';
import type { Report } from '../../../helpers/verdict/report.ts';
import { readWaivers } from '../../../helpers/verdict/waivers.ts';
import { inSoak } from '../harness/soak.ts';

test.describe.configure({ mode: 'default' });

const faults = [
  'upload-200-size-kb-retyped',
  'delete-image-404-trace-id-absent',
  'upload-400-code-validation-error',
  'delete-image-500-for-400',
  'delete-document-404-as-text',
  'delete-document-token-ignored',
  'delete-image-under-another-note',
  'upload-file-optional',
  'upload-400-with-path',
  'image-url-of-another-image',
];
const vendors = ['invox-medical', 'max-ai'];

let bench: Bench;
let cases: readonly DeclaredCase[];

test.beforeAll(async () => {
  const suite = selected(await loadProject(), vendors);
  bench = await openBench(suite);
  cases = (await declaredCases(suite)).filter((each) => !isProbe(each));
});
test.afterAll(() => bench.close());

/** Runs the cases that a fault's operation is part of. */
function runFault(fault: string, yaml?: string): Promise<Report> {
  const operation = subjects.find(({ name }) => name === fault)?.operation ?? '';
  const concerned = cases.filter(({ info }) => info.operation === operation || operation in info.calls);
  const waivers = readWaivers(yaml ?? '', 'waivers.yaml', '2026-11-26');
  return bench.run({ fault }, concerned, { waivers }).then(({ report }) => report);
}

const old: Readonly<Record<string, string>> = { ASKS: 'INFO', undecided: 'inconclusive', broken: 'error' };
const word = (text: string) => old[text] ?? text;

/** One line for the run, one for each clause that deviates, is waived or is open, one for each finding. */
function linesOf({ verdict, clauses, waivers = [] }: Report): string[] {
  return [
    verdict,
    ...clauses
      .filter((clause) => !['conforms', 'not-run'].includes(clause.verdict))
      .flatMap((clause) => [
        `  ${word(clause.level)} ${word(clause.verdict)} ${clause.id}`,
        ...clause.findings.map(({ id, code, at }) => `    ${id} ${code} ${at}`),
      ]),
    ...waivers.map(({ clause }) => `  problem with the waiver of ${clause}`),
  ];
}

function expectFrozen(name: string, lines: readonly string[]): void {
  const file = path.join(import.meta.dirname, name);
  if (process.env['UPDATE_FROZEN'] === '1') writeFileSync(file, `${lines.join('\n')}\n`);
  expect(lines).toEqual(readFileSync(file, 'utf8').trimEnd().split('\n'));
}

test('a conforming run keeps its verdicts', async () => {
  const { report } = await bench.run({}, cases);
  const notRun = report.clauses.filter(({ verdict }) => verdict === 'not-run').map(({ id }) => `  not-run ${id}`);
  expectFrozen('conforming.txt', [...linesOf(report), ...notRun]);
});

const proved = inSoak(
  'npm run prove holds their verdicts on each change, and the tests below the findings of one of them',
);
test('ten faults keep their findings and verdicts', proved, async () => {
  const lines: string[] = [];
  for (const fault of faults) lines.push(`${fault}: ${linesOf(await runFault(fault)).join('\n')}`);
  expectFrozen('faults.txt', lines.join('\n').split('\n'));
});

test('a waiver of today still waives', async () => {
  const yaml = readFileSync(path.join(import.meta.dirname, 'waivers.yaml'), 'utf8');
  expectFrozen('waived.txt', linesOf(await runFault('delete-image-404-trace-id-absent', yaml)));
});

test('a history of today is still continued', async () => {
  const faulty = await runFault('delete-image-404-trace-id-absent');
  const file = path.join(import.meta.dirname, 'history.json');
  const earlier = readFileSync(file, 'utf8');
  const { report } = remember(faulty, readHistory(earlier));
  const findings = report.clauses.flatMap((clause) => clause.findings);
  expect(findings.length).toBeGreaterThan(0);
  expect(findings.map(({ firstSeen, streak }) => [firstSeen, streak])).toEqual(
    findings.map(() => ['2026-11-25T00:00:00.000Z', 4]),
  );
});
