/** `npm run gaps [-- vendor…]`: what cannot be tested because the documents do not say it, with the question to the vendor. */
import { isDocumented } from '../contract/status-oracle.ts';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { environment } from '../config/environment.ts';
import { importParts } from '../contract/import/versions.ts';
import type { Contract } from '../contract/types.ts';
import { artefacts } from '../report/disk.ts';
import { reportsDir } from '../report/folder/check.ts';
import { gapsMarkdown, gapsText, type VendorGaps } from '../report/gaps-text.ts';
import { projectRoot } from '../run/worker.ts';
import { pinnedDocuments } from '../verdict/drift/published.ts';
import type { GapSource } from '../verdict/gaps/gap.ts';
import { gapsOf } from '../verdict/gaps/gaps.ts';
import type { Report } from '../verdict/report.ts';
import { runCommand } from './command-line.ts';
import { asOpenApi3 } from './openapi3.ts';
import { collectFrom } from './published-texts.ts';
import { readReportFile } from './reports.ts';
import { commands } from './table.ts';
import { contractsFrom, readVendorFiles, selectedVendors } from './vendor-files.ts';

await runCommand(commands.gaps, async ({ from, specs: folder, json, markdown }, names) => {
  const specs = path.resolve(folder ?? path.join(projectRoot, 'specs'));
  const all = from ? [await gapsOfTexts(from)] : await gapsOfVendors(specs, selectedVendors(specs, names));
  process.stdout.write(json ? `${JSON.stringify(all, null, 2)}\n` : markdown ? gapsMarkdown(all) : gapsText(all));
  return 0;
});

async function gapsOfVendors(specs: string, vendors: readonly string[]): Promise<VendorGaps[]> {
  const last = path.resolve(reportsDir(environment()['REPORTS_DIR']), artefacts.json);
  const report = existsSync(last) ? readReportFile(last) : undefined;
  const all: VendorGaps[] = [];
  for (const vendor of vendors) {
    const files = readVendorFiles(specs, vendor);
    const { contracts, errors } = await contractsFrom(vendor, files);
    for (const { message } of errors) process.stderr.write(`${message}\n`);
    const sources = pinnedDocuments(vendor, files).map(({ file, version, document }) => {
      const contract = contracts.find((each) => each.version === version);
      return sourceOf(
        `specs/${vendor}/${file}`,
        { document: asOpenApi3(document), notes: [], seen: seenIn(report, contract) },
        contract,
      );
    });
    all.push({ vendor, gaps: gapsOf(sources) });
  }
  return all;
}

/** Texts that are not pinned: each version that is found in them. */
async function gapsOfTexts(names: readonly string[]): Promise<VendorGaps> {
  const { parts } = await collectFrom(names);
  const documents = importParts(parts);
  const files = new Map(
    documents.map(({ version, document }) => [`${version}.openapi.json`, JSON.stringify(document)]),
  );
  const { contracts } = await contractsFrom('pages', files);
  const sources = documents.map(({ version, document, parts: own }) => {
    const contract = contracts.find((each) => each.version === version);
    const shown = [...new Set(own.map(({ from }) => (URL.canParse(from) ? from : path.basename(from))))].join(' + ');
    const notes = own.flatMap((part) => part.notes);
    return sourceOf(shown, { document: asOpenApi3(document), notes, seen: new Map() }, contract);
  });
  return { vendor: names.join(', '), gaps: gapsOf(sources) };
}

type About = Pick<GapSource, 'document' | 'notes' | 'seen'>;

function sourceOf(file: string, known: About, contract: Contract | undefined): GapSource {
  const weights = new Map<string, number>();
  for (const { at, ref } of contract?.clauses.values() ?? []) {
    if (ref.scope !== 'response' && ref.scope !== 'component') continue;
    if (ref.rule !== 'type' && ref.rule !== '') continue;
    const pointer = at.slice(at.indexOf('#') + 1);
    weights.set(pointer, (weights.get(pointer) ?? 0) + 1);
  }
  const problems = (contract?.findings ?? []).map(({ at, sentence }) => ({
    pointer: at.slice(at.indexOf('#') + 1),
    sentence,
  }));
  return { file, ...known, problems, weightOf: (pointer) => weights.get(pointer) ?? 1 };
}

/** Statuses that the last run saw and that no document names, by operation. */
function seenIn(report: Report | undefined, contract: Contract | undefined): ReadonlyMap<string, readonly string[]> {
  const seen = new Map<string, string[]>();
  for (const { ref, findings } of report?.clauses ?? []) {
    const operation = contract?.operations.get(ref.operation ?? '');
    if (!operation || ref.scope !== 'operation' || ref.rule !== 'responses') continue;
    // A documented failure may be a finding, too.
    const statuses = findings.flatMap(({ status }) =>
      status === undefined || isDocumented(operation, status) ? [] : [String(status)],
    );
    if (statuses.length > 0) seen.set(`${operation.method} ${operation.path}`, [...new Set(statuses)].toSorted());
  }
  return seen;
}
