/** What a vendor's support needs to see a deviation itself: one folder a vendor, in it one a deviation, and nothing more. */
import { createHash } from 'node:crypto';
import { hashOf } from '../contract/clauses.ts';
import type { ClauseReport, FindingReport, Report, Target } from '../verdict/report.ts';
import { curlOf } from '../client/curl.ts';
import { neededVariables, reproduceScript, unrepeatable } from './reproduce/script.ts';
import { block, cell, code } from './quote.ts';
import { formatPlace } from '../contract/clause.ts';
import { groupBy } from '../contract/group-by.ts';
import { formerCodes } from '../verdict/finding-id.ts';
import { nameOf, rowOf } from './display-status.ts';
import { count, kindWords, moment } from './wording.ts';

export interface EvidenceFile {
  /** Below `evidence/`, with `/`. */
  readonly path: string;
  readonly text: string;
}

export interface Manifest {
  readonly version: 1;
  readonly vendor: string;
  readonly run: { readonly startedAt: string; readonly targets: readonly Target[] };
  readonly deviations: readonly {
    readonly folder: string;
    readonly clause: string;
    readonly code: string;
    readonly level: ClauseReport['level'];
    readonly findings: readonly string[];
  }[];
  readonly files: readonly { readonly path: string; readonly bytes: number; readonly sha256: string }[];
}

export const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

/** Findings of one clause and code: one thing to be mended. */
interface Deviation {
  readonly clause: ClauseReport;
  readonly code: string;
  readonly findings: readonly FindingReport[];
  readonly folder: string;
}

/** Every file of `evidence/`. The same report gives the same files. */
export function evidence(report: Report): EvidenceFile[] {
  const vendors = [...new Set(report.targets.map(({ vendor }) => vendor))].toSorted();
  const packs = vendors.flatMap((vendor) => {
    const deviations = deviationsOf(report, vendor);
    return deviations.length === 0 ? [] : [{ vendor, deviations }];
  });
  return [
    { path: 'README.md', text: overview(report, packs) },
    ...packs.flatMap(({ vendor, deviations }) =>
      pack(report, vendor, deviations).map(({ path, text }) => ({ path: `${vendor}/${path}`, text })),
    ),
  ];
}

function deviationsOf(report: Report, vendor: string): Deviation[] {
  const contracts = new Set(report.targets.filter((each) => each.vendor === vendor).map(({ contract }) => contract));
  const found = report.clauses
    .filter(({ ref, verdict }) => verdict === 'deviates' && contracts.has(ref.contract))
    .flatMap((clause) => {
      const open = clause.findings.filter(
        ({ waiver, fault }) => !waiver && (fault === 'vendor' || fault === 'document'),
      );
      return [...groupBy(open, (finding) => finding.code)].map(([name, findings]) => ({
        clause,
        code: name,
        findings,
      }));
    });
  return found
    .toSorted((a, b) => Number(a.clause.level !== 'MUST') - Number(b.clause.level !== 'MUST'))
    .map((each) => ({ ...each, folder: folderOf(report, each.clause, each.code) }));
}

const folderOf = (report: Report, { id, ref }: ClauseReport, name: string): string =>
  `${`${nameOf(report, rowOf(ref))}-${formatPlace(ref)}-${name}`
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 80)
    .replace(/-$/, '')}-${hashOf([id, formerCodes[name] ?? name]).slice(0, 6)}`;

function pack(report: Report, vendor: string, deviations: readonly Deviation[]): EvidenceFile[] {
  const files = [
    { path: 'README.md', text: readme(report, vendor, deviations) },
    ...deviations.flatMap((each) => filesOf(report, each)),
  ];
  const manifest: Manifest = {
    version: 1,
    vendor,
    run: { startedAt: report.startedAt, targets: report.targets.filter((each) => each.vendor === vendor) },
    deviations: deviations.map(({ folder, clause, code, findings }) => ({
      folder,
      clause: clause.id,
      code,
      level: clause.level,
      findings: findings.map(({ id }) => id),
    })),
    files: files.map(({ path, text }) => ({ path, bytes: Buffer.byteLength(text), sha256: sha256(text) })),
  };
  return [...files, { path: 'manifest.json', text: `${JSON.stringify(manifest, null, 2)}\n` }];
}

