import { existsSync } from 'node:fs';
import { defineConfig } from '@playwright/test';
import { mapOwnFramesOnly } from '../unit/stacks.ts';

mapOwnFramesOnly();

// Debian's package where there is one; elsewhere what `npx playwright install chromium` fetched.
const own = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

/** What a person opens, in a real browser. */
export default defineConfig({
  testDir: '.',
  outputDir: '../../test-results/browser',
  fullyParallel: true,
  workers: '100%',
  forbidOnly: Boolean(process.env['CI']),
  reporter: 'list',
  use: {
    browserName: 'chromium',
    viewport: { width: 1280, height: 900 },
    launchOptions: {
      ...(existsSync(own) ? { executablePath: own } : {}),
      args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    },
  },
});
