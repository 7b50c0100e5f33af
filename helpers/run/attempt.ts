/** What one run of a case's body has to say, while it is collected. */
import type { Finding, Outcome } from '../contract/types.ts';
import { shownPlace } from '../checks/read.ts';
import type { Redactor } from '../config/redactor.ts';
import type { ExchangeRecord } from './exchange-record.ts';
import { openLedger, type Ledger } from './ledger.ts';
import type { CaseResult, ClauseOutcome, ExtraCalls, PlainAnswer } from './result.ts';

export interface Attempt {
  readonly outcomes: ClauseOutcome[];
  readonly records: ExchangeRecord[];
  readonly observed: { clause: string; text: string; places?: readonly string[] }[];
  readonly unique: { clause: string; value: string; record: number }[];
  readonly made: Record<string, number>;
  readonly extra: ExtraCalls[];
  readonly answered: Record<string, number>;
  readonly plain: PlainAnswer[];
  readonly unanswered: CaseResult['unanswered'][number][];
  readonly silent: Set<string>;
  readonly notices: string[];
  readonly flipped: Set<string>;
  /** What has to be removed at the end of the case. */
  readonly kept: Ledger;
  notRun?: string;
  error?: string;
  /** The vendor changed what it must not, or made what cannot be removed: the case is not repeated. */
  damaged?: true;
}

/** `canonicalId` gives the same text for all spellings of an id. */
export const newAttempt = (canonicalId: (kind: string, id: string) => string = (_kind, id) => id): Attempt => ({
  outcomes: [],
  records: [],
  observed: [],
  unique: [],
  made: {},
  extra: [],
  answered: {},
  plain: [],
  unanswered: [],
  silent: new Set(),
  notices: [],
  flipped: new Set(),
  kept: openLedger(canonicalId),
});

/** Adds an outcome, with the index of the exchange it is about. */
export function addOutcome(state: Attempt, redactor: Redactor, outcome: Outcome, record?: number): void {
  const about = record === undefined ? {} : { record };
  if (outcome.kind === 'pass') state.outcomes.push({ kind: 'pass', clause: outcome.clause, ...about });
  else if (outcome.kind === 'fail') {
    const { finding } = outcome;
    state.outcomes.push({
      kind: 'fail',
      clause: finding.clause,
      finding: { ...finding, at: shownPlace(finding.at), actual: redactor.text(finding.actual) },
      k: 1,
      n: 1,
      ...about,
    });
  } else if (outcome.kind === 'inconclusive' || outcome.kind === 'unwitnessed') state.outcomes.push(outcome);
  else if (outcome.kind === 'recorded') {
    const { clause, value, places } = outcome;
    state.observed.push({ clause, text: value, ...(places !== undefined && { places }) });
  }
}

/** What makes two findings the same one. */
export const signature = ({ clause, code, at: place }: Finding): string => `${clause}|${code}|${place}`;

/** The findings of an attempt, by signature. */
export const signatures = ({ outcomes }: Attempt): string[] => [
  ...new Set(outcomes.flatMap((each) => (each.kind === 'fail' ? [signature(each.finding)] : []))),
];
