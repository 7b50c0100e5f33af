import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { expect, test, type Page, type TestInfo } from '@playwright/test';
import { scorecardPage } from '../../helpers/report/scorecard/page.ts';
import { cardsOf } from '../../helpers/verdict/scorecard/fold.ts';
import { expectAccessible } from './accessible.ts';
import { nights, quietNight } from '../unit/scorecard/nights.ts';

async function open(page: Page, info: TestInfo): Promise<void> {
  const file = info.outputPath('index.html');
  const others = [0, 1, 2].map((night) => quietNight(night, { vendor: 'x'.repeat(120), environment: 'production' }));
  writeFileSync(file, scorecardPage(cardsOf([...nights(), ...others]), '2026-10-28T04:00:00.000Z'));
  await page.goto(pathToFileURL(file).href);
  await page.evaluate(`for (const details of document.querySelectorAll('details')) details.open = true`);
}

for (const width of [1280, 400]) {
  test(`the scorecard at ${width} pixels: no sideways scrolling, plots as wide as their cards`, async ({
    page,
  }, info) => {
    await page.setViewportSize({ width, height: 900 });
    await open(page, info);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
    const drawn = await page.locator('svg').first().boundingBox();
    expect(drawn?.width).toBeGreaterThan(200);
    expect(drawn?.height).toBeGreaterThan(80);
  });
}

test('the scorecard has no serious violation of accessibility, light and dark', async ({ page }, info) => {
  await open(page, info);
  await expectAccessible(page);
});
