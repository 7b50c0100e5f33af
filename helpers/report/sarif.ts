/** What deviates as SARIF 2.1.0, for code scanning: one result a cause, at the place that promises otherwise. */
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Level } from '../contract/types.ts';
import type { CauseReport, ClauseReport, FindingReport, Report } from '../verdict/report.ts';
import type { SarifLevel, SarifLog, SarifPlace, SarifResult, SarifRule } from './sarif-log.ts';
import { sourcePlace, type LineOf } from './source-line.ts';

const levels: Readonly<Record<Level, SarifLevel>> = { MUST: 'error', SHOULD: 'warning', INFO: 'note' };

/** Places of one result beside the first. */
const mostPlaces = 20;

/**
 * The whole log. `lineOf` gives the line of a place, counted from 1. A rule is the code of a finding; a result is recognised
 * over runs by the id of its cause. What a waiver covers is no result.
 */
export function sarif(report: Report, lineOf: LineOf): SarifLog {
  const clauses = new Map(report.clauses.map((clause) => [clause.id, clause]));
  const found = (report.causes ?? []).flatMap((cause) => resultOf(cause, clauses, placer(report, lineOf)) ?? []);
  const rules = new Map(found.map(({ rule }) => [rule.id, rule]));
  const version = report.provenance?.suite.version;
  return {
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: { name: 'vendor-conformance', ...(version !== undefined && { version }), rules: [...rules.values()] },
        },
        results: found.map(({ result }) => result),
      },
    ],
  };
}

type Placer = (clause: ClauseReport) => SarifPlace;

/** A clause of a page stands in no file of the repository: the document of its contract stands for it. */
const placer =
  ({ provenance }: Report, lineOf: LineOf): Placer =>
  ({ id, at, ref }) => {
    const own = sourcePlace(at);
    const document = provenance?.documents.find(({ contract }) => contract === ref.contract)?.file;
    const place = own ?? { file: document ?? `specs/${ref.contract}`, pointer: '' };
    const startLine = lineOf(place);
    return {
      physicalLocation: {
        artifactLocation: { uri: path.isAbsolute(place.file) ? pathToFileURL(place.file).href : encodeURI(place.file) },
        ...(startLine !== undefined && { region: { startLine } }),
      },
      logicalLocations: [{ fullyQualifiedName: id, kind: 'member' }],
    };
  };

function resultOf(
  cause: CauseReport,
  clauses: ReadonlyMap<string, ClauseReport>,
  placeOf: Placer,
): { readonly rule: SarifRule; readonly result: SarifResult } | undefined {
  const own = cause.clauses.flatMap((id) => clauses.get(id) ?? []).filter(({ verdict }) => verdict === 'deviates');
  const [first, ...others] = own;
  const finding = first?.findings.find(({ id }) => cause.findings.includes(id)) ?? first?.findings[0];
  if (!first || !finding) return undefined;
  const rule = { id: finding.code, shortDescription: { text: ruleWords(finding.code) } };
  return {
    rule,
    result: {
      ruleId: rule.id,
      level: levels[cause.level],
      message: { text: messageOf(cause, first, finding) },
      locations: [placeOf(first)],
      ...(others.length > 0 && { relatedLocations: others.slice(0, mostPlaces).map(placeOf) }),
      partialFingerprints: { cause: cause.id },
      properties: { clause: first.id, promised: first.at, finding: finding.id },
    },
  };
}

const ruleWords = (code: string): string => code.toLowerCase().replaceAll('_', ' ');

const messageOf = ({ title, clauses }: CauseReport, { sentence }: ClauseReport, finding: FindingReport): string =>
  [
    `${title}.`,
    `Promised: ${sentence}`,
    `Expected ${finding.expected}, actual ${finding.actual} (${finding.reproduced.k} of ${finding.reproduced.n}).`,
    ...(clauses.length > 1 ? [`It shows in ${clauses.length} clauses.`] : []),
  ].join('\n');
