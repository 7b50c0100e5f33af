/** From the plan and the events of a run to its report. Pure: the same events give the same report, and those of shards are simply concatenated. */
import { hashOf } from '../contract/clauses.ts';
import type { Contract, Json } from '../contract/types.ts';
import type { RunEnded, RunEvent, RunStarted } from '../run/events.ts';
import { resultsIn } from '../run/events.ts';
import { emptyResult, type CaseInfo } from '../run/result.ts';
import { causeReport, causesOf } from './causes.ts';
import { caseReports } from './case-verdicts.ts';
import { judgeClause } from './clause-verdicts.ts';
import { commonCauseReport, commonCauses, withCommonCauses } from './common-cause.ts';
import { countsOf } from './counts.ts';
import { gather, type Planned } from './evidence.ts';
import { quoteOf } from '../contract/quote.ts';
import type { ClauseReport, OperationReport, Report, Target } from './report.ts';
import { requestsOf } from './requests.ts';
import { judgeRun } from './run-verdict.ts';
import { notSelected, withSiblings } from './sampled.ts';
import { unjudgedBodies } from './unjudged-bodies.ts';
import { vacuousIn } from './vacuous.ts';
import { applyWaivers, type Waivers } from './waivers.ts';

/** What a run was to do. */
export interface RunPlan extends Planned {
  readonly targets: readonly Target[];
  readonly waivers: Waivers;
  /** A document as published, by the file that the place of a clause names; undefined where it cannot be read. */
  readonly published?: (file: string) => Json | undefined;
}

/** Identifies a plan: the same clauses and cases give the same hash. */
export const planHash = ({ catalogue, cases }: Planned): string =>
  hashOf([[...catalogue.values()].map(({ id, hash }) => [id, hash]), cases.map(({ id }) => id)]);

/** The report of a run. */
export function fold(plan: RunPlan, events: readonly RunEvent[]): Report {
  const of = <Kind extends RunEvent['kind']>(kind: Kind) =>
    events.filter((event): event is Extract<RunEvent, { kind: Kind }> => event.kind === kind);
  const [started, ended, finished] = [of('run-started'), of('run-ended'), resultsIn(events)];
  const { catalogue, contracts, targets } = plan;
  const common = commonCauses(contracts, finished);
  const results = withCommonCauses(finished, common, catalogue);
  const partial = partOf(started, plan);
  const selected = selectedIn(started, plan);
  const chosen = new Set(selected);
  const others = plan.cases.filter((info) => !chosen.has(info));
  const evidence = gather(plan, [...results, ...others.map((info) => ({ ...emptyResult(info), notRun: notSelected }))]);
  const judged = [...catalogue.values()].map((clause) => judgeClause(clause, evidence));
  const waived = applyWaivers(judged, plan.waivers, targets, partial.length === 0);
  const { problems } = waived;
  const quoted = waived.clauses.map((clause) => withQuote(clause, plan));
  const isSample = started.some(({ selection }) => selection?.sample !== undefined);
  const { clauses, sampled } = isSample ? withSiblings(quoted, catalogue) : { clauses: quoted, sampled: [] };
  const causes = causesOf(clauses);
  const cases = caseReports(selected, { results: evidence.results, clauses, causes });
  const operations = contracts.flatMap(operationReports);
  const notices = [
    ...of('notice').map(({ text }) => text),
    ...waived.notices,
    ...contracts.flatMap(flawNotices),
    ...contracts.flatMap(unjudgedBodies),
    ...results.flatMap((one) => one.notices),
  ];
  return {
    version: 2,
    ...judgeRun({
      clauses,
      cases,
      problems,
      invalid: invalidIn(plan, started) ?? ended.find(({ invalid }) => invalid !== undefined)?.invalid,
      isEmpty: results.length === 0,
      partial: [...common.map(({ because }) => because), ...partial, ...contracts.flatMap(flawReason)],
    }),
    ...timesOf(started, ended),
    ...scopeOf(started),
    ...(sampled.length > 0 && { sampled }),
    targets,
    operations,
    counts: countsOf(clauses, cases),
    requests: requestsOf(selected, results, of('unplanned-calls')),
    causes: [
      ...common.map((cause) => commonCauseReport(cause, clauses, results)),
      ...causes.map((cause) => causeReport(cause, operations)),
    ],
    clauses,
    cases,
    ...(problems.length > 0 ? { waivers: problems } : {}),
    notices: [...new Set(notices)],
    vacuous: vacuousIn(clauses, results, catalogue),
  };
}

