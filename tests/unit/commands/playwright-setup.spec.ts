/** What Playwright's own command line asks for and a run must not do. */
import { expect, test } from '@playwright/test';
import setup from '../../../helpers/commands/playwright/setup.ts';

test('--retries is refused in one line, before anything is read or sent', async () => {
  const refused: unknown = await setup({ shard: null, projects: [{ retries: 1, use: {} }] }).catch(
    (error: unknown) => error,
  );
  expect(refused instanceof Error && refused.stack).toMatch(/^invalid: --retries would let pass .*$/);
});
