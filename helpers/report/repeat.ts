/** The line that runs the case of a finding again, with the calls that it makes. */
import { groupBy } from '../contract/group-by.ts';
import { repeatLine, selectionOf } from '../run/select.ts';
import { carrierOf, casesOf, type Cause } from '../verdict/causes.ts';
import type { CaseReport, ClauseReport, FindingReport, Report } from '../verdict/report.ts';
import { count } from './wording.ts';

export interface Repeat {
  readonly command: string;
  /** Calls of the case and of what runs before it; undefined where the report does not know them. */
  readonly calls?: number;
}

export interface Repeats {
  ofCause(cause: Cause): Repeat | undefined;
  ofFinding(finding: FindingReport, clause: ClauseReport): Repeat | undefined;
  /** The first case that decides a clause. */
  ofClause(clause: ClauseReport): Repeat | undefined;
}

const known = new WeakMap<Report, Repeats>();

/** How to run a part of a report's run again. Undefined where no target of the run has the contract. */
export function repeatsOf(report: Report): Repeats {
  const repeats = known.get(report) ?? newRepeats(report);
  known.set(report, repeats);
  return repeats;
}

function newRepeats(report: Report): Repeats {
  const cases = new Map(report.cases.map((one) => [one.id, one]));
  const vendors = new Map(report.targets.map(({ contract, vendor }) => [contract, vendor]));
  const contracts = new Map(report.operations.map(({ id, contract }) => [id, contract]));
  const before = groupBy(
    report.cases.filter(({ preflight }) => preflight),
    ({ operation }) => vendors.get(contracts.get(operation) ?? ''),
  );
  const of = (contract: string, ids: readonly (string | undefined)[]): Repeat | undefined => {
    const vendor = vendors.get(contract);
    if (vendor === undefined) return undefined;
    const one = ids.flatMap((id) => cases.get(id ?? '') ?? []).find(({ preflight }) => !preflight);
    // What runs before the cases runs whichever are selected, so each case of the vendor repeats it.
    if (!one) return report.provenance?.adHoc ? undefined : { command: `npm run conformance -- ${vendor}` };
    const calls = [one, ...(before.get(vendor) ?? [])].map((each) => each.calls);
    return {
      command: report.provenance?.adHoc
        ? `the same command with ${selectionOf(one)}`
        : repeatLine(vendor, one satisfies CaseReport),
      ...(calls.every((each) => each !== undefined) && { calls: calls.reduce((sum, each) => sum + each, 0) }),
    };
  };
  return {
    ofCause: (cause) => of(cause.contract, [carrierOf(cause), ...casesOf(cause)]),
    ofFinding: ({ exchange, cases: ids }, { ref }) => of(ref.contract, [exchange?.case, ...ids]),
    ofClause: ({ ref, cases: ids }) => of(ref.contract, ids),
  };
}

/** `4 calls`; empty where they are not known. */
export const callsOf = ({ calls }: Repeat): string => (calls === undefined ? '' : count(calls, 'call'));
