/** `npm run catalogue [-- --check]`: writes specs/<vendor>/clauses.lock and the full table in reports/; with `--check` only reports what is stale. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '../contract/types.ts';
import { catalogueText } from '../report/catalogue.ts';
import { lockedIds, lockText } from '../report/clauses-lock.ts';
import { tableFiles } from '../report/folder/names.ts';
import { addToReport } from '../report/folder/reports-folder.ts';
import { catalogue } from '../run/catalogue.ts';
import { declaredCases } from '../run/declared.ts';
import { planOf } from '../run/plan.ts';
import { selected } from '../profile/suite.ts';
import { loadProject, projectRoot, specsFolder } from '../run/worker.ts';
import { runCommand } from './command-line.ts';
import { checkedReports } from './conformance/validate.ts';
import { commands } from './table.ts';

const retiredFile = path.join(specsFolder, 'retired.txt');
const read = (file: string): string => (existsSync(file) ? readFileSync(file, 'utf8') : '');

await runCommand(commands.catalogue, async ({ check = false }) => {
  const suite = await loadProject();
  const { contracts } = suite;
  const clauses = catalogue(suite);
  const locks = [...new Set(contracts.map(({ vendor }) => vendor))].map((vendor) => {
    const file = path.join(specsFolder, vendor, 'clauses.lock');
    const own = catalogue(selected(suite, [vendor]));
    return { file, before: read(file), text: lockText(own.values()) };
  });
  const retired = read(retiredFile).split('\n');
  const lost = locks
    .flatMap(({ before }) => lockedIds(before))
    .filter((id) => !clauses.has(id) && !retired.includes(id));
  if (lost.length > 0)
    throw new UserError(`${lost.length} clauses are gone and not in specs/retired.txt: ${lost.slice(0, 5).join(', ')}`);
  const stale = locks.filter(({ before, text }) => before !== text);
  if (check) {
    const files = stale.map(({ file }) => path.relative(projectRoot, file));
    if (files.length > 0) throw new UserError(`${files.join(', ')}: stale, npm run catalogue writes it`);
  } else {
    for (const { file, text } of stale) writeFileSync(file, text);
    const cases = (await declaredCases(suite)).map(({ info }) => info);
    const table = catalogueText(contracts, clauses, planOf(suite, cases));
    const reports = checkedReports();
    addToReport(reports, tableFiles.catalogue, table);
    const written = [
      ...stale.map(({ file }) => path.relative(projectRoot, file)),
      path.join(reports.shown, tableFiles.catalogue),
    ];
    process.stdout.write(`written: ${written.join(', ')}\n`);
  }
  return 0;
});
