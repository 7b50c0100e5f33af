/** `npm run evidence [-- verify FILE]`: packs what the last run found, a file for each vendor; or shows that a pack is whole. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '../contract/types.ts';
import { artefacts, filesBelow, readReport } from '../report/disk.ts';
import { sha256 } from '../report/evidence/manifest.ts';
import type { CheckedFolder } from '../report/folder/check.ts';
import { addToReport } from '../report/folder/reports-folder.ts';
import { manifestIn, pack, problemsIn, unpack, type Files } from '../report/pack.ts';
import { count } from '../report/wording.ts';
import { runCommand, UsageError } from './command-line.ts';
import { commands } from './table.ts';
import { checkedReports } from './conformance/validate.ts';

const shown = (file: string): string => path.relative(process.cwd(), file) || file;

await runCommand(commands.evidence, (_values, [verb, file]) => {
  if (verb === undefined) return packAll(checkedReports());
  if (verb !== 'verify')
    throw new UsageError(`npm run evidence: unexpected argument ${JSON.stringify(verb.slice(0, 40))}`);
  if (file === undefined) throw new UsageError('npm run evidence: FILE is missing');
  return verify(file);
});

function packAll(reports: CheckedFolder): number {
  const { path: folder } = reports;
  const all = path.join(folder, artefacts.evidence);
  if (readReport(all, 'README.md') === undefined)
    throw new UserError(`${shown(all)} does not exist: npm run conformance writes it`);
  const vendors = [...new Set(filesBelow(all).flatMap((file) => vendorOf(path.relative(all, file))))].toSorted();
  if (vendors.length === 0) process.stdout.write('No deviation: nothing to send.\n');
  for (const vendor of vendors) {
    const home = path.join(all, vendor);
    const files: Files = new Map(
      filesBelow(home).map((file) => [path.relative(home, file).split(path.sep).join('/'), readFileSync(file)]),
    );
    const { run, deviations } = manifestIn(files);
    const bytes = pack(files);
    const name = `evidence-${vendor}-${run.startedAt.replaceAll(/[-:]|\.\d+/g, '')}.zip`;
    addToReport(reports, name, bytes);
    process.stdout.write(
      `${shown(path.join(folder, name))}: ${count(deviations.length, 'deviation')}, sha256 ${sha256(bytes)}\n`,
    );
  }
  return 0;
}

function vendorOf(file: string): string[] {
  return file.includes(path.sep) ? [file.split(path.sep)[0] ?? ''] : [];
}

function verify(file: string): number {
  const bytes = read(file);
  const files = unpack(bytes);
  const { vendor, run, deviations } = manifestIn(files);
  const problems = problemsIn(files);
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  if (problems.length > 0) return 1;
  process.stdout.write(
    `whole: ${count(files.size - 1, 'file')}, ${count(deviations.length, 'deviation')} of ${vendor}, run of ${run.startedAt}, sha256 ${sha256(bytes)}\n`,
  );
  return 0;
}

function read(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch {
    throw new UserError(`${file} cannot be read`);
  }
}