/** What was run, as its start says. */
function scopeOf(started: readonly RunStarted[]): Pick<Report, 'selection' | 'unverified' | 'provenance'> {
  const [first] = started;
  const unverified = unverifiedIn(started);
  return {
    ...(first?.selection && { selection: first.selection.text }),
    ...(unverified.length > 0 && { unverified }),
    ...(first?.provenance && { provenance: first.provenance }),
  };
}

/** Documents and profiles that some shard could not use. */
const unverifiedIn = (started: readonly RunStarted[]): readonly string[] => [
  ...new Set(started.flatMap((event) => event.unverified ?? [])),
];

/** From the first beginning to the last end of all shards. */
function timesOf(started: readonly RunStarted[], ended: readonly RunEnded[]): Pick<Report, 'startedAt' | 'durationMs'> {
  const [first] = started.map(({ at }) => at).toSorted();
  const startedAt = first ?? new Date(0).toISOString();
  const last = ended.map(({ at }) => at).toSorted();
  return { startedAt, durationMs: Date.parse(last.at(-1) ?? startedAt) - Date.parse(startedAt) };
}

/** A clause that deviates with the vendor's own words: as published, not as an overlay has them. */
function withQuote(clause: ClauseReport, { catalogue, contracts, published }: RunPlan): ClauseReport {
  const known = catalogue.get(clause.id);
  const contract = contracts.find(({ id }) => id === clause.ref.contract);
  if (clause.findings.length === 0 || !known || !contract) return clause;
  const document = published ? published(clause.at.split('#')[0] ?? '') : contract.document;
  const quote = quoteOf(known, document ?? null, contract.document['x-reworded'] === true);
  return quote === undefined ? clause : { ...clause, quote };
}

/** Why the events prove nothing of the plan. */
const invalidIn = (plan: RunPlan, started: readonly RunStarted[]): string | undefined =>
  started.some((event) => event.plan !== planHash(plan))
    ? 'the events are of another plan: other documents, or another version of this suite'
    : undefined;

/** The cases that the run set out to run. */
function selectedIn(started: readonly RunStarted[], { cases }: Planned): readonly CaseInfo[] {
  const ids = new Set(started.flatMap(({ selection }) => selection?.cases ?? []));
  return started.some(({ selection }) => selection !== undefined) ? cases.filter(({ id }) => ids.has(id)) : cases;
}

/** Why not everything was run: a document that cannot be used, a selection, a shard that is not there. */
function partOf(started: readonly RunStarted[], { cases }: Planned): string[] {
  const selections = [
    ...new Set(
      started.flatMap(({ selection }) =>
        selection === undefined ? [] : [`${selection.cases.length} of ${cases.length} cases, ${selection.text}`],
      ),
    ),
  ];
  const shards = started.flatMap(({ shard }) => shard ?? []);
  const of = Math.max(0, ...shards.map((shard) => shard.of));
  const missing = Array.from({ length: of }, (_, index) => index + 1).filter(
    (index) => !shards.some((shard) => shard.index === index),
  );
  return [
    ...unverifiedIn(started).map((each) => `not verified: ${each}`),
    ...selections.map((selection) => `only a selection was run: ${selection}`),
    ...missing.map((index) => `shard ${index} of ${of} is missing`),
  ];
}

/** A document with flaws is not verified as a whole: what they concern is not judged. */
const flawReason = ({ file, findings }: Contract): string[] =>
  findings.length === 0
    ? []
    : [
        `${file} has ${findings.length === 1 ? '1 flaw; what it concerns' : `${findings.length} flaws; what they concern`} is not judged`,
      ];

/** Flaws of one document that are listed; `npm run corpus` counts them all. */
const mostFlaws = 25;

const flawNotices = ({ file, findings }: Contract): string[] => [
  ...findings
    .slice(0, mostFlaws)
    .map(({ at, sentence, places }) => `${at}: ${sentence}${places > 1 ? ` (${places} places)` : ''}`),
  ...(findings.length > mostFlaws ? [`${file} has ${findings.length - mostFlaws} more flaws`] : []),
];

function operationReports(contract: Contract): OperationReport[] {
  return [...contract.operations.values()].map((operation) => ({
    id: operation.id,
    name: operation.name,
    contract: contract.id,
    vendor: contract.vendor,
    method: operation.method,
    path: operation.path,
    responses: [...operation.responses.keys()],
    ...(operation.promises[0] ? { page: operation.promises[0].page } : {}),
  }));
}
