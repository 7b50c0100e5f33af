/** Puts the three ways together for one vendor: pinned documents, current ones, and what the last runs saw. */
import { createHash } from 'node:crypto';
import type { Collected } from '../../contract/import/collect.ts';
import { linkClauses, noClauseChanges, type ClauseChanges, type ContractView } from './clause-changes.ts';
import { operationKey } from './compare.ts';
import type { Explained } from './explained.ts';
import { latencyShifts, type Timing } from './latency.ts';
import { movedThings, type MovedThing } from './moved.ts';
import { observationsOf, type Observation, type ObservedRun } from './observed.ts';
import type { Beside, Comparison, PinnedDocument } from './published.ts';
import type { DriftReport } from './report.ts';
import type { Uses } from './uses.ts';

/** A contract with the id that reports know it by. */
export interface NamedContract extends ContractView {
  readonly id: string;
  /** `v2`: as in `<version>.openapi.yaml`. */
  readonly version: string;
}

export interface DriftInput {
  readonly vendor: string;
  /** UTC, ISO 8601. */
  readonly at: string;
  readonly pinned: readonly PinnedDocument[];
  /** What was published and how it stands beside what is pinned; undefined where no current document was named. */
  readonly published?: { readonly collected: Collected; readonly beside: Beside };
  /** The pinned documents as contracts, and what they would be with all that was published (`substanceOf`). */
  readonly contracts: readonly NamedContract[];
  readonly currentContracts: readonly NamedContract[];
  /** Oldest first; the last one that judged a contract counts. */
  readonly runs: readonly ObservedRun[];
  readonly explained: readonly Explained[];
  readonly uses?: Uses;
  readonly timings?: readonly Timing[];
  readonly notices?: readonly string[];
}

/** The drift of one vendor. Pure: the same input gives the same report. */
export function driftOf(input: DriftInput): DriftReport {
  const { vendor, at, pinned, published, contracts, runs } = input;
  const known = new Set(input.explained.map(({ id }) => id));
  const parts = pinned.map((document) => driftOfDocument(input, document, known));
  const contractIds = new Set(contracts.map(({ id }) => id));
  return {
    version: 1,
    vendor,
    at,
    current: (published?.collected.texts ?? []).map(({ name, text }) => ({
      name,
      sha256: createHash('sha256').update(text).digest('hex'),
    })),
    compared: (published?.beside.compared ?? []).map((each) => each.pinned.file),
    runs: runs
      .filter(({ targets }) => targets.some(({ contract }) => contractIds.has(contract)))
      .map(({ startedAt, targets }) => ({ startedAt, environments: [...new Set(targets.map(({ kind }) => kind))] })),
    things: parts.flatMap(({ things }) => things),
    otherClauses: joined(parts.map(({ others }) => others)),
    latency: latencyShifts(input.timings ?? []),
    notices: [...(input.notices ?? []), ...noticesOf(input)],
  };
}

interface Part {
  readonly things: readonly MovedThing[];
  readonly others: ClauseChanges;
}

function driftOfDocument(input: DriftInput, document: PinnedDocument, known: ReadonlySet<string>): Part {
  const comparison = input.published?.beside.compared.find(({ pinned }) => pinned.file === document.file);
  const contract = input.contracts.find(({ version }) => version === document.version);
  const current = input.currentContracts.find(({ version }) => version === document.version);
  const run = input.runs.findLast(({ targets }) => targets.some((target) => target.contract === contract?.id));
  const observations = run && contract ? observationsOf(run, new Set([contract.id])) : [];
  const changes = comparison?.news ?? [];
  const clauses =
    contract && current && comparison
      ? linkClauses(changes, contract, current)
      : { of: new Map(), others: noClauseChanges };
  const things = movedThings({
    contract: contract?.id ?? `${input.vendor}-${document.version}`,
    changes,
    clauses,
    observations: observations.filter(({ id }) => !known.has(id)),
    verdicts: new Map(run?.clauses.map(({ id, verdict }) => [id, verdict])),
    seen: seenIn(run),
    uses: input.uses,
  });
  return { things, others: known.size > 0 ? withoutKnown(clauses.others, comparison) : clauses.others };
}

/** Differences that were explained once move clauses too: they are as known as what moves them. */
const withoutKnown = (others: ClauseChanges, comparison: Comparison | undefined): ClauseChanges =>
  (comparison?.known ?? []).some(({ severity }) => severity !== 'editorial') ? noClauseChanges : others;

/** The documented responses that a run has judged, by operation. */
function seenIn(run: ObservedRun | undefined): ReadonlySet<string> {
  const operations = new Map(run?.operations.map(({ id, method, path }) => [id, operationKey(method, path)]));
  return new Set(
    run?.clauses.flatMap(({ ref, verdict }) =>
      ref.scope === 'response' && (verdict === 'conforms' || verdict === 'deviates')
        ? [`${operations.get(ref.operation ?? '') ?? ''} ${ref.status ?? ''}`]
        : [],
    ),
  );
}

function joined(list: readonly ClauseChanges[]): ClauseChanges {
  const of = (key: keyof ClauseChanges) => list.flatMap((each) => each[key]);
  return {
    appear: of('appear'),
    vanish: of('vanish'),
    tighten: of('tighten'),
    loosen: of('loosen'),
    alter: of('alter'),
  };
}

function noticesOf({ published }: DriftInput): string[] {
  if (!published)
    return [
      'no current document was named (--from, or <VENDOR>_SPEC_URL): only what runs observed is compared with what is pinned',
    ];
  const { beside, collected } = published;
  return [
    ...collected.unread.map(
      ({ name, because }) => `${name} could not be read: ${because}; what it shows was not compared`,
    ),
    ...beside.alone.map(({ file }) => `${file}: nothing of it was found in what is published now`),
    ...beside.fresh.map(({ version, parts }) => `${version} is published and not pinned (${parts.length} pages)`),
    ...beside.compared.flatMap(({ published: { conflicts } }) =>
      conflicts
        .filter(({ wording }) => !wording)
        .map(({ pointer, kept, dropped }) => `${kept.from} and ${dropped.from} contradict each other at ${pointer}`),
    ),
  ];
}

/** What an observation is called in explained.lock once it is accepted. */
export const observationPointer = ({ places }: Pick<Observation, 'places'>): string =>
  `${places[0].operation}#${places[0].status ?? ''}${places[0].pointer ?? ''}`;
