/** `npm run evidence [-- verify FILE]`: packs what the last run found, a file for each vendor; or shows that a pack is whole. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { environment } from '../config/environment.ts';
import { UserError } from '../contract/types.ts';
import { artefacts, filesBelow, readReport, writeBytes } from '../report/disk.ts';
import { sha256 } from '../report/evidence.ts';
import { manifestIn, pack, problemsIn, unpack, type Files } from '../report/pack.ts';
import { count } from '../report/wording.ts';
import { lineOf, one } from './arguments.ts';

const folder = path.resolve(environment()['REPORTS_DIR'] || 'reports');
const shown = (file: string): string => path.relative(process.cwd(), file) || file;

try {
  const [verb, ...rest] = process.argv.slice(2);
  if (verb === undefined) packAll();
  else if (verb === 'verify') process.exitCode = verify(one(rest, 'npm run evidence -- verify FILE'));
  else
    throw new UserError(`${JSON.stringify(verb.slice(0, 40))}: npm run evidence, or npm run evidence -- verify FILE`);
} catch (error) {
  process.stderr.write(`${lineOf(error)}\n`);
  process.exitCode = 2;
}

function packAll(): void {
  const all = path.join(folder, artefacts.evidence);
  if (readReport(all, 'README.md') === undefined)
    throw new UserError(`${shown(all)} is not there: npm run conformance writes it`);
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
    writeBytes(folder, name, bytes);
    process.stdout.write(
      `${shown(path.join(folder, name))}: ${count(deviations.length, 'deviation')}, sha256 ${sha256(bytes)}\n`,
    );
  }
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
