/** `npm run waive -- <finding or clause> [CODE]`: writes the entry of a waiver, to be filled in by its owner. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { environment } from '../config/environment.ts';
import { artefacts } from '../report/disk.ts';
import { reportsDir } from '../report/folder/check.ts';
import { wantedOf, withEntry } from '../verdict/waive.ts';
import { projectRoot, specsFolder } from '../run/worker.ts';
import { runCommand } from './command-line.ts';
import { commands } from './table.ts';
import { readReportFile } from './reports.ts';

/** Adds the entry for a finding id or clause, and a code where it has several, to a file; says in one line what it did. */
export function waive([name = '', code]: readonly string[], report: string, file: string, today: string): string {
  const shown = path.relative(projectRoot, file);
  const wanted = wantedOf(readReportFile(report), name, code);
  writeFileSync(file, withEntry(readFileSync(file, 'utf8'), shown, wanted, today));
  const what =
    wanted.kind === 'waivers' ? `${wanted.code} in ${wanted.clause.id}` : `out of scope: ${wanted.clause.id}`;
  return `${shown}: ${what} on ${wanted.environment}. Fill in what says TODO; until then no run begins.`;
}

if (process.argv[1] === import.meta.filename)
  await runCommand(commands.waive, (_values, names) => {
    const reports = path.resolve(reportsDir(environment()['REPORTS_DIR']), artefacts.json);
    const today = new Date().toISOString().slice(0, 10);
    process.stdout.write(`${waive(names, reports, path.join(specsFolder, 'waivers.yaml'), today)}\n`);
    return 0;
  });
