/** The least that Playwright does: one test without content. */
import { test } from '@playwright/test';

test('nothing', () => undefined);
