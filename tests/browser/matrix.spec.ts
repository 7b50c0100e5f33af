import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { expect, test } from '@playwright/test';
import type { Page, TestInfo } from '@playwright/test';
import { junit } from '../../helpers/report/junit.ts';
import { matrixPage } from '../../helpers/report/matrix.ts';
import type { Report } from '../../helpers/verdict/report.ts';
import { expectAccessible } from './accessible.ts';
import { big, conforming, hostile, invalid, nothingRun, threeDeviations } from '../unit/report/samples.ts';

const noTrace = 'clause:max-ai-v2/deleteImage/404/body';

/** Opens the page from disk, as a person does who was sent the file. */
async function open(page: Page, info: TestInfo, report: Report, fragment = ''): Promise<void> {
  const file = info.outputPath('index.html');
  writeFileSync(file, matrixPage(report));
  await page.goto(pathToFileURL(file).href + fragment);
}

const openFilter = (page: Page) => page.locator('#filter > summary').click();
const shownCauses = (page: Page) => page.locator('.cause:not([hidden])');
const shownClauses = (page: Page) => page.locator('.clause:not([hidden])');
const openAll = (page: Page) =>
  page.evaluate(`for (const details of document.querySelectorAll('details')) details.open = true`);
const byId = (page: Page, id: string) => page.locator(`[id="${id}"]`);

test('it sends no network request, and its policy forbids any', async ({ page }, info) => {
  const asked: string[] = [];
  const said: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  page.on('console', (message) => said.push(message.text()));
  page.on('pageerror', (error) => said.push(error.message));
  await open(page, info, threeDeviations());
  await openAll(page);
  await page.getByLabel('Text').fill('trace');
  await expect(page.getByRole('status')).toContainText(' of ');
  expect(asked.filter((url) => !url.startsWith('data:'))).toEqual([page.url().replace(/\?.*/, '')]);
  expect(said).toEqual([]);
  const blocked = await page.evaluate(`new Promise((resolve) => {
    document.addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective));
    fetch('http://127.0.0.1:9/').then(() => resolve('let through'), () => {});
  })`);
  expect(blocked).toBe('connect-src');
});

test('a cell opens its clauses, and the one that deviates', async ({ page }, info) => {
  await open(page, info, threeDeviations());
  const row = page.getByRole('row', { name: /deleteImage/ });
  const cell = row.getByRole('link', { name: '404: Deviates, 1 of 2 clauses' });
  await cell.focus();
  await page.keyboard.press('Enter');
  await expect(byId(page, 'cell:max-ai-v2/deleteImage/404').locator('> summary')).toBeFocused();
  const clause = byId(page, noTrace);
  await expect(clause.getByText('property trace_id, a string')).toBeVisible();
  await expect(clause.getByText('vendor deviates')).toBeVisible();
  await expect(clause.getByText('curl -sS -i -g -X DELETE')).toBeVisible();
  await expect(clause.getByText('specs/max-ai/v2.openapi.yaml#/paths/')).toBeVisible();
});

test('a cell is red where a MUST deviates and amber where only a SHOULD does', async ({ page }, info) => {
  await open(page, info, threeDeviations());
  await expect(page.locator('table .cell.deviates')).toHaveCount(5);
  await expect(page.locator('table .cell.warns')).toHaveCount(1);
  await expect(page.getByRole('columnheader', { name: '404' })).toBeVisible();
  await expect(page.getByRole('rowheader', { name: /uploadImage/ })).toBeVisible();
});

test('the filter works by keyboard alone', async ({ page }, info) => {
  await open(page, info, threeDeviations());
  await expect(shownClauses(page)).toHaveCount(74);
  const deviates = page.getByRole('checkbox', { name: 'Deviates' });
  const summary = page.locator('#filter > summary');
  while (!(await summary.evaluate((node) => node.matches(':focus')))) await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await expect(deviates).toBeFocused();
  await page.keyboard.press('Space');
  await expect(shownClauses(page)).toHaveCount(5);
  await expect(page.getByRole('status')).toHaveText('2 of 4 causes, 5 of 74 clauses');
  await expect(shownClauses(page).first()).toBeVisible();
  while (!(await page.getByLabel('Text').evaluate((box) => box.matches(':focus')))) await page.keyboard.press('Tab');
  await page.keyboard.type('getimageurl');
  await expect(shownClauses(page)).toHaveCount(1);
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Show all' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(shownClauses(page)).toHaveCount(74);
  await expect(page.getByRole('status')).toHaveText('4 causes, 74 clauses');
});

