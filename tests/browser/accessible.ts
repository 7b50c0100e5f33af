/** What axe-core says about a page that is open. */
import { expect, type Page } from '@playwright/test';
import axe from 'axe-core';

interface Violation {
  readonly impact: string;
  readonly id: string;
  readonly nodes: readonly { readonly html: string }[];
}

/** Expects no serious violation of accessibility by light; by dark colours are all that differs, so only they are looked at again. */
export async function expectAccessible(page: Page): Promise<void> {
  await page.evaluate(axe.source);
  for (const [colorScheme, rules] of [
    ['light', '{}'],
    ['dark', "{ runOnly: { type: 'rule', values: ['color-contrast'] } }"],
  ] as const) {
    await page.emulateMedia({ colorScheme });
    const violations = await page.evaluate<readonly Violation[]>(
      `axe.run(${rules}).then((result) => result.violations)`,
    );
    const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    expect(
      serious.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`),
      colorScheme,
    ).toEqual([]);
  }
}
