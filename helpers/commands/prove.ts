/** `npm run prove [-- --check] [-- NAME…]`: the suite against every fault and variant of the sandbox; writes docs/proof.md and the tables in reports/. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { families } from '../cases/index.ts';
import { checks } from '../checks/index.ts';
import { childEnvironment } from '../config/environment.ts';
import { isCompiled } from '../config/project.ts';
import { UserError, type Clause } from '../contract/types.ts';
import { tableFiles } from '../report/folder/names.ts';
import { addToReport } from '../report/folder/reports-folder.ts';
import { catalogue } from '../run/catalogue.ts';
import { declaredCases } from '../run/declared.ts';
import { loadProject, projectRoot } from '../run/worker.ts';
import { runCommand } from './command-line.ts';
import { checkedReports } from './conformance/validate.ts';
import { openBench } from './proof/bench.ts';
import { needProblems } from './proof/need.ts';
import { prove, type Proved } from './proof/prove.ts';
import { subjects, type Subject } from './proof/subjects.ts';
import { proofSummary, proofTables, rates, type BlindEvaluation, type Judged, type Rates } from './proof/tables.ts';
import { commands } from './table.ts';

const summaryFile = path.join(projectRoot, 'docs/proof.md');
const dataFolder = path.join(projectRoot, 'sandbox/proof');
/** Below these the build fails. */
const least = { detected: 1, attributed: 0.95, falsePositives: 0 };

/** Room for what lives as long as one answer: collecting it costs more than keeping it. */
const largeHeapFlags = ['--max-semi-space-size=64'];

const print = (line: string) => process.stdout.write(`${line}\n`);

await runCommand(commands.prove, async ({ shard, check = false }, names) => {
  if (shard === undefined) return parent(chosen(names), { names, check });
  await child(shard, chosen(names));
  return 0;
});

/** Every nth subject, one JSON line each. */
async function child(which: string, wanted: readonly Subject[]): Promise<void> {
  const [index = 0, of = 1] = which.split('/').map(Number);
  const suite = await loadProject();
  const cases = await declaredCases(suite);
  const bench = await openBench(suite);
  for (const [at, subject] of wanted.entries())
    if (at % of === index) print(JSON.stringify(await prove(bench, subject, cases)));
  await bench.close();
}

/** The subjects named on the command line, all where none is; the long ones first, so that no process is left with them alone at the end. */
function chosen(names: readonly string[]): Subject[] {
  const unknown = names.find((name) => !subjects.some((subject) => subject.name === name));
  if (unknown !== undefined)
    throw new UserError(`there is no fault or variant named ${unknown}: npm run sandbox -- --list names them`);
  return subjects
    .filter(({ name }) => names.length === 0 || names.includes(name))
    .toSorted((a, b) => Number(b.limiter) - Number(a.limiter));
}

interface Asked {
  readonly names: readonly string[];
  readonly check: boolean;
}

async function parent(wanted: readonly Subject[], { names, check }: Asked): Promise<number> {
  const started = performance.now();
  const proved = await proveAll(wanted, names);
  const rate = rates(proved);
  proved.forEach(printWrong);
  print(
    `MUST faults detected ${rate.must.detected} of ${rate.must.all}, SHOULD faults ${rate.should.detected} of ${rate.should.all}; correctly attributed ${rate.attributed} of ${rate.detected}; false positives ${rate.falsePositives} of ${rate.variants} variants`,
  );
  const calls = proved.reduce((total, { result }) => total + result.calls, 0);
  print(`${calls} calls in ${Math.round((performance.now() - started) / 1_000)} s`);
  const isWeak = tooLow(rate);
  if (names.length > 0) return isWeak ? 1 : 0;
  return (await writeTables(proved, check)) || isWeak ? 1 : 0;
}

function tooLow(rate: Rates): boolean {
  return (
    rate.must.detected < rate.must.all * least.detected ||
    rate.attributed < rate.detected * least.attributed ||
    rate.falsePositives > least.falsePositives
  );
}

/** Proves the subjects in several processes, one more than cores: each waits now and then for its sandbox. */
async function proveAll(wanted: readonly Subject[], names: readonly string[]): Promise<Judged[]> {
  const processes = Math.min(availableParallelism() + 1, 4, wanted.length);
  const found = new Map<string, Proved>();
  const step = Math.ceil(wanted.length / 10);
  await Promise.all(
    Array.from({ length: processes }, (_, index) => {
      const loader = isCompiled ? [] : ['--import', 'tsx'];
      const own = [import.meta.filename, `--shard=${index}/${processes}`, ...names];
      const worker = spawn(process.execPath, [...largeHeapFlags, ...loader, ...own], {
        cwd: projectRoot,
        env: childEnvironment(),
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      createInterface({ input: worker.stdout }).on('line', (line) => {
        const proved = JSON.parse(line) as Proved;
        found.set(proved.name, proved);
        if (found.size % step === 0) process.stderr.write(`${found.size} of ${wanted.length}\n`);
      });
      return new Promise<void>((resolve, reject) =>
        worker
          .on('error', reject)
          .on('close', (code) => (code === 0 ? resolve() : reject(new Error(`a proving process ended with ${code}`)))),
      );
    }),
  );
  return wanted.map((subject) => {
    const result = found.get(subject.name);
    if (!result) throw new Error(`${subject.name} was not proved`);
    return { subject, result };
  });
}

/** One line for what was missed, attributed wrongly, or a false positive. */
function printWrong({ subject, result }: Judged): void {
  const { name, title, level, kind, clause } = subject;
  const found = [...result.must, ...result.should].slice(0, 3).join(', ');
  if (kind === 'fault' && !result.detected) print(`missed          ${level.padEnd(6)} ${name}: ${title}`);
  else if (kind === 'fault' && !result.attributed)
    print(`elsewhere       ${level.padEnd(6)} ${name}: ${clause}, found ${found}`);
  if (result.falsePositive) print(`false positive  ${name}: ${title}: ${found || result.because}`);
}

function isJudged(clause: Clause | undefined): boolean {
  return clause !== undefined && clause.level !== 'INFO';
}

/** Writes docs/proof.md, or with `--check` compares it, and the full tables; true where something is stale or not needed. */
async function writeTables(proved: readonly Judged[], check: boolean): Promise<boolean> {
  const read = <T>(name: string) => JSON.parse(readFileSync(path.join(dataFolder, name), 'utf8')) as T;
  const soleFinders = new Map<string, string[]>();
  for (const { subject, result } of proved)
    for (const part of result.soleFinders) soleFinders.set(part, [...(soleFinders.get(part) ?? []), subject.name]);
  addToReport(checkedReports(), tableFiles.proof, proofTables(proved, soleFinders));
  const suite = await loadProject();
  const [cases, clauses] = [await declaredCases(suite), catalogue(suite)];
  const problems = needProblems(soleFinders, read('unneeded.json'), [
    ...checks.map(({ id }) => `check ${id}`),
    ...families.map(({ id }) => `family ${id}`),
    ...cases
      .filter(({ kind, info }) => kind === 'scenario' && info.clauses.some((id) => isJudged(clauses.get(id))))
      .map(({ info }) => `scenario ${info.id}`),
  ]);
  const summary = proofSummary(proved, read<BlindEvaluation[]>('blind-evaluations.json'));
  const isStale = !existsSync(summaryFile) || readFileSync(summaryFile, 'utf8') !== summary;
  if (!check) writeFileSync(summaryFile, summary);
  else if (isStale) problems.push('docs/proof.md is stale: npm run prove');
  problems.forEach(print);
  return problems.length > 0;
}
