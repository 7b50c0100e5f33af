/** The cases of a run: what is generated from the documents, and the scenarios. */
import { moduleFolder } from '../config/project.ts';
import type { Operation } from '../contract/types.ts';
import { operationsIn, type Suite } from '../profile/suite.ts';
import type { CaseContext } from './context.ts';
import { operationsOf, testsOf } from './generated.ts';
import type { CaseInfo } from './result.ts';
import { lockFile, readLock, scenarioInfo, scenariosOf } from './scenarios.ts';
import { specsFolder } from './worker.ts';

export interface DeclaredCase {
  readonly info: CaseInfo;
  readonly run: (ctx: CaseContext) => Promise<void>;
  /** It is sent alone and last: it uses up what a key is allowed. */
  readonly exclusive: boolean;
  /** The generated cases of an operation run in order and in one process: they share resources. */
  readonly kind: 'generated' | 'scenario';
}

/** Every case about the operations of a suite, in the order in which one process would run them. */
export async function declaredCases(suite: Suite): Promise<DeclaredCase[]> {
  const generated = operationsOf(suite.contracts).flatMap((operation) => generatedCases(operation, suite));
  return [...generated, ...(await scenarioCases(suite))].toSorted((a, b) => Number(a.exclusive) - Number(b.exclusive));
}

const madeBefore = new WeakMap<Operation, readonly DeclaredCase[]>();

/** The generated cases of an operation, in order; made once. */
function generatedCases(operation: Operation, { vendors }: Suite): readonly DeclaredCase[] {
  const known = madeBefore.get(operation);
  if (known) return known;
  const made = testsOf(operation, vendors.of(operation)).map((each) => ({
    ...each,
    exclusive: false,
    kind: 'generated' as const,
  }));
  madeBefore.set(operation, made);
  return made;
}

/** The cases of one kind that are listed under an operation: no others are made. */
export async function casesUnder(
  { operation: id, kind }: { readonly operation: string; readonly kind: DeclaredCase['kind'] },
  suite: Suite,
): Promise<readonly DeclaredCase[]> {
  if (kind === 'scenario') return (await scenarioCases(suite)).filter(({ info }) => info.operation === id);
  const operation = operationsIn(suite).get(id);
  return operation === undefined ? [] : generatedCases(operation, suite);
}

async function scenarioCases({ contracts }: Suite): Promise<readonly DeclaredCase[]> {
  const operations = new Set(contracts.flatMap((contract) => [...contract.operations.keys()]));
  const scenarios: DeclaredCase[] = [];
  for (const vendor of [...new Set(contracts.map((contract) => contract.vendor))].toSorted()) {
    const counted = readLock(lockFile(specsFolder, vendor));
    for (const scenario of await scenariosOf(vendor, moduleFolder('tests')))
      if (operations.has(scenario.operation))
        scenarios.push({
          info: scenarioInfo(scenario, counted),
          run: (ctx) => scenario.run(ctx),
          exclusive: scenario.exclusive === true,
          kind: 'scenario',
        });
  }
  return scenarios;
}