test('filters by level and contract, together with each other', async ({ page }, info) => {
  await open(page, info, threeDeviations());
  await openFilter(page);
  await page.getByRole('checkbox', { name: 'SHOULD' }).check();
  await expect(shownClauses(page)).toHaveCount(4);
  await page.getByLabel('Contract').selectOption('max-ai-v3');
  await expect(shownClauses(page)).toHaveCount(1);
  await expect(page.locator('.cell:not(.dimmed)')).toHaveCount(1);
  await page.getByLabel('Text').fill('nowhere');
  await expect(page.getByText('No clause fits the filter.')).toBeVisible();
});

test('a filter narrows causes and matrix too, and stands in the address: another reader sees the same', async ({
  page,
}, info) => {
  await open(page, info, threeDeviations());
  await expect(shownCauses(page)).toHaveCount(4);
  await openFilter(page);
  await page.getByRole('checkbox', { name: 'Deviates' }).check();
  await page.getByLabel('Contract').selectOption('max-ai-v3');
  await page.getByLabel('Text').fill('text/html');
  await expect(shownCauses(page)).toHaveCount(1);
  await expect(shownClauses(page)).toHaveCount(1);
  expect(new URL(page.url()).search).toBe('?status=deviates&contract=max-ai-v3&text=text%2Fhtml');
  await page.goto(page.url());
  await expect(page.getByRole('status')).toHaveText('1 of 4 causes, 1 of 74 clauses');
  await expect(page.getByLabel('Text')).toHaveValue('text/html');
  await page.getByRole('button', { name: 'Show all' }).click();
  await expect(shownClauses(page)).toHaveCount(74);
  expect(new URL(page.url()).search).toBe('');
});

test('a count at the top leads to the clauses that it counts', async ({ page }, info) => {
  await open(page, info, threeDeviations());
  await page.getByRole('link', { name: '1 warns' }).click();
  await expect(shownClauses(page)).toHaveCount(1);
});

test('verdict, causes and matrix come first, in this order; the account of the run comes last', async ({
  page,
}, info) => {
  await open(page, info, threeDeviations());
  await expect(page.locator('h1, h2')).toHaveText([
    'Nonconformant',
    /^\s*Causes/,
    'Matrix',
    'Notes',
    /^\s*Clauses/,
    /^\s*Not decided/,
    'Run',
  ]);
});

test('a link to a clause that the filter hides shows it all the same', async ({ page }, info) => {
  await open(page, info, threeDeviations());
  await openFilter(page);
  await page.getByLabel('Text').fill('404');
  await page
    .locator(`.cause a[href="#${noTrace.replace('404', '400')}"]`)
    .first()
    .click();
  await expect(byId(page, noTrace.replace('404', '400')).getByText('/trace_id').first()).toBeVisible();
  await expect(shownClauses(page)).toHaveCount(74);
});

test('an address with a fragment opens what it names', async ({ page }, info) => {
  await open(page, info, threeDeviations(), `#${noTrace}`);
  await expect(byId(page, noTrace).getByText('property trace_id, a string')).toBeInViewport();
});

test('the curl line is copied as it stands', async ({ page, context }, info) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await open(page, info, threeDeviations(), `#${noTrace}`);
  const request = byId(page, noTrace).locator('.request');
  await request.getByRole('button', { name: 'Copy' }).click();
  await expect(request.getByRole('button')).toHaveText('Copied');
  expect(await page.evaluate('navigator.clipboard.readText()')).toBe(await request.locator('code').textContent());
});

test('hostile strings stay text', async ({ page }, info) => {
  const attack =
    '"><script>window.owned = 1</script><img src=x onerror="window.owned = 1"><svg onload="window.owned = 1"></code></pre></details>';
  page.on('dialog', (dialog) => {
    throw new Error(`a dialog: ${dialog.message()}`);
  });
  for (const mark of [(text: string) => attack + text, (text: string) => text + attack, () => `javascript:${attack}`]) {
    await open(page, info, hostile(mark));
    await openAll(page);
    expect(await page.evaluate('window.owned')).toBeUndefined();
    expect(await page.evaluate(`document.querySelectorAll('script').length`)).toBe(1);
    expect(
      await page.evaluate(`document.querySelectorAll('img, svg, iframe, [onerror], [onload], [style]').length`),
    ).toBe(0);
    expect(await page.evaluate(`document.querySelectorAll('a[href^="javascript:"]').length`)).toBe(0);
    await expect(page.getByText('window.owned = 1').first()).toBeAttached();
  }
});

