/** The ids, levels and hashes of both vendors' clauses, and the ids of their cases, as commit 9ca8919 had them. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { contractsOf, loadContracts } from '../../../helpers/contract/load.ts';
import { catalogue } from '../../../helpers/run/catalogue.ts';
import { declaredCases } from '../../../helpers/run/declared.ts';
import { specsFolder } from '../../../helpers/run/worker.ts';

const vendors = ['invox-medical', 'max-ai'];
const contracts = contractsOf(await loadContracts(specsFolder), vendors);
const lines = (file: string) => readFileSync(file, 'utf8').trimEnd().split('\n');

for (const vendor of vendors)
  test(`clauses of ${vendor} keep id, level and hash`, () => {
    const clauses = [...catalogue(contracts.filter((contract) => contract.vendor === vendor)).values()];
    expect(clauses.map(({ id, level, hash }) => `${id} ${level} ${hash}`)).toEqual(
      lines(path.join(specsFolder, vendor, 'clauses.lock')),
    );
  });

test('cases keep their ids', async () => {
  const ids = (await declaredCases(contracts)).map(({ info }) => info.id);
  expect(ids.toSorted()).toEqual(lines(path.join(import.meta.dirname, 'cases.txt')));
});
