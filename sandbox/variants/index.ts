import type { Variant } from '../catalogue.ts';
import { bodies } from './bodies.ts';
import { choices } from './choices.ts';
import { heldBack } from './held-back/index.ts';
import { independent } from './independent.ts';
import { limits } from './limits.ts';
import { signatures } from './signatures.ts';
import { wire } from './wire.ts';

/** Every variant, in the order in which they are listed. */
export const variants: readonly Variant[] = [
  ...bodies,
  ...wire,
  ...choices,
  ...limits,
  ...heldBack,
  ...independent,
  ...signatures,
];
