/** The ids, levels and hashes of both vendors' clauses as locked, and the case ids of commit 9ca8919: new ones may join. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { selected } from '../../../helpers/profile/suite.ts';
import { catalogue } from '../../../helpers/run/catalogue.ts';
import { declaredCases } from '../../../helpers/run/declared.ts';
import { loadProject, specsFolder } from '../../../helpers/run/worker.ts';

const vendors = ['invox-medical', 'max-ai'];
const suite = selected(await loadProject(), vendors);
const lines = (file: string) => readFileSync(file, 'utf8').trimEnd().split('\n');

for (const vendor of vendors)
  test(`clauses of ${vendor} keep id, level and hash`, () => {
    const clauses = [...catalogue(selected(suite, [vendor])).values()];
    expect(clauses.map(({ id, level, hash }) => `${id} ${level} ${hash}`)).toEqual(
      lines(path.join(specsFolder, vendor, 'clauses.lock')),
    );
  });

test('cases keep their ids', async () => {
  const ids = (await declaredCases(suite)).map(({ info }) => info.id);
  const gone = lines(path.join(import.meta.dirname, 'cases.txt')).filter((id) => !ids.includes(id));
  expect(gone).toEqual([]);
});
