import type { Fault } from '../catalogue.ts';
import { credentials } from './credentials.ts';
import { encodings } from './encodings.ts';
import { envelopes } from './envelopes.ts';
import { heldBack } from './held-back/index.ts';
import { independent } from './independent.ts';
import { intermittent } from './intermittent.ts';
import { leaks } from './leaks.ts';
import { lifecycle } from './lifecycle.ts';
import { limits } from './limits.ts';
import { methods } from './methods.ts';
import { parameters } from './parameters.ts';
import { properties } from './properties.ts';
import { signedUrls } from './signed-urls.ts';
import { statuses } from './statuses.ts';
import { tenancy } from './tenancy.ts';
import { values } from './values.ts';

/** Every fault, in the order in which they are listed. */
export const faults: readonly Fault[] = [
  ...properties,
  ...values,
  ...envelopes,
  ...statuses,
  ...encodings,
  ...credentials,
  ...tenancy,
  ...parameters,
  ...lifecycle,
  ...signedUrls,
  ...methods,
  ...intermittent,
  ...leaks,
  ...limits,
  ...heldBack,
  ...independent,
];
