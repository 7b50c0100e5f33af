import type { Fault } from '../catalogue.ts';

/** Every fault, in the order in which they are listed. */
export const faults: readonly Fault[] = [];
