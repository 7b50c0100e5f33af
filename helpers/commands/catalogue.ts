/** `npm run catalogue`: writes CATALOGUE.md anew; with `--check` it only says whether it is stale. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '../contract/types.ts';
import { catalogueText, idsIn } from '../report/catalogue.ts';
import { declaredCases } from '../run/declared.ts';
import { planOf } from '../run/plan.ts';
import { catalogue } from '../run/catalogue.ts';
import { loadProject, projectRoot, specsFolder } from '../run/worker.ts';
import { lineOf } from './command-line.ts';

const file = path.join(projectRoot, 'CATALOGUE.md');
const retiredFile = path.join(specsFolder, 'retired.txt');

try {
  const suite = await loadProject();
  const { contracts } = suite;
  const clauses = catalogue(suite);
  const cases = (await declaredCases(suite)).map(({ info }) => info);
  const text = catalogueText(contracts, clauses, planOf(suite, cases));
  const before = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const retired = existsSync(retiredFile) ? readFileSync(retiredFile, 'utf8').split('\n') : [];
  const lost = idsIn(before).filter((id) => !clauses.has(id) && !retired.includes(id));
  if (lost.length > 0)
    throw new UserError(`${lost.length} clauses are gone and not in specs/retired.txt: ${lost.slice(0, 5).join(', ')}`);
  if (process.argv.includes('--check')) {
    if (before !== text) throw new UserError('CATALOGUE.md is stale: npm run catalogue');
  } else writeFileSync(file, text);
} catch (error) {
  process.stderr.write(`${lineOf(error)}\n`);
  process.exitCode = 2;
}
