import type { Variant } from '../catalogue.ts';
import { bodies } from './bodies.ts';
import { lifecycle } from './lifecycle.ts';
import { limits } from './limits.ts';
import { objectStore } from './object-store.ts';
import { order } from './order.ts';
import { signatures } from './signatures.ts';
import { signedUrls } from './signed-urls.ts';
import { statuses } from './statuses.ts';
import { tokens } from './tokens.ts';
import { transport } from './transport.ts';
import { values } from './values.ts';

/** Every variant, in the order in which they are listed. */
export const variants: readonly Variant[] = [
  ...bodies,
  ...values,
  ...transport,
  ...order,
  ...statuses,
  ...lifecycle,
  ...tokens,
  ...objectStore,
  ...signedUrls,
  ...signatures,
  ...limits,
];