function filesOf(report: Report, deviation: Deviation): EvidenceFile[] {
  const { folder, clause, findings } = deviation;
  const [shown] = findings.filter((finding) => unrepeatable(finding) === undefined);
  const script = shown ?? findings.find(({ exchange }) => exchange !== undefined);
  return [
    { path: `${folder}/deviation.md`, text: page(report, deviation) },
    ...(script ? [{ path: `${folder}/reproduce.sh`, text: reproduceScript(clause, script) }] : []),
  ];
}

function overview(report: Report, packs: readonly { vendor: string; deviations: readonly Deviation[] }[]): string {
  const ran = `Run of ${moment(report.startedAt)}.`;
  if (packs.length === 0)
    return `# No deviation\n\n${ran} Nothing in it has to be sent to a vendor${report.verdict === 'invalid' ? ': it proves nothing, see conformance.md' : ''}.\n`;
  return `${[
    '# Evidence',
    '',
    `${ran} One folder for each vendor that deviates; what is waived is not in it.`,
    '',
    ...packs.map(
      ({ vendor, deviations }) =>
        `- [${cell(vendor)}](${encodeURIComponent(vendor)}/README.md): ${count(deviations.length, 'deviation')}`,
    ),
    '',
    'To send one: `npm run evidence` packs it, `npm run evidence -- verify FILE` verifies a pack without a network.',
  ].join('\n')}\n`;
}

