/** Reads the documents named as arguments and prints one JSON line for each; the process of `npm run corpus`. */
import { statSync } from 'node:fs';
import path from 'node:path';
import { casesOf } from '../cases/index.ts';
import { validPlan } from '../cases/plan.ts';
import { readContract } from '../contract/contract.ts';
import type { Contract } from '../contract/types.ts';
import { lineOf } from './command-line.ts';

/** What one document costs and holds. */
export interface CorpusLine {
  readonly file: string;
  readonly kilobytes: number;
  /** To read it, clauses included. */
  readonly milliseconds: number;
  /** Largest memory of the process so far. */
  readonly megabytes: number;
  readonly operations: number;
  readonly clauses: number;
  readonly cases: number;
  readonly findings: number;
  /** Findings by rule. */
  readonly rules: Readonly<Record<string, number>>;
  readonly error?: string;
}

async function measure(file: string): Promise<CorpusLine> {
  const started = performance.now();
  const line = { file, kilobytes: Math.round(statSync(file).size / 1_000) };
  const cost = () => ({
    milliseconds: Math.round(performance.now() - started),
    megabytes: Math.round(process.resourceUsage().maxRSS / 1_000),
  });
  const none = { operations: 0, clauses: 0, cases: 0, findings: 0, rules: {} };
  let contract: Contract;
  try {
    const name = path.basename(file).replace(/\.[^.]*$/, '');
    contract = await readContract({ absolute: path.resolve(file), file, vendor: name, version: '1' }, undefined);
  } catch (error) {
    return { ...line, ...cost(), ...none, error: lineOf(error) };
  }
  const rules: Record<string, number> = {};
  for (const { rule, places } of contract.findings) rules[rule] = (rules[rule] ?? 0) + places;
  const read = {
    ...line,
    ...cost(),
    operations: contract.operations.size,
    clauses: contract.clauses.size,
    findings: contract.findings.length,
    rules,
  };
  try {
    compileAll(contract);
    return { ...read, cases: casesIn(contract), megabytes: cost().megabytes };
  } catch (error) {
    return { ...read, cases: 0, error: `after it was read: ${lineOf(error)}` };
  }
}

/** No schema of an answer may turn out to be wrong once there is one. */
function compileAll({ operations, schemas }: Contract): void {
  for (const { responses } of operations.values())
    for (const { content, headers } of responses.values())
      for (const { schemaPointer } of [...content, ...headers])
        if (schemaPointer !== undefined) schemas.accepts(schemaPointer, null);
}

const nothingKnown = { parameter: () => undefined, body: () => undefined };

function casesIn({ operations }: Contract): number {
  let cases = 0;
  for (const operation of operations.values()) {
    validPlan(operation, nothingKnown);
    cases += casesOf(operation).length;
  }
  return cases;
}

for (const file of process.argv.slice(2)) process.stdout.write(`${JSON.stringify(await measure(file))}\n`);
