/** Every fault and variant of the sandbox, as the proof needs it. */
import { vendorOfChange, type Origin } from '../../../sandbox/catalogue.ts';
import { faults } from '../../../sandbox/faults/index.ts';
import { variants } from '../../../sandbox/variants/index.ts';

/** A fault, or a variant (which violates nothing). */
export interface Subject {
  readonly name: string;
  readonly title: string;
  readonly kind: 'fault' | 'variant';
  readonly level: 'MUST' | 'SHOULD';
  /** Beginning of the ids of the clauses it violates; empty for a variant. */
  readonly clause: string;
  readonly operation: string;
  /** The vendor that a variant is about by what it changes; undefined where it may be both. */
  readonly vendor?: string;
  /** Only the probe of the rate limit sees it. */
  readonly limiter: boolean;
  /** A variant that breaks a SHOULD: a warning about it is no false positive. */
  readonly warns: boolean;
  /** The probe of the rate limit has to wait as long as the vendor asks. */
  readonly waits: boolean;
  /** Where it came from, where it was not written beside the checks. */
  readonly origin?: Origin;
}

export const subjects: readonly Subject[] = [
  ...faults.map((fault) => ({
    name: fault.name,
    title: fault.title,
    kind: 'fault' as const,
    level: fault.level,
    ...fault.violates,
    limiter: fault.limiter === true,
    warns: false,
    waits: fault.waits === true,
    ...(fault.origin && { origin: fault.origin }),
  })),
  ...variants.map((variant) => {
    const vendor = vendorOfChange(variant.change);
    return {
      name: variant.name,
      title: variant.title,
      kind: 'variant' as const,
      level: 'MUST' as const,
      clause: '',
      operation: '',
      ...(vendor && { vendor }),
      limiter: variant.limiter === true,
      warns: variant.warns === true,
      waits: variant.waits === true,
      ...(variant.origin && { origin: variant.origin }),
    };
  }),
];
