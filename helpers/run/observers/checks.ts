/** Judges each exchange by every check: what the documents promise of all answers. */
import type { Redactor } from '../../config/redactor.ts';
import { clauseIdAt, ofOperation } from '../../contract/clause.ts';
import { responseFor } from '../../contract/operations.ts';
import type { Answered, Check, Outcome } from '../../contract/types.ts';
import type { CallOptions } from '../../profile/vendor.ts';
import { addOutcome } from '../attempt.ts';
import { runChecks } from '../judge.ts';
import type { Observer } from '../published.ts';

export const observeChecks =
  (checks: readonly Check[], redactor: Redactor): Observer =>
  ({ request, exchange, judgedAs, record }, state) => {
    const transport = clauseIdAt(exchange.operation, ofOperation('transport'));
    if (exchange.kind === 'unanswered') {
      if (exchange.why === 'transport')
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
    for (const outcome of runChecks(checks, { operation: judgedAs, answer }))
      if (!isAccepted(outcome, answer.status, request.options) && !isDocumented(outcome, exchange))
        addOutcome(state, redactor, outcome, record);
  };

/** What is promised of undocumented errors says nothing about a status that the operation documents, whoever answered with it. */
const isDocumented = (outcome: Outcome, { operation, answer }: Answered): boolean =>
  outcome.kind === 'fail' && outcome.finding.code === 'ENVELOPE' && responseFor(operation, answer.status) !== undefined;

/** An undocumented status that the case accepts. */
const isAccepted = (outcome: Outcome, status: number, { tolerant, outside }: CallOptions): boolean =>
  ((tolerant === true && status < 500) || (outside === true && status === 501)) &&
  outcome.kind === 'fail' &&
  outcome.finding.code === 'STATUS_UNDOCUMENTED';
