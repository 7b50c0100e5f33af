/** A vendor did what it had to reject: reported at once, never repeated, with what was lost or added. */
import type { OutgoingRequest } from '../../client/request.ts';
import { clauseIdAt, ofOperation } from '../../contract/clause.ts';
import type { Redactor } from '../../config/redactor.ts';
import type { Vendor } from '../../profile/vendor.ts';
import { addOutcome } from '../attempt.ts';
import type { Observer } from '../published.ts';

export interface DamageOptions {
  readonly redactor: Redactor;
  /** The variable of the fixture that a request would write to, if it names one. */
  readonly fixtureIn: (request: OutgoingRequest) => string | undefined;
  readonly vendorOf: (request: OutgoingRequest) => Vendor;
  /** Variables of the fixtures that were changed in this run. */
  readonly damaged: Set<string>;
  /** The MUST clause that the case sets out to prove, if there is one. */
  readonly clause: string | undefined;
}

export const observeDamage =
  ({ redactor, fixtureIn, vendorOf, damaged, clause }: DamageOptions): Observer =>
  ({ request, exchange, record }, state) => {
    const fixture = fixtureIn(request);
    if (fixture === undefined || exchange.kind === 'unanswered' || exchange.answer.status >= 300) return;
    const { operation, plan } = request;
    const { status } = exchange.answer;
    damaged.add(fixture);
    state.damaged = true;
    const isLost = vendorOf(request).removedIds(operation, plan).length > 0;
    const what = isLost
      ? `the resource of ${fixture} was deleted: restore it before the next run`
      : `something was added to the resource of ${fixture}; it is being removed`;
    state.notices.push(`DAMAGE: ${operation.id} answered ${status} where it must reject: ${what}`);
    addOutcome(
      state,
      redactor,
      {
        kind: 'fail',
        finding: {
          code: 'DAMAGE',
          clause: clause ?? clauseIdAt(operation, ofOperation('responses')),
          at: 'status',
          expected: `a rejection of the ${plan.method} on the resource of ${fixture}`,
          actual: `${status}: ${isLost ? 'it was deleted' : 'it was added to'}`,
          status,
        },
      },
      record,
    );
  };
