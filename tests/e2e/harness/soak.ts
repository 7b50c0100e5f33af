/** Tests that `npm run soak` runs and `npm test` does not. */
import type { TestDetails } from '@playwright/test';

/** Marks a test as one of `npm run soak`; `reason` says what else covers it in `npm test`. */
export const inSoak = (reason: string): TestDetails => ({
  tag: '@soak',
  annotation: { type: 'in npm run soak', description: reason },
});
