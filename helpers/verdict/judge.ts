/** One answer before all checks, and before what its case expects. */
import { responseFor } from '../contract/operations.ts';
import type { Answered, Check, Outcome } from '../contract/types.ts';
import type { Expectation } from '../cases/types.ts';

/** What all checks say of an answer. A check that throws is a fault of the suite and is reported as such by the caller. */
export const askAll = (
  checks: readonly Check[],
  { operation, answer }: Pick<Answered, 'operation' | 'answer'>,
): Outcome[] => checks.flatMap((check) => check.ask(operation, answer));

/** `404` covers itself, `4XX` its class, `*` everything. */
export const covers = (patterns: readonly string[], status: number): boolean =>
  patterns.some(
    (pattern) =>
      pattern === '*' || pattern === String(status) || pattern.toUpperCase() === `${Math.floor(status / 100)}XX`,
  );

/** Statuses by which a vendor says that something behind it is in trouble, or that it was asked too often. */
const environmental = [429, 502, 503, 504];

/** What the case's own clause says of the answer. */
export function expectation({ operation, answer }: Answered, expect: Expectation): Outcome {
  const { status } = answer;
  const { clause } = expect;
  const documented = responseFor(operation, status) !== undefined;
  if (covers(expect.statuses, status) && status < 500) return observedOrHeld(expect, status);
  if (
    covers(
      expect.statuses.filter((each) => each !== '*'),
      status,
    )
  )
    return observedOrHeld(expect, status);
  if (expect.undocumented && status >= 400 && status < 500) return observedOrHeld(expect, status);
  if (documented && environmental.includes(status))
    return { kind: 'undecidable', clause: clause.id, because: `${environment}: answered ${status}` };
  const wanted = expect.statuses.includes('*') ? 'any documented answer but a failure' : expect.statuses.join(' | ');
  // Silence of the documents never means a failure: where the case's own clause only warns or asks, a 5xx breaks the documented statuses.
  const broken = status >= 500 && clause.level !== 'MUST' ? `${operation.id}/responses` : clause.id;
  const code =
    status >= 500 ? 'SERVER_ERROR' : status < 300 ? (expect.acceptedCode ?? 'STATUS_UNEXPECTED') : 'STATUS_UNEXPECTED';
  return {
    kind: 'violated',
    findings: [{ code, clause: broken, at: 'status', expected: wanted, actual: String(status) }],
  };
}

/** How an undecided outcome begins that is no fault of vendor or suite. */
export const environment = 'environment';

const observedOrHeld = ({ clause }: Expectation, status: number): Outcome =>
  clause.level === 'ASKS'
    ? { kind: 'undecidable', clause: clause.id, because: `answered ${status}` }
    : { kind: 'holds', clause: clause.id };
