import type { Fault } from '../catalogue.ts';
import { apiKeys } from './api-keys.ts';
import { caching } from './caching.ts';
import { contentTypes } from './content-types.ts';
import { deletes } from './deletes.ts';
import { documents } from './documents.ts';
import { envelopes } from './envelopes.ts';
import { frameworks } from './frameworks.ts';
import { framing } from './framing.ts';
import { gateways } from './gateways.ts';
import { intermittent } from './intermittent.ts';
import { jsonText } from './json-text.ts';
import { leaks } from './leaks.ts';
import { limits } from './limits.ts';
import { methods } from './methods.ts';
import { namesAndSizes } from './names-and-sizes.ts';
import { objectStore } from './object-store.ts';
import { parameters } from './parameters.ts';
import { properties } from './properties.ts';
import { requestBodies } from './request-bodies.ts';
import { signedUrls } from './signed-urls.ts';
import { statuses } from './statuses.ts';
import { tenancy } from './tenancy.ts';
import { tokens } from './tokens.ts';
import { uploads } from './uploads.ts';
import { values } from './values.ts';

/** Every fault, in the order in which they are listed. */
export const faults: readonly Fault[] = [
  ...properties,
  ...values,
  ...namesAndSizes,
  ...envelopes,
  ...frameworks,
  ...statuses,
  ...contentTypes,
  ...jsonText,
  ...framing,
  ...gateways,
  ...apiKeys,
  ...tokens,
  ...tenancy,
  ...parameters,
  ...requestBodies,
  ...methods,
  ...uploads,
  ...deletes,
  ...documents,
  ...signedUrls,
  ...objectStore,
  ...caching,
  ...intermittent,
  ...leaks,
  ...limits,
];
