import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { expect, test } from '@playwright/test';
import { withLinks } from '../../helpers/report/allure.ts';

test('Allure follows links to our page and to other cases; a name of a vendor is no markup', async ({ page }, info) => {
  const attack = `</script><script>window.owned = 1</script>`;
  const text = (name: string) =>
    `<div data-testid="test-result-meta-link"><span>${name.replaceAll('<', '&lt;')}</span></div>`;
  const links = [
    { name: 'reported by: MUST x', url: '#abc' },
    { name: attack, url: '#owned' },
  ];
  const file = info.outputPath('index.html');
  writeFileSync(file, withLinks(`<body>${links.map(({ name }) => text(name)).join('')}${text('else')}</body>`, links));
  await page.goto(pathToFileURL(file).href);
  expect(await page.evaluate('window.owned')).toBeUndefined();
  await page.getByText('else').click();
  expect(new URL(page.url()).hash).toBe('');
  for (const { name, url } of links) {
    await page.getByText(name).click();
    expect(new URL(page.url()).hash).toBe(url);
  }
});
