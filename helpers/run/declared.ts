/** The cases of a run: what is generated from the documents, and the scenarios. */
import { moduleFolder } from '../config/project.ts';
import type { Suite } from '../profile/suite.ts';
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
  const { contracts, vendors } = suite;
  const generated = operationsOf(contracts).flatMap((operation) =>
    testsOf(operation, vendors.of(operation)).map((each) => ({
      ...each,
      exclusive: false,
      kind: 'generated' as const,
    })),
  );
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
  return [...generated, ...scenarios].toSorted((a, b) => Number(a.exclusive) - Number(b.exclusive));
}
