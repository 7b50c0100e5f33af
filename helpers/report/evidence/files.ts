/** What a vendor's support needs to see each deviation itself: one folder a vendor, in it one a cause, and nothing more. */
import { isTheirs, responseFolder } from './folder-name.ts';
import { causesOf, titleOf, type Cause, type Deviation } from '../../verdict/causes.ts';
import type { Report } from '../../verdict/report.ts';
import { reproduceScript, unrepeatable } from '../reproduce/script.ts';
import { cell } from '../quote.ts';
import { count, moment } from '../wording.ts';
import { sha256, type Manifest } from './manifest.ts';
import { message } from './message.ts';
import { page } from './page.ts';
import { readme } from './readme.ts';

export interface EvidenceFile {
  /** Below `evidence/`, with `/`. */
  readonly path: string;
  readonly text: string;
}

/** A cause with its place in the evidence. */
export interface Exhibit {
  readonly cause: Cause;
  readonly title: string;
  readonly folder: string;
  /** The finding that the script and the page show. */
  readonly shown: Deviation;
}

/** Every file of `evidence/`. The same report gives the same files. */
export function evidence(report: Report): EvidenceFile[] {
  const vendors = [...new Set(report.targets.map(({ vendor }) => vendor))].toSorted();
  const packs = vendors.flatMap((vendor) => {
    const exhibits = exhibitsOf(report, vendor);
    return exhibits.length === 0 ? [] : [{ vendor, exhibits }];
  });
  return [
    { path: 'README.md', text: overview(report, packs) },
    ...packs.flatMap(({ vendor, exhibits }) =>
      filesOf(report, vendor, exhibits).map(({ path, text }) => ({ path: `${vendor}/${path}`, text })),
    ),
  ];
}

/** The causes that a vendor has to act on: what environment or suite did is none of them. */
function exhibitsOf(report: Report, vendor: string): Exhibit[] {
  const contracts = new Set(report.targets.filter((each) => each.vendor === vendor).map(({ contract }) => contract));
  const clauses = report.clauses
    .filter(({ ref }) => contracts.has(ref.contract))
    .map((clause) => ({ ...clause, findings: clause.findings.filter(isTheirs) }))
    .filter(({ findings }) => findings.length > 0);
  return causesOf(clauses).map((cause) => ({
    cause,
    title: titleOf(cause, report.operations),
    folder: responseFolder(report, cause),
    shown: shownOf(cause),
  }));
}

/** What is easiest to decide again: of several findings the first that can be repeated and has an expectation as data. */
function shownOf({ first, others }: Cause): Deviation {
  const all = [first, ...others];
  const repeatable = all.filter(({ finding }) => unrepeatable(finding) === undefined);
  return (
    repeatable.find(({ finding }) => finding.values?.expected !== undefined) ??
    repeatable[0] ??
    all.find(({ finding }) => finding.exchange) ??
    first
  );
}

function filesOf(report: Report, vendor: string, exhibits: readonly Exhibit[]): EvidenceFile[] {
  const files = [
    { path: 'README.md', text: readme(report, vendor, exhibits) },
    ...exhibits.flatMap((exhibit) => filesOfCause(report, exhibit)),
  ];
  const manifest: Manifest = {
    version: 2,
    vendor,
    run: {
      startedAt: report.startedAt,
      targets: report.targets.filter((each) => each.vendor === vendor),
      ...(report.provenance && { provenance: report.provenance }),
    },
    deviations: exhibits.map(({ folder, title, cause: { id, level, first, others } }) => ({
      folder,
      cause: id,
      title,
      level,
      clauses: [...new Set([first, ...others].map(({ clause }) => clause.id))],
      findings: [first, ...others].map(({ finding }) => finding.id),
    })),
    files: files.map(({ path, text }) => ({ path, bytes: Buffer.byteLength(text), sha256: sha256(text) })),
  };
  return [...files, { path: 'manifest.json', text: `${JSON.stringify(manifest, null, 2)}\n` }];
}

function filesOfCause(report: Report, exhibit: Exhibit): EvidenceFile[] {
  const { folder, shown } = exhibit;
  return [
    { path: `${folder}/deviation.md`, text: page(report, exhibit) },
    { path: `${folder}/message.md`, text: message(report, exhibit) },
    ...(shown.finding.exchange
      ? [{ path: `${folder}/reproduce.sh`, text: reproduceScript(shown.clause, shown.finding) }]
      : []),
  ];
}

function overview(report: Report, packs: readonly { vendor: string; exhibits: readonly Exhibit[] }[]): string {
  const ran = `Run of ${moment(report.startedAt)}.`;
  if (packs.length === 0)
    return `# No deviation\n\n${ran} Nothing in it has to be sent to a vendor${report.verdict === 'invalid' ? ': it proves nothing, see conformance.md' : ''}.\n`;
  return `${[
    '# Evidence',
    '',
    `${ran} One folder for each vendor that deviates; what is waived is not in it.`,
    '',
    ...packs.map(
      ({ vendor, exhibits }) =>
        `- [${cell(vendor)}](${encodeURIComponent(vendor)}/README.md): ${count(exhibits.length, 'deviation')}`,
    ),
    '',
    'To send one: `npm run evidence` packs it, `npm run evidence -- verify FILE` verifies a pack without a network.',
  ].join('\n')}\n`;
}
