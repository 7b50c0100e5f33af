import type { Variant } from '../catalogue.ts';

/** Every variant, in the order in which they are listed. */
export const variants: readonly Variant[] = [];
