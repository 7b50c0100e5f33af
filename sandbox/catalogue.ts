import type { Change } from './behaviour.ts';
import type { OperationId } from './operations.ts';

/**
 * Where a row came from that was not written beside the checks: `held-out` from the vendors' documents alone, by somebody
 * who had not seen them; `blind-run` from what such people's own mock servers showed the suite to get wrong.
 */
export type Origin = 'held-out' | 'blind-run';

/** Rows of one origin. */
export const from = <Row extends Fault | Variant>(origin: Origin, rows: readonly Row[]): Row[] =>
  rows.map((row) => ({ ...row, origin }));

/** One named way to break the contract. Everything but the one promise goes on conforming. */
export interface Fault {
  /** kebab-case, unique among faults and variants. */
  readonly name: string;
  readonly title: string;
  readonly violates: {
    readonly operation: OperationId;
    /** The clause's id, or its beginning: `<operation>/<status>/<what>`, `<operation>/lifecycle/<what>`, ... */
    readonly clause: string;
  };
  readonly level: 'MUST' | 'SHOULD';
  /** Only a probe of the rate limit can see it. */
  readonly limiter?: true;
  /** Only by waiting as long as Retry-After states. */
  readonly waits?: true;
  readonly origin?: Origin;
  /** How: the parts of the conforming behaviour that are replaced. */
  readonly change: Change;
}

/** One named way to be different and still conform. */
export interface Variant {
  readonly name: string;
  readonly title: string;
  /** It breaks a SHOULD, and may be warned of that. */
  readonly warns?: true;
  /** Of interest to the probe of the rate limit. */
  readonly limiter?: true;
  /** Of interest to a probe that waits as long as Retry-After states. */
  readonly waits?: true;
  readonly origin?: Origin;
  readonly change: Change;
}

/** The vendor that a change is about; undefined where it may be both: answers and the object store belong to both vendors. */
export function vendorOfChange(change: Change): 'max-ai' | 'invox-medical' | undefined {
  const parts = Object.keys(change);
  if (parts.every((part) => part === 'maxAi' || part === 'limiter')) return 'max-ai';
  return parts.every((part) => part === 'invox') ? 'invox-medical' : undefined;
}
