/** `npm run drift [-- vendor…]`: what moved since the documents were pinned, in the vendor's documents and in its answers. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { casesOf } from '../cases/index.ts';
import { environment } from '../config/environment.ts';
import { listIn } from '../config/variables.ts';
import { UserError, type Contract } from '../contract/types.ts';
import { loadProfiles } from '../profile/load.ts';
import { specUrlOf } from '../profile/sources.ts';
import { artefacts } from '../report/disk.ts';
import { driftSarif } from '../report/drift-sarif.ts';
import { commitMessage, driftMarkdown, driftText } from '../report/drift-text.ts';
import { reportsDir } from '../report/folder/check.ts';
import { projectRoot } from '../run/worker.ts';
import { driftOf, observationPointer, type DriftInput, type NamedContract } from '../verdict/drift/drift.ts';
import { explainId, readExplained, writeExplained } from '../verdict/drift/explained.ts';
import { planImport, substanceOf } from '../verdict/drift/import-plan.ts';
import type { ObservedRun } from '../verdict/drift/observed.ts';
import { besidePinned, pinnedDocuments, type PinnedDocument } from '../verdict/drift/published.ts';
import { isBroken, type DriftReport } from '../verdict/drift/report.ts';
import { readUses, recordUses } from '../verdict/drift/uses.ts';
import { runCommand } from './command-line.ts';
import { asOpenApi3 } from './openapi3.ts';
import { collectFrom } from './published-texts.ts';
import { readReportFile } from './reports.ts';
import { commands } from './table.ts';
import { contractsFrom, readVendorFiles, selectedVendors, writeVendorFiles } from './vendor-files.ts';

const lock = 'explained.lock';

await runCommand(commands.drift, async (options, names) => {
  const specs = path.resolve(options.specs ?? path.join(projectRoot, 'specs'));
  const vendors = selectedVendors(specs, names);
  if ((options.from || options['record-uses'] !== undefined) && vendors.length !== 1)
    throw new UserError('--from and --record-uses need exactly one vendor');
  if (options['record-uses'] !== undefined) return recordFrom(options['record-uses'], specs, vendors[0] ?? '');
  const runs = runsFrom(options.report);
  const reports: DriftReport[] = [];
  for (const vendor of vendors) {
    const input = await inputOf(specs, vendor, options.from, runs);
    const report = driftOf(input);
    reports.push(report);
    if (options.accept) await accept(specs, input, report);
  }
  if (!options.accept) write(reports, specs, options);
  return !options.accept && reports.some(isBroken) ? 1 : 0;
});

/** `<VENDOR>_SPEC_URL`, with the prefix of the vendor's other variables: files, folders or addresses, comma separated. */
function sourcesOf(specs: string, vendor: string, contracts: readonly Contract[]): readonly string[] {
  const { profiles } = loadProfiles(specs, contracts);
  const profile = profiles.find((each) => each.vendor === vendor);
  return profile ? (listIn(environment()[specUrlOf(profile)]) ?? []) : [];
}

/** The reports named, else the last one of REPORTS_DIR where there is one. */
function runsFrom(files: readonly string[] | undefined): ObservedRun[] {
  const last = path.resolve(reportsDir(environment()['REPORTS_DIR']), artefacts.json);
  const wanted = files ?? (existsSync(last) ? [last] : []);
  return wanted
    .map(readReportFile)
    .filter(({ verdict }) => verdict !== 'invalid')
    .toSorted((a, b) => a.startedAt.localeCompare(b.startedAt));
}

async function inputOf(
  specs: string,
  vendor: string,
  named: readonly string[] | undefined,
  runs: readonly ObservedRun[],
): Promise<DriftInput> {
  const files = readVendorFiles(specs, vendor);
  const pinned = pinnedDocuments(vendor, files);
  const explained = readExplained(files.get(lock), `specs/${vendor}/${lock}`);
  const uses = files.get('uses.yaml');
  const own = await contractsFrom(vendor, files);
  const base = {
    vendor,
    at: new Date().toISOString(),
    pinned,
    contracts: own.contracts.map(asView),
    runs,
    explained,
    ...(uses !== undefined && { uses: readUses(uses, `specs/${vendor}/uses.yaml`) }),
  };
  const sources = named ?? sourcesOf(specs, vendor, own.contracts);
  const problems = own.errors.map(({ message }) => message);
  if (sources.length === 0) return { ...base, currentContracts: [], notices: problems };
  const collected = await collectFrom(sources);
  const beside = besidePinned(pinned, collected, explained, asOpenApi3);
  const texts = new Map([
    ...beside.alone.map(({ file, text }) => [file, text] as const),
    ...beside.compared.map(
      (each) => [`${each.pinned.version}.openapi.json`, JSON.stringify(substanceOf(each))] as const,
    ),
  ]);
  const overlay = files.get('overlay.yaml');
  const current = await contractsFrom(vendor, overlay === undefined ? texts : texts.set('overlay.yaml', overlay));
  return {
    ...base,
    published: { collected, beside },
    currentContracts: current.contracts.map(asView),
    notices: [...problems, ...current.errors.map(({ message }) => `as published now: ${message}`)],
  };
}

