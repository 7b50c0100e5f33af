/** How a check makes the outcomes that `contract/clause.ts` defines. */
import type { Finding, InconclusiveCause, Outcome } from '../contract/types.ts';

export const pass = (clause: string): Outcome => ({ kind: 'pass', clause });
export const fail = (finding: Finding): Outcome => ({ kind: 'fail', finding });
/** The check has nothing to judge here, or another check owns the case; `because` is for who debugs a check. */
export const notApplicable = (because: string): Outcome => ({ kind: 'not-applicable', because });
/** The documents are silent: `value` is noted with the clause and never judged. */
export const recorded = (clause: string, value: string, places?: readonly string[]): Outcome => ({
  kind: 'recorded',
  clause,
  value,
  ...(places !== undefined && { places }),
});
/** The answer had no part that would have decided the clause; another answer may. */
export const unwitnessed = (clause: string, because: string): Outcome => ({ kind: 'unwitnessed', clause, because });
/** No verdict is possible; `because` says in words what `cause` says as data. */
export const inconclusive = (clause: string, cause: InconclusiveCause, because: string): Outcome => ({
  kind: 'inconclusive',
  clause,
  cause,
  because,
});