const samples = { conforming, threeDeviations, invalid, nothingRun, big };
for (const [name, sample] of Object.entries(samples)) {
  test(`no sideways scrolling at 400 pixels: ${name}`, async ({ page }, info) => {
    await page.setViewportSize({ width: 400, height: 800 });
    await open(page, info, sample());
    await openAll(page);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(400);
  });
}

test('no sideways scrolling at 400 pixels when no string can be broken', async ({ page }, info) => {
  await page.setViewportSize({ width: 400, height: 800 });
  await open(
    page,
    info,
    hostile((text) => `${'x'.repeat(300)}${text}`),
  );
  await openAll(page);
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(400);
});

/** Every verdict. */
const each = () => big(21);
for (const [name, sample] of Object.entries({ threeDeviations, invalid, nothingRun, each }))
  test(`no serious violation of accessibility, light and dark: ${name}`, async ({ page }, info) => {
    await open(page, info, sample());
    await openAll(page);
    await expectAccessible(page);
  });

test('without scripts it is still all there', async ({ browser }, info) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await open(page, info, threeDeviations());
  await expect(page.locator('#filters')).toBeHidden();
  await expect(page.locator('.copy').first()).toBeHidden();
  const group = byId(page, 'cell:max-ai-v2/deleteImage/404');
  await group.locator('> summary').click();
  await byId(page, noTrace).locator('> summary').click();
  await expect(byId(page, noTrace).getByText('property trace_id, a string')).toBeVisible();
  await context.close();
});

test('what deviates is printed open, what conforms is not, and paper is white', async ({ page }, info) => {
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  // A4 with usual margins, at 96 pixels an inch.
  await page.setViewportSize({ width: 718, height: 1000 });
  await open(page, info, threeDeviations());
  await page.evaluate(`dispatchEvent(new Event('beforeprint'))`);
  await expect(byId(page, noTrace).getByText('property trace_id, a string')).toBeVisible();
  await expect(byId(page, noTrace.replace('body', 'content-type')).locator('.facts')).toBeHidden();
  await expect(page.locator('#filters')).toBeHidden();
  await expect(page.locator('body')).toHaveCSS('background-color', 'rgb(255, 255, 255)');
  await expect(page.locator('body')).toHaveCSS('color', 'rgb(28, 30, 33)');
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(718);
  await page.evaluate(`dispatchEvent(new Event('afterprint'))`);
  await expect(byId(page, noTrace).locator('.facts')).toBeHidden();
});

/** Milliseconds of one filtering: the least of ten. */
const filtering = (page: Page): Promise<number> =>
  page.evaluate<number>(`(() => {
    const text = document.getElementById('text');
    const once = (value) => {
      const from = performance.now();
      text.value = value;
      text.dispatchEvent(new Event('input', { bubbles: true }));
      void document.body.offsetHeight;
      return performance.now() - from;
    };
    return Math.min(...Array.from({ length: 10 }, (_, index) => once(index % 2 === 0 ? 'promise-77' : '')));
  })()`);

test('500 clauses are filtered in time that grows as their number', async ({ page }, info) => {
  await open(page, info, conforming());
  const [few, fewTime] = [conforming().clauses.length, await filtering(page)];
  await open(page, info, big());
  await expect(shownClauses(page)).toHaveCount(500);
  const time = await filtering(page);
  // Below two milliseconds a measurement is noise.
  expect(time / Math.max(2, fewTime)).toBeLessThan((3 * 500) / few);
  await openFilter(page);
  await page.locator('#text').fill('promise-77');
  await expect(shownClauses(page)).toHaveCount(4);
});

test('JUnit of a hostile report is XML to a real parser', async ({ page }) => {
  const xml = junit(hostile((text) => `\u0000\u001b]]> <!-- & "'\uFFFF ${text}`));
  const failed = `new DOMParser().parseFromString(${JSON.stringify(xml)}, 'application/xml').querySelector('parsererror')?.textContent`;
  expect(await page.evaluate(failed)).toBeUndefined();
});
