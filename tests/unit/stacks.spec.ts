/** Stacks in tests: frames of this project are lines of its TypeScript, others are there as V8 prints them. */
import { expect, test } from '@playwright/test';

interface Nothing {
  readonly text: string;
}

test('the stack of an error names lines of TypeScript, and keeps the frames of Playwright', () => {
  const nothing: Nothing = { text: 'here' };
  const lines = (new Error(nothing.text).stack ?? '').split('\n');
  expect(lines[0]).toBe('Error: here');
  expect(lines[1]).toContain('unit/stacks.spec.ts:10:18');
  expect(lines.filter((line) => /node_modules[/\\]playwright[/\\].*:\d+:\d+\)?$/.test(line)).length).toBeGreaterThan(0);
});
