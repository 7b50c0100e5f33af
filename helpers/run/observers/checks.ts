/** Judges each exchange by every check: what the documents promise of all answers. */
import type { Redactor } from '../../config/redactor.ts';
import { clauseIdAt, ofOperation } from '../../contract/clause.ts';
import { inconclusive } from '../../checks/outcome.ts';
import { responseFor } from '../../contract/operations.ts';
import { policyOf } from '../../contract/status-oracle.ts';
import type { Answered, Check, Level, Outcome } from '../../contract/types.ts';
import type { CallOptions } from '../../profile/vendor.ts';
import { addOutcome } from '../attempt.ts';
import { levelLimit, runChecks } from '../judge.ts';
import type { Observer } from '../published.ts';

export const observeChecks =
  (checks: readonly Check[], redactor: Redactor): Observer =>
  ({ request, exchange, judgedAs, record }, state) => {
    const transport = clauseIdAt(exchange.operation, ofOperation('transport'));
    if (exchange.kind === 'unanswered') {
      const isLimit = exchange.why === 'too-large';
      // No document says how large an answer may be: only one that is held to every word is held to this.
      if (isLimit && policyOf(exchange.operation).statuses === 'default')
        addOutcome(state, redactor, inconclusive(transport, 'environment', exchange.because), record);
      else if (isLimit || exchange.why === 'transport')
        addOutcome(
          state,
          redactor,
          {
            kind: 'fail',
            finding: {
              code: 'TRANSPORT',
              clause: transport,
              at: 'transport',
              expected: 'a complete answer',
              actual: exchange.because,
            },
          },
          record,
        );
      return;
    }
    const { answer } = exchange;
    addOutcome(state, redactor, { kind: 'pass', clause: transport }, record);
    const limit = levelLimit(exchange);
    for (const outcome of runChecks(checks, { ...exchange, operation: judgedAs }))
      if (!isAccepted(outcome, answer.status, request.options) && !isDocumented(outcome, exchange))
        addOutcome(state, redactor, limited(outcome, limit), record);
  };

/** What a gateway does not promise: the vendor's statuses, types, headers and shapes. Leaks and broken framing are nobody's right. */
const promisesOfVendor: ReadonlySet<string> = new Set([
  'STATUS_UNDOCUMENTED',
  'CONTENT_TYPE',
  'HEADER_ABSENT',
  'HEADER_VALUE',
  'BODY_REQUIRED',
  'BODY_TYPE',
  'BODY_ENUM',
  'BODY_FORMAT',
  'BODY_PATTERN',
  'BODY_EMPTY_VALUE',
  'BODY_UNDECLARED',
  'BODY_SCHEMA',
]);

const limited = (outcome: Outcome, level: Level | undefined): Outcome =>
  outcome.kind === 'fail' && level !== undefined && promisesOfVendor.has(outcome.finding.code)
    ? { kind: 'fail', finding: { ...outcome.finding, level } }
    : outcome;

/** What is promised of undocumented errors says nothing about a status that the operation documents, whoever answered with it. */
const isDocumented = (outcome: Outcome, { operation, answer }: Answered): boolean =>
  outcome.kind === 'fail' && outcome.finding.code === 'ENVELOPE' && responseFor(operation, answer.status) !== undefined;

/** An undocumented status that the case accepts. */
const isAccepted = (outcome: Outcome, status: number, { tolerant, outside }: CallOptions): boolean =>
  ((tolerant === true && status < 500) || (outside === true && status === 501)) &&
  outcome.kind === 'fail' &&
  outcome.finding.code === 'STATUS_UNDOCUMENTED';
