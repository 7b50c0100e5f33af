/** The cases of a run as the spec files declare them. */
import path from 'node:path';
import type { Suite } from '../profile/suite.ts';
import { collect } from './collect.ts';
import { infoOf } from './info.ts';
import type { Body } from './body.ts';
import type { CaseInfo } from './result.ts';
import { projectRoot } from './worker.ts';

export interface DeclaredCase {
  readonly info: CaseInfo;
  readonly body: Body;
  readonly file: string;
}

/** Every case about the given contracts, in the order of the files; those that use up a rate limit last. */
export async function declaredCases({ contracts }: Suite): Promise<DeclaredCase[]> {
  const operations = new Set(contracts.flatMap((contract) => [...contract.operations.keys()]));
  const all = (await collect(path.join(projectRoot, 'tests')))
    .map(({ title, annotations, body, file }) => ({ info: infoOf(title, annotations), body: body as Body, file }))
    .filter(({ info }) => operations.has(info.operation));
  const last = (each: DeclaredCase) => Number(each.file.endsWith('rate-limit.spec.ts'));
  return all.toSorted((a, b) => last(a) - last(b));
}
