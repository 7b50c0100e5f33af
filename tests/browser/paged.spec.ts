/** The pages of a large report: an index that can be filtered, a page for each operation, and the way there from Allure. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from '@playwright/test';
import type { Page, TestInfo } from '@playwright/test';
import { withLinks } from '../../helpers/report/allure.ts';
import { anchor } from '../../helpers/report/anchor.ts';
import { matrixPages } from '../../helpers/report/matrix.ts';
import { pagesOf } from '../../helpers/report/paging.ts';
import type { Report } from '../../helpers/verdict/report.ts';
import { expectAccessible } from './accessible.ts';
import { large } from '../unit/report/large.ts';
import { threeDeviations } from '../unit/report/samples.ts';

const operations = 101;
const [deviating] = threeDeviations().clauses.flatMap(({ findings }) => findings);

/** A large report in which two operations deviate from a MUST, and one from a SHOULD. */
function report(): Report {
  const all = large(operations);
  const wrong = (index: number, level: 'MUST' | 'SHOULD') => {
    const id = all.operations[index]?.id;
    const first = all.clauses.findIndex(({ ref }) => ref.operation === id);
    const clause = all.clauses[first];
    if (!clause || !deviating) throw new Error('the sample has changed');
    return { first, clause: { ...clause, level, verdict: 'deviates' as const, findings: [{ ...deviating, level }] } };
  };
  const changed = new Map(
    [wrong(3, 'MUST'), wrong(57, 'MUST'), wrong(80, 'SHOULD')].map((each) => [each.first, each.clause]),
  );
  return {
    ...all,
    verdict: 'nonconformant',
    clauses: all.clauses.map((clause, index) => changed.get(index) ?? clause),
  };
}

function write(info: TestInfo): string {
  const folder = info.outputPath('reports');
  for (const { path: name, text } of matrixPages(report())) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
  return folder;
}

const open = (page: Page, folder: string, name = 'index.html') =>
  page.goto(pathToFileURL(path.join(folder, 'index.html')).href.replace('index.html', name));
const shownParts = (page: Page) => page.locator('.part:not([hidden])');
const openAll = (page: Page) =>
  page.evaluate(`for (const details of document.querySelectorAll('details')) details.open = true`);

test('the index is filtered by verdict, level, contract and text; the filter stands in its address', async ({
  page,
}, info) => {
  await open(page, write(info));
  const all = await shownParts(page).count();
  expect(all).toBeGreaterThan(operations);
  await page.locator('#filter > summary').click();
  await page.getByRole('checkbox', { name: 'Deviates' }).check();
  await expect(shownParts(page)).toHaveCount(2);
  await expect(page.getByRole('status')).toHaveText(`1 of 1 cause, 2 of ${all} operations`);
  // Of one clause both have to be so: the operation of the SHOULD conforms to its MUST clauses.
  await page.getByRole('checkbox', { name: 'SHOULD' }).check();
  await expect(shownParts(page)).toHaveCount(0);
  await expect(page.getByText('No operation fits the filter.')).toBeVisible();
  await expect(page.locator('tr.contract')).toBeHidden();
  await page.getByRole('checkbox', { name: 'SHOULD' }).uncheck();
  await page.getByLabel('Text').fill('number57');
  await expect(shownParts(page)).toHaveCount(1);
  expect(new URL(page.url()).search).toBe('?status=deviates&text=number57');
  await page.reload();
  await expect(shownParts(page)).toHaveCount(1);
});

test('a count leads to the operations that have such clauses, and an operation opens with the same filter', async ({
  page,
}, info) => {
  await open(page, write(info));
  await page.getByRole('link', { name: '1 warns' }).click();
  await expect(shownParts(page)).toHaveCount(1);
  await shownParts(page).getByRole('link').click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('readItemNumber80');
  await expect(page.locator('.clause:not([hidden])')).toHaveCount(1);
  await page.getByRole('link', { name: 'Conformance: all operations' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Nonconformant');
});

test('a cause leads to its clause on the page of the operation', async ({ page }, info) => {
  await open(page, write(info));
  await page.locator('.cause dd a[href^="operations/"]').first().click();
  await expect(page.locator('.clause:target details, .clause details[open]').first()).toBeVisible();
});

test('Allure leads to the clause: its report has many files and is served with the pages', async ({ page }, info) => {
  const folder = write(info);
  const id = 'max-ai-v2/readItemNumber57/200/body/p0';
  const result = '0123456789abcdef0123456789abcdef';
  const url = `../${pagesOf(report())(id)}#${anchor('clause', id)}`;
  mkdirSync(path.join(folder, 'allure-report/data/test-results'), { recursive: true });
  writeFileSync(
    path.join(folder, `allure-report/data/test-results/${result}.json`),
    JSON.stringify({ links: [{ name: `clause ${id}`, url, type: 'link' }] }),
  );
  const shown = `<div data-testid="test-result-meta-link"><span>clause ${id}</span></div>`;
  writeFileSync(path.join(folder, 'allure-report/index.html'), withLinks(`<body>${shown}</body>`));
  const server = createServer((request, response) => {
    const name = new URL(request.url ?? '/', 'http://reports').pathname;
    if (name === '/favicon.ico') return response.writeHead(404).end();
    response.writeHead(200, { 'content-type': name.endsWith('.json') ? 'application/json' : 'text/html' });
    response.end(readFileSync(path.join(folder, name)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await page.goto(`${origin}/allure-report/index.html#${result}`);
    await page.getByText(`clause ${id}`).click();
    await expect(page).toHaveURL(`${origin}/operations/readItemNumber57.html#${anchor('clause', id)}`);
    await expect(page.locator(`[id="${anchor('clause', id)}"]`)).toBeInViewport();
  } finally {
    server.close();
    server.closeAllConnections();
  }
});

test('pages send no network request and need no script', async ({ page, browser }, info) => {
  const folder = write(info);
  const said: string[] = [];
  page.on('console', (message) => said.push(message.text()));
  page.on('pageerror', (error) => said.push(error.message));
  for (const name of ['index.html', 'operations/readItemNumber3.html']) await open(page, folder, name);
  expect(said).toEqual([]);
  const context = await browser.newContext({ javaScriptEnabled: false });
  const plain = await context.newPage();
  await open(plain, folder);
  await expect(plain.locator('#filters')).toBeHidden();
  await plain.getByRole('link', { name: 'readItemNumber57', exact: true }).click();
  await expect(plain.getByRole('heading', { level: 1 })).toHaveText('readItemNumber57');
  await context.close();
});

for (const name of ['index.html', 'operations/readItemNumber3.html'])
  test(`no serious violation of accessibility, light and dark, no sideways scrolling at 400 pixels: ${name}`, async ({
    page,
  }, info) => {
    await page.setViewportSize({ width: 400, height: 800 });
    await open(page, write(info), name);
    await openAll(page);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(400);
    await expectAccessible(page);
  });
