import type { Fault } from '../../catalogue.ts';
import { caching } from './caching.ts';
import { credentials } from './credentials.ts';
import { frameworks } from './frameworks.ts';
import { gateways } from './gateways.ts';
import { intermittent } from './intermittent.ts';
import { leaks } from './leaks.ts';
import { lifecycle } from './lifecycle.ts';
import { limits } from './limits.ts';
import { store } from './store.ts';
import { values } from './values.ts';
import { wire } from './wire.ts';

/** Faults that were written from the vendors' documents alone, before the checks had met them. */
export const heldBack: readonly Fault[] = [
  ...frameworks,
  ...values,
  ...wire,
  ...gateways,
  ...caching,
  ...credentials,
  ...lifecycle,
  ...store,
  ...intermittent,
  ...leaks,
  ...limits,
].map((fault) => ({ ...fault, heldBack: true }));
