/** `npm run waive -- <finding or clause> [CODE]`: writes the entry of a waiver, to be filled in by whoever answers for it. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { environment } from '../config/environment.ts';
import { UserError } from '../contract/types.ts';
import { artefacts } from '../report/disk.ts';
import { wantedOf, withEntry } from '../verdict/waive.ts';
import { projectRoot, specsFolder } from '../run/worker.ts';
import { lineOf } from './arguments.ts';
import { readReportFile } from './reports.ts';

/** Adds the entry to a file; says in one line what it did. */
export function waive(names: readonly string[], report: string, file: string, today: string): string {
  const [name, code] = names;
  if (name === undefined || names.length > 2)
    throw new UserError('usage: npm run waive -- <finding id or clause> [CODE]');
  const shown = path.relative(projectRoot, file);
  const wanted = wantedOf(readReportFile(report), name, code);
  writeFileSync(file, withEntry(readFileSync(file, 'utf8'), shown, wanted, today));
  const what =
    wanted.kind === 'waivers' ? `${wanted.code} in ${wanted.clause.id}` : `out of scope: ${wanted.clause.id}`;
  return `${shown}: ${what} on ${wanted.environment}. Fill in what says TODO; until then no run begins.`;
}

if (process.argv[1] === import.meta.filename) {
  try {
    const reports = path.resolve(environment()['REPORTS_DIR'] || 'reports', artefacts.json);
    const today = new Date().toISOString().slice(0, 10);
    process.stdout.write(`${waive(process.argv.slice(2), reports, path.join(specsFolder, 'waivers.yaml'), today)}\n`);
  } catch (error) {
    process.stderr.write(`${lineOf(error)}\n`);
    process.exitCode = 2;
  }
}