/** A contract with the clauses of its answers and of its requests. */
function asView(contract: Contract): NamedContract {
  const requests = [...contract.operations.values()].flatMap((operation) =>
    casesOf(operation).map(({ expect }) => expect.clause),
  );
  return {
    id: contract.id,
    version: contract.version,
    operations: contract.operations,
    clauses: new Map([...requests, ...contract.clauses.values()].map((clause) => [clause.id, clause])),
  };
}

/** Pins what is published, and notes what was observed as known. Prints a message fit for the commit. */
async function accept(specs: string, input: DriftInput, report: DriftReport): Promise<void> {
  const { vendor, published, pinned } = input;
  const files = readVendorFiles(specs, vendor);
  const writes = published
    ? planImport({
        vendor,
        files,
        collected: published.collected,
        today: input.at.slice(0, 10),
        toOpenApi3: asOpenApi3,
        newOperations: 'note',
      }).writes
    : new Map<string, string>();
  const observed = report.things.filter(({ who }) => who === 'behaviour without document');
  const known = readExplained(writes.get(lock) ?? files.get(lock), `specs/${vendor}/${lock}`);
  const fresh = observed.map((thing) =>
    explainId(fileOf(thing.contract, vendor, pinned), thing.id, thing.rule, observationPointer(thing)),
  );
  const all = new Map(writes);
  if (fresh.length > 0) all.set(lock, writeExplained([...known, ...fresh]));
  writeVendorFiles(specs, vendor, all);
  process.stdout.write(commitMessage(report, [...all.keys()]));
}

const fileOf = (contract: string, vendor: string, pinned: readonly PinnedDocument[]): string =>
  pinned.find(({ version }) => `${vendor}-${version}` === contract)?.file ?? contract;

interface Output {
  readonly json?: boolean;
  readonly markdown?: boolean;
  readonly sarif?: boolean;
  readonly out?: string;
}

function write(reports: readonly DriftReport[], specs: string, { json, markdown, sarif, out }: Output): void {
  const root = path.relative(process.cwd(), specs) || '.';
  const uriOf = (contract: string): string => {
    const vendor = reports.find(({ things }) => things.some((thing) => thing.contract === contract))?.vendor ?? '';
    const files = pinnedDocuments(vendor, readVendorFiles(specs, vendor));
    return path.posix.join(root.split(path.sep).join('/'), vendor, fileOf(contract, vendor, files));
  };
  const texts = {
    'drift.json': () => `${JSON.stringify(reports, null, 2)}\n`,
    'drift.md': () => reports.map(driftMarkdown).join('\n'),
    'drift.sarif': () => `${JSON.stringify(driftSarif(reports, uriOf), null, 2)}\n`,
  };
  if (out !== undefined) {
    mkdirSync(out, { recursive: true });
    for (const [name, text] of Object.entries(texts)) writeFileSync(path.join(out, name), text());
  }
  const shown = json ? texts['drift.json'] : markdown ? texts['drift.md'] : sarif ? texts['drift.sarif'] : undefined;
  process.stdout.write(shown ? shown() : reports.map(driftText).join('\n'));
}

async function recordFrom(har: string, specs: string, vendor: string): Promise<number> {
  let text: string;
  try {
    text = readFileSync(har, 'utf8');
  } catch {
    throw new UserError(`${har}: cannot be read`);
  }
  const { contracts } = await contractsFrom(vendor, readVendorFiles(specs, vendor));
  const operations = contracts.flatMap((contract) => [...contract.operations.values()]);
  writeVendorFiles(specs, vendor, new Map([['uses.yaml', recordUses(text, har, operations)]]));
  process.stdout.write(`specs/${vendor}/uses.yaml: written from ${har}\n`);
  return 0;
}
