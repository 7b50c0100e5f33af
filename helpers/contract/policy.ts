/** How much a document promises by what it leaves out: two decisions that a vendor's profile takes. */
import type { Clause } from './clause.ts';
import { clauseSet } from './clause-set.ts';
import type { Contract } from './operation.ts';

export interface Policy {
  /** `complete`: the document names every status, so another one is a deviation. `default`: it names what is expected. */
  readonly statuses: 'default' | 'complete';
  /** Whether a value outside its schema must be rejected (MUST) or should be (SHOULD). */
  readonly strictInput: boolean;
}

/** Of a document without a profile: OpenAPI 3.0.3 (Responses Object) expects known errors, not all of them. */
export const defaultPolicy: Policy = { statuses: 'default', strictInput: false };

/** Good manners of HTTP that the document does not mention: what it does not justify is no warning by default. */
const isManner = ({ level, ref }: Clause): boolean =>
  level === 'SHOULD' &&
  ((ref.group === 'http' && ref.rule === 'allow') ||
    (ref.group === 'headers' && ['/www-authenticate', '/cache-control'].includes(ref.pointer ?? '')));

/** A copy of a contract, operations included, that is read by a policy. */
export function withPolicy(contract: Contract, policy: Policy): Contract {
  const operations = new Map(contract.operations);
  const clauses = clauseSet(
    [...contract.clauses.values()].map((clause) =>
      policy.statuses === 'default' && isManner(clause) ? { ...clause, level: 'INFO' } : clause,
    ),
  );
  const copy: Contract = { ...contract, policy, operations, clauses };
  for (const [id, operation] of contract.operations) operations.set(id, { ...operation, contract: copy });
  return copy;
}
