/** `npm run import -- FILE|FOLDER|URL…`: makes or updates `specs/<vendor>/` from what the vendor publishes. */
import path from 'node:path';
import { at } from '../contract/pointer.ts';
import { importParts } from '../contract/import/versions.ts';
import type { Collected } from '../contract/import/collect.ts';
import { UserError } from '../contract/types.ts';
import { importText } from '../report/import-text.ts';
import { projectRoot } from '../run/worker.ts';
import { planImport } from '../verdict/drift/import-plan.ts';
import { pinnedDocuments } from '../verdict/drift/published.ts';
import { runCommand } from './command-line.ts';
import { asOpenApi3 } from './openapi3.ts';
import { collectFrom } from './published-texts.ts';
import { commands } from './table.ts';
import { readVendorFiles, vendorsIn, writeVendorFiles } from './vendor-files.ts';

await runCommand(commands.import, async ({ vendor: given, specs: folder, 'dry-run': isDry = false }, names) => {
  const specs = path.resolve(folder ?? path.join(projectRoot, 'specs'));
  const collected = await collectFrom(names);
  if (collected.parts.length === 0) throw new UserError(nothingFound(collected));
  const vendor = given ?? vendorOf(collected, specs);
  if (!/^[a-z0-9][a-z0-9-]*$/.test(vendor))
    throw new UserError(
      `--vendor ${JSON.stringify(vendor.slice(0, 40))}: a vendor is named in small letters, digits and hyphens`,
    );
  const plan = planImport({
    vendor,
    files: readVendorFiles(specs, vendor),
    collected,
    today: new Date().toISOString().slice(0, 10),
    toOpenApi3: asOpenApi3,
    newOperations: 'pin',
  });
  if (!isDry) writeVendorFiles(specs, vendor, plan.writes);
  process.stdout.write(importText(vendor, plan, collected, isDry));
  return 0;
});

function nothingFound({ without }: Collected): string {
  const [first, ...others] = without;
  const more = others.length > 0 ? ` (and ${others.length} more)` : '';
  return `nothing to import: ${first ? `${first.name}: ${first.because}${more}` : 'no text was read'}`;
}

/** The vendor whose document has the same title, or a name made of the title. */
function vendorOf(collected: Collected, specs: string): string {
  const titles = importParts(collected.parts).map(({ document }) => at(document, '/info/title'));
  const known = vendorsIn(specs).filter((vendor) =>
    pinnedDocuments(vendor, readVendorFiles(specs, vendor)).some(({ document }) =>
      titles.includes(at(document, '/info/title')),
    ),
  );
  const [only, ...others] = known;
  if (only !== undefined && others.length === 0) return only;
  const title = titles.find((each) => typeof each === 'string') ?? '';
  const name = String(title)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
  if (name === '') throw new UserError('the document has no title to name its vendor by: say --vendor NAME');
  return name;
}
