/** The lines that a run adds to the history, one for each vendor. */
import { hashOf } from '../../contract/clauses.ts';
import { placeOf } from '../place.ts';
import type { ClauseReport, ExchangeRecord, Report } from '../report.ts';
import { historyVersion, runLineId, type RunLine } from './history-line.ts';

/** What is needed of an exchange. */
export type Timed = Pick<ExchangeRecord, 'operation' | 'durationMs'> & { readonly answer?: unknown };

/** Durations of one operation that are kept of one run. */
const mostDurations = 200;

/** The lines of a run; `earlier` is the history so far. */
export function linesOfRun(report: Report, exchanges: readonly Timed[], earlier: readonly RunLine[]): RunLine[] {
  const vendors = [...new Set(report.targets.map(({ vendor }) => vendor))];
  return vendors.map((vendor) => lineOfVendor(report, exchanges, earlier, vendor));
}

function lineOfVendor(
  report: Report,
  exchanges: readonly Timed[],
  earlier: readonly RunLine[],
  vendor: string,
): RunLine {
  const targets = report.targets.filter((target) => target.vendor === vendor);
  const contracts = new Set(targets.map(({ contract }) => contract));
  const clauses = report.clauses.filter(({ ref }) => contracts.has(ref.contract));
  const operations = new Set(report.operations.filter((each) => each.vendor === vendor).map(({ id }) => id));
  const own = exchanges.filter(({ operation }) => operations.has(operation));
  const [first] = targets;
  const place = first === undefined ? 'none' : placeOf(first);
  const where = { at: report.startedAt, vendor, environment: first?.kind ?? 'none', place };
  const known = new Set(
    earlier
      .filter((line) => line.vendor === vendor && line.environment === where.environment && line.place === place)
      .flatMap(({ findings }) => findings.map(({ clause }) => clause)),
  );
  return {
    v: historyVersion,
    kind: 'run',
    id: runLineId(where),
    ...where,
    verdict: report.verdict,
    documents: Object.fromEntries([...contracts].map((contract) => [contract, documentHash(clauses, contract)])),
    must: tallyOf(clauses, 'MUST'),
    should: tallyOf(clauses, 'SHOULD'),
    findings: clauses.flatMap(findingsOf),
    undecided: clauses.filter(({ id, verdict }) => known.has(id) && !isDecided(verdict)).map(({ id }) => id),
    recorded: Object.fromEntries(clauses.flatMap(recordedOf)),
    calls: {
      answered: own.filter(({ answer }) => answer !== undefined).length,
      unanswered: own.filter(({ answer }) => answer === undefined).length,
    },
    latency: latencyOf(own),
  };
}

const isDecided = (verdict: ClauseReport['verdict']): boolean =>
  verdict === 'conforms' || verdict === 'deviates' || verdict === 'waived';

const documentHash = (clauses: readonly ClauseReport[], contract: string): string =>
  hashOf(clauses.filter(({ ref }) => ref.contract === contract).map(({ id, hash, level }) => [id, level, hash]));

function tallyOf(clauses: readonly ClauseReport[], level: 'MUST' | 'SHOULD'): RunLine['must'] {
  const own = clauses.filter((clause) => clause.level === level);
  const of = (verdict: ClauseReport['verdict']) => own.filter((clause) => clause.verdict === verdict).length;
  return {
    kept: of('conforms'),
    deviating: of('deviates'),
    waived: of('waived'),
    open: own.filter(({ verdict, conditional }) => !isDecided(verdict) && conditional !== true).length,
  };
}

/** What the vendor has to mend; what the environment or the suite did is no part of its record. */
function findingsOf({ id: clause, findings }: ClauseReport): RunLine['findings'] {
  return findings.flatMap((finding) =>
    finding.fault === 'vendor' && finding.level !== 'INFO'
      ? [
          {
            id: finding.id,
            clause,
            code: finding.code,
            level: finding.level,
            at: finding.at,
            waived: finding.waiver !== undefined,
          },
        ]
      : [],
  );
}

/** Times differ from run to run by themselves, and how often something was seen is no change of it. */
function recordedOf({ id, ref, level, observed, undeclared }: ClauseReport): [string, string[]][] {
  if (undeclared !== undefined) return [[id, [...undeclared]]];
  if (level !== 'INFO' || observed === undefined || ref.rule === 'time') return [];
  return [
    [
      id,
      observed
        .split('; ')
        .map((text) => text.replace(/ \(\d+x\)$/, '').slice(0, 120))
        .toSorted(),
    ],
  ];
}

function latencyOf(exchanges: readonly Timed[]): RunLine['latency'] {
  const latency: Record<string, { n: number; ms: number[] }> = {};
  for (const operation of [...new Set(exchanges.map((each) => each.operation))].toSorted()) {
    const all = exchanges
      .filter((each) => each.operation === operation && each.answer !== undefined)
      .map(({ durationMs }) => Math.round(durationMs))
      .toSorted((a, b) => a - b);
    if (all.length > 0) latency[operation] = { n: all.length, ms: thinned(all) };
  }
  return latency;
}

/** At most 200 of sorted values, evenly spaced ranks, the least and the greatest among them. */
function thinned(sorted: readonly number[]): number[] {
  if (sorted.length <= mostDurations) return [...sorted];
  return Array.from({ length: mostDurations }, (_, index) => {
    const rank = Math.round((index * (sorted.length - 1)) / (mostDurations - 1));
    return sorted[rank] ?? 0;
  });
}