function readme(report: Report, vendor: string, deviations: readonly Deviation[]): string {
  const must = deviations.filter(({ clause }) => clause.level === 'MUST');
  const should = deviations.filter(({ clause }) => clause.level !== 'MUST');
  const targets = report.targets.filter((each) => each.vendor === vendor);
  const rows = (list: readonly Deviation[]) => [
    '| Answer | What is promised | Expected | Observed | Seen |',
    '| --- | --- | --- | --- | --- |',
    ...list.map(({ folder, clause, findings: [first] }) =>
      first
        ? `| ${whereOf(report, clause)} | [${cell(clause.sentence)}](${folder}/deviation.md) | ${code(first.expected)} | ${code(first.actual)} | ${seen(first)} |`
        : '',
    ),
  ];
  return `${[
    `# ${cell(vendor)}: ${count(deviations.length, 'deviation')} from what its documents promise`,
    '',
    `Observed on ${moment(report.startedAt)} by an automated test of what the documents promise.`,
    '',
    ...targets.map(({ contract, origin, kind }) => `- ${code(contract)} on ${code(origin)} (${kindWords[kind]})`),
    '',
    ...(must.length > 0 ? ['## Promised, and not so', '', ...rows(must), ''] : []),
    ...(should.length > 0
      ? [
          '## Good practice, or inferred from the documents',
          '',
          'No promise is broken by these.',
          '',
          ...rows(should),
          '',
        ]
      : []),
    '## To see one yourself',
    '',
    'Each folder has `deviation.md` (what is promised and where, what was observed and when, trace ids) and `reproduce.sh`, which sends the smallest request that shows it:',
    '',
    '```sh',
    ...variablesOf(deviations).map((name) => `export ${name}=…`),
    'bash FOLDER/reproduce.sh',
    '```',
    '',
    'The records hold no credential and no value that could be health data: strings that the documents do not fix are given as their length.',
    '',
    '`manifest.json` has the SHA-256 of every file.',
  ].join('\n')}\n`;
}

const variablesOf = (deviations: readonly Deviation[]): string[] =>
  [...new Set(deviations.flatMap(({ findings }) => findings.flatMap(neededVariables)))].toSorted();

function page(report: Report, { clause, code: name, findings }: Deviation): string {
  const operation = report.operations.find(({ id }) => id === rowOf(clause.ref));
  const [file = '', pointer] = clause.at.split('#');
  const exchange = findings.find((each) => each.exchange)?.exchange;
  const traces = [...new Set(findings.flatMap(({ traceIds = [] }) => traceIds))];
  const times = findings.flatMap(({ firstSeen, lastSeen }) => (firstSeen && lastSeen ? [{ firstSeen, lastSeen }] : []));
  const first = times.map(({ firstSeen }) => firstSeen).toSorted()[0];
  const last = times
    .map(({ lastSeen }) => lastSeen)
    .toSorted()
    .at(-1);
  return `${[
    `# ${whereOf(report, clause)}: ${cell(clause.sentence)}`,
    '',
    `${clause.level}, ${code(name)}, clause ${code(clause.id)}`,
    '',
    '## Promised',
    '',
    `> ${cell(clause.sentence)}`,
    '',
    pointer === undefined
      ? `- Where: ${place(file)}`
      : `- Where: ${code(`#${pointer}`)} of your document, kept as ${code(file)}`,
    ...(operation?.page === undefined || operation.page === file ? [] : [`- Page: ${place(operation.page)}`]),
    `- What the document said there has the hash ${code(clause.hash)}`,
    ...(findings.some(({ fault }) => fault === 'document')
      ? ['- Your documents contradict themselves here: the passage above is one of two.']
      : []),
    '',
    '## Observed',
    '',
    '| At | Expected | Observed | Seen |',
    '| --- | --- | --- | --- |',
    ...findings.map((each) => `| ${code(each.at)} | ${code(each.expected)} | ${code(each.actual)} | ${seen(each)} |`),
    '',
    ...(first === undefined || last === undefined ? [] : [`- First seen ${moment(first)}, last seen ${moment(last)}`]),
    ...(traces.length > 0 ? [`- Trace ids: ${traces.map(code).join(', ')}`] : []),
    ...(exchange
      ? [`- The request below: ${moment(exchange.startedAt)}, answered after ${exchange.durationMs} ms`]
      : []),
    '',
    ...(exchange ? again(findings) : []),
  ]
    .join('\n')
    .trimEnd()}\n`;
}

function again(findings: readonly FindingReport[]): string[] {
  const finding = findings.find((each) => unrepeatable(each) === undefined) ?? findings.find((each) => each.exchange);
  if (!finding?.exchange) return [];
  const { exchange, before = [] } = finding;
  const missing = unrepeatable(finding);
  const { answer, unanswered } = exchange;
  return [
    '## To see it again',
    '',
    ...(before.length > 0
      ? [
          `The request names what the run had made and removed since: ${count(before.length, 'request')} first ${before.length === 1 ? 'makes' : 'make'} it anew. \`bash reproduce.sh\` does both, and leaves it there.`,
          '',
        ]
      : ['`bash reproduce.sh` sends this line:', '']),
    ...(missing === undefined ? [] : [`Before that: ${missing}.`, '']),
    ...block('sh', [...before, exchange].map(({ request }) => curlOf(request)).join('\n')),
    '',
    '## What was answered',
    '',
    ...(answer
      ? block(
          'http',
          [String(answer.status), ...answer.headers.map(([name, value]) => `${name}: ${value}`), '', answer.body].join(
            '\n',
          ),
        )
      : [`No answer: ${code(unanswered ?? 'no reason was recorded')}`]),
  ];
}

const seen = ({ reproduced: { k, n }, streak, occurrences }: FindingReport): string =>
  `${k} of ${n} askings, ${count(occurrences, 'answer')}${streak !== undefined && streak > 1 ? `, in ${streak} runs in a row` : ''}`;

/** `DELETE /notes/{noteId}/images/{imageId}`, 404. */
function whereOf(report: Report, { ref }: ClauseReport): string {
  const known = report.operations.find(({ id }) => id === rowOf(ref));
  return `${code(known ? `${known.method} ${known.path}` : rowOf(ref))}${ref.status === undefined ? '' : `, ${cell(ref.status)}`}`;
}

const place = (at: string): string => (/^https?:\/\/[^\s<>()]+$/.test(at) ? `<${at}>` : code(at));
