/** Every scenario about Max AI. */
import type { Scenario } from '../../helpers/run/scenario.ts';
import { deleting } from './deleting.ts';
import { lifecycle } from './lifecycle.ts';
import { protectedNotes } from './protected-notes.ts';
import { rateLimit } from './rate-limit.ts';
import { signedUrls } from './signed-urls.ts';
import { tenancy } from './tenancy.ts';

export const scenarios: readonly Scenario[] = [
  ...deleting,
  ...lifecycle,
  ...protectedNotes,
  ...signedUrls,
  ...tenancy,
  ...rateLimit,
];
