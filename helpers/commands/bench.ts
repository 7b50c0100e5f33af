/** `npm run bench`: measures a run by phase, against the least it could take, by size of the document, and writes docs/benchmarks.md. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../config/project.ts';
import { UserError } from '../contract/types.ts';
import { selected } from '../profile/suite.ts';
import { filesBelow } from '../report/disk.ts';
import { declaredCases } from '../run/declared.ts';
import { loadProject } from '../run/worker.ts';
import type { Report } from '../verdict/report.ts';
import { documentOf } from './bench/document.ts';
import { measure, serve, type Variables } from './bench/measure.ts';
import { documentSection, sectionIn, withSection } from './bench/document-table.ts';
import { benchmarksPage, type Failing, type OfSize, type PlainLoop, type Round, type Tests } from './bench/page.ts';
import { runCommand, UsageError } from './command-line.ts';
import { openBench } from './proof/bench.ts';
import { subjects } from './proof/subjects.ts';
import { commands } from './table.ts';

const folder = path.join(projectRoot, '.cache/bench');
const reports = path.join(folder, 'reports');
const recorded = path.join(folder, 'requests.json');
const page = path.join(projectRoot, 'docs/benchmarks.md');
const tsx = ['--import', 'tsx'];
const cli = path.join(projectRoot, 'node_modules/@playwright/test/cli.js');
const sizes = [4, 100, 1_000];

await runCommand(commands.bench, async ({ rounds = '3', spec }) => {
  if (!/^[1-9]\d?$/.test(rounds)) throw new UsageError('--rounds is a number from 1 to 99');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  if (spec !== undefined) {
    // What is compiled once is no part of it.
    await measure(['helpers/launch.mjs', 'plan', '--help']);
    const measured = await measureDocument(path.resolve(spec), 'tests/e2e/harness/document-server.ts');
    const section = documentSection(path.basename(spec), measured);
    writeFileSync(page, withSection(readFileSync(page, 'utf8'), section));
    process.stdout.write(section);
    return 0;
  }
  await recordRequests();
  const measured: Round[] = [];
  for (let round = 1; round <= Number(rounds); round += 1) {
    measured.push(await measureRound());
    say(`round ${round} of ${rounds}`);
  }
  const ofSizes: OfSize[] = [];
  for (const operations of sizes) {
    ofSizes.push(await measureSize(operations));
    say(`a document of ${operations} operations`);
  }
  const failing = await measureFailing();
  const tests = await measureTests();
  const written = benchmarksPage({ rounds: measured, sizes: ofSizes, failing, tests }, new Date());
  writeFileSync(page, withSection(written, sectionIn(readFileSync(page, 'utf8'))));
  process.stdout.write(`${path.relative(projectRoot, page)} is written\n`);
  return 0;
});

function say(what: string): void {
  process.stderr.write(`measured: ${what}\n`);
}

/** As package.json starts it: flags of Node.js and a file. */
function conformance(args: readonly string[], variables: Variables = {}) {
  const { scripts } = JSON.parse(readFileSync(path.join(projectRoot, 'package.json'), 'utf8')) as {
    scripts: Readonly<Record<string, string>>;
  };
  const [, ...words] = (scripts['conformance'] ?? '').split(' ');
  return measure([...words, ...args], { ...variables, REPORTS_DIR: reports });
}

function lastReport(): Report {
  return JSON.parse(readFileSync(path.join(reports, 'conformance.json'), 'utf8')) as Report;
}

/** One run against a sandbox that writes down what it is asked; it also compiles what the measured runs need. */
async function recordRequests(): Promise<void> {
  const recorder = await serve(['tests/bench/plain-loop.ts', 'record', recorded]);
  await conformance([], recorder.said);
  await recorder.close();
}

async function measureRound(): Promise<Round> {
  const run = await conformance([]);
  const probe = lastReport().cases.toSorted((a, b) => b.durationMs - a.durationMs)[0];
  const { stdout } = await measure([...tsx, 'tests/bench/plain-loop.ts', 'replay', recorded]);
  const empty = await measure([cli, 'test', '-c', 'tests/bench/empty.config.ts']);
  return { run, loop: JSON.parse(stdout) as PlainLoop, empty, probeMs: probe?.durationMs ?? 0 };
}

/** The tests of the suite itself: those that start no process, and all. */
async function measureTests(): Promise<Tests> {
  const args = [cli, 'test', '-c', 'tests', '--reporter=dot'];
  const unit = await measure([...args, '--project=unit']);
  say('the tests that start no process');
  const all = await measure(args);
  say('all tests');
  return { unitMs: unit.wallMs, allMs: all.wallMs, passed: Number(/(\d+) passed/.exec(all.stdout)?.[1] ?? 0) };
}

async function measureSize(operations: number): Promise<OfSize> {
  const document = path.join(folder, `${operations}.json`);
  writeFileSync(document, JSON.stringify(documentOf(operations)));
  return measureDocument(document, 'tests/bench/mock.ts');
}

/** A run of a document against a server of it: a file that gets the document and prints where it is. */
async function measureDocument(document: string, serverFile: string): Promise<OfSize> {
  const server = await serve([serverFile, document]);
  try {
    const args = ['--spec', document, '--url', server.said['url'] ?? '', '--max-calls', '5000'];
    const plan = await measure(['helpers/launch.mjs', 'plan', ...args, '--json']);
    const run = await conformance(args);
    const { cases, requests, operations } = lastReport();
    const bytes = filesBelow(reports).reduce((sum, file) => sum + readFileSync(file).length, 0);
    return {
      operations: operations.length,
      plan,
      run,
      cases: cases.length,
      calls: requests.total,
      reportsMegabytes: bytes / 1_048_576,
    };
  } finally {
    await server.close();
  }
}

/** The first fault of answers of the first operation that has cases, against the same cases without it. */
async function measureFailing(): Promise<Failing> {
  const project = await loadProject();
  const fault = subjects.find(({ name }) => name.endsWith('-404-trace-id-absent'));
  const contract = project.contracts.find(({ operations }) => operations.has(fault?.operation ?? ''));
  if (!fault || !contract) throw new UserError('sandbox/ has no fault to measure a failing case by');
  const suite = selected(project, [contract.vendor]);
  const cases = (await declaredCases(suite)).filter(
    ({ info, kind }) => kind === 'generated' && info.operation === fault.operation,
  );
  const bench = await openBench(suite);
  try {
    await bench.run({}, cases);
    const passing = await bench.run({}, cases);
    const failing = await bench.run({ fault: fault.name }, cases);
    return { cases: cases.length, passingMs: passing.milliseconds, failingMs: failing.milliseconds };
  } finally {
    await bench.close();
  }
}
