/** `npm run prove [-- --check] [-- NAME…]`: the suite against every fault and variant of the sandbox; writes PROOF.md. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { UserError } from '../contract/types.ts';
import { judged, openBench, prove, subjects, type Proved, type Subject } from './proof/prove.ts';
import { proofText, rates, withoutChance, type FirstRun } from './proof/text.ts';
import { declaredCases } from '../run/declared.ts';
import { loadProject, projectRoot } from '../run/worker.ts';
import { lineOf } from './command-line.ts';

const file = path.join(projectRoot, 'PROOF.md');
const firstRunsFile = path.join(projectRoot, 'helpers/commands/proof/first-runs.json');
/** Below these the build fails. */
const least = { caught: 1, inPlace: 0.95, accused: 0 };

/** Room for what lives as long as one answer: collecting it costs more than keeping it. */
const roomy = ['--max-semi-space-size=64'];

const args = process.argv.slice(2);
const shard = args.find((arg) => arg.startsWith('--shard='))?.slice('--shard='.length);

try {
  if (shard === undefined) process.exitCode = await parent(args.filter((arg) => !arg.startsWith('--')));
  else
    await child(
      shard,
      args.filter((arg) => !arg.startsWith('--')),
    );
} catch (error) {
  process.stderr.write(`${lineOf(error)}\n`);
  process.exitCode = 2;
}

/** Every nth subject, one JSON line each. */
async function child(which: string, names: readonly string[]): Promise<void> {
  // Playwright takes a stack trace of every call, at a limit that it sets itself: none are taken here.
  Object.defineProperty(Error, 'stackTraceLimit', { get: () => 0, set() {} });
  const [index = 0, of = 1] = which.split('/').map(Number);
  const suite = await loadProject();
  const cases = await declaredCases(suite);
  const wanted = chosen(names);
  const bench = await openBench(suite);
  for (const [at, subject] of wanted.entries())
    if (at % of === index) process.stdout.write(`${JSON.stringify(await prove(bench, subject, cases))}\n`);
  await bench.close();
}

function chosen(names: readonly string[]): Subject[] {
  const unknown = names.find((name) => !subjects.some((subject) => subject.name === name));
  if (unknown !== undefined)
    throw new UserError(`there is no fault or variant named ${unknown}: npm run sandbox -- --list names them`);
  // The long ones first, so that no process is left with them alone at the end.
  return subjects
    .filter(({ name }) => names.length === 0 || names.includes(name))
    .toSorted((a, b) => Number(b.limiter) - Number(a.limiter));
}

async function parent(names: readonly string[]): Promise<number> {
  const wanted = chosen(names);
  const started = performance.now();
  // One more than cores: each waits now and then for its sandbox.
  const processes = Math.min(availableParallelism() + 1, 4, wanted.length);
  const found = new Map<string, Proved>();
  await Promise.all(
    Array.from({ length: processes }, (_, index) => {
      const worker = spawn(
        process.execPath,
        [...roomy, '--import', 'tsx', import.meta.filename, `--shard=${index}/${processes}`, ...names],
        { cwd: projectRoot, stdio: ['ignore', 'pipe', 'inherit'] },
      );
      createInterface({ input: worker.stdout }).on('line', (line) => {
        const proved = JSON.parse(line) as Proved;
        found.set(proved.name, proved);
        if (found.size % Math.ceil(wanted.length / 10) === 0)
          process.stderr.write(`${found.size} of ${wanted.length}\n`);
      });
      return new Promise<void>((resolve, reject) =>
        worker
          .on('error', reject)
          .on('close', (code) => (code === 0 ? resolve() : reject(new Error(`a proving process ended with ${code}`)))),
      );
    }),
  );
  const proved = wanted.map((subject) => {
    const result = found.get(subject.name);
    if (!result) throw new Error(`${subject.name} was not proved`);
    return { subject, result, ...judged(subject, result) };
  });
  const rate = rates(proved);
  const seconds = Math.round((performance.now() - started) / 1_000);
  const calls = proved.reduce((total, { result }) => total + result.calls, 0);
  const say = (line: string) => process.stdout.write(`${line}\n`);
  for (const { subject, result, caught, inPlace, accused } of proved) {
    if (subject.kind === 'fault' && !caught)
      say(`missed     ${subject.level.padEnd(6)} ${subject.name}: ${subject.title}`);
    else if (subject.kind === 'fault' && !inPlace)
      say(
        `elsewhere  ${subject.level.padEnd(6)} ${subject.name}: ${subject.clause}, found ${[...result.must, ...result.should].slice(0, 3).join(', ')}`,
      );
    if (accused)
      say(
        `accused    ${subject.name}: ${subject.title}: ${[...result.must, ...result.should].slice(0, 3).join(', ') || result.because}`,
      );
  }
  say(
    `MUST faults caught ${rate.must.caught} of ${rate.must.all}, SHOULD faults ${rate.should.caught} of ${rate.should.all}; under the right operation and clause ${rate.inPlace} of ${rate.caught}; variants accused ${rate.accused} of ${rate.variants}`,
  );
  say(`${calls} calls in ${seconds} s, ${processes} processes`);
  const weak =
    rate.must.caught < rate.must.all * least.caught ||
    rate.inPlace < rate.caught * least.inPlace ||
    rate.accused > least.accused;
  if (names.length > 0) return weak ? 1 : 0;
  const firstRuns = JSON.parse(readFileSync(firstRunsFile, 'utf8')) as FirstRun[];
  const text = proofText(proved, firstRuns);
  const stale = !existsSync(file) || withoutChance(readFileSync(file, 'utf8')) !== withoutChance(text);
  if (args.includes('--check') && stale) say('PROOF.md is stale: npm run prove');
  else writeFileSync(file, text);
  return weak || (args.includes('--check') && stale) ? 1 : 0;
}
