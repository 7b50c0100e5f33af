/** The scenarios of the project: `tests/<vendor>/index.ts` exports them, `specs/<vendor>/scenarios.lock` says what they call. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { CaseInfo } from './result.ts';
import type { Scenario } from './scenario.ts';

/** Calls by operation id that a scenario makes where nothing deviates. */
export type Calls = Readonly<Record<string, number>>;

/** Id of a scenario among all cases. */
export const scenarioCaseId = ({ operation, id }: Pick<Scenario, 'operation' | 'id'>): string => `${operation}#${id}`;

/** Reads the scenarios of a vendor; none where it has no folder below `testsFolder`, which holds sources or compiled modules. */
export async function scenariosOf(vendor: string, testsFolder: string): Promise<readonly Scenario[]> {
  const file = ['index.ts', 'index.mjs'].map((name) => path.join(testsFolder, vendor, name)).find(existsSync);
  if (file === undefined) return [];
  const { scenarios } = (await import(pathToFileURL(file).href)) as { scenarios?: readonly Scenario[] };
  return scenarios ?? [];
}

/** A scenario as a case. One that no conforming run has counted yet is planned without calls. */
export const scenarioInfo = (scenario: Scenario, counted: ReadonlyMap<string, Calls>): CaseInfo => ({
  id: scenarioCaseId(scenario),
  title: scenario.title,
  operation: scenario.operation,
  clauses: scenario.proves,
  calls: counted.get(scenarioCaseId(scenario)) ?? {},
  needs: scenario.needs ?? [],
});

/** Place of a vendor's lock file. */
export const lockFile = (specsFolder: string, vendor: string): string =>
  path.join(specsFolder, vendor, 'scenarios.lock');

/** The calls of each scenario, by case id; none where the vendor has no lock file. */
export function readLock(file: string): ReadonlyMap<string, Calls> {
  if (!existsSync(file)) return new Map();
  return new Map(
    readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => {
        const [id = '', ...calls] = line.split(' ');
        return [id, Object.fromEntries(calls.map((each) => countIn(each)))];
      }),
  );
}

function countIn(text: string): [operation: string, calls: number] {
  const at = text.lastIndexOf('=');
  return [text.slice(0, at), Number(text.slice(at + 1))];
}

/** The text of a lock file: a line a scenario, its id and `<operation>=<calls>`. */
export const lockText = (counted: ReadonlyMap<string, Calls>): string =>
  [...counted]
    .map(([id, calls]) => [id, ...Object.entries(calls).map(([name, count]) => `${name}=${count}`)])
    .map(([id = '', ...calls]) => `${[id, ...calls.toSorted(byText)].join(' ')}\n`)
    .toSorted(byText)
    .join('');

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
