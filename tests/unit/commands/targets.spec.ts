import { expect, test } from '@playwright/test';
import { requireTargets } from '../../../helpers/commands/conformance/validate.ts';
import type { Profile } from '../../../helpers/profile/schema.ts';

const profiles = ['books', 'shops'].map(
  (vendor) => ({ vendor, baseUrl: `$${vendor.toUpperCase()}_BASE_URL` }) as Profile,
);

test('vendors that nothing says the address of are named with their variables', () => {
  expect(() => requireTargets({ targets: [], leftOut: ['books'] }, profiles)).toThrow(
    'BOOKS_BASE_URL is not set: set it to the address of books',
  );
  expect(() => requireTargets({ targets: [], leftOut: ['books', 'shops'] }, profiles)).toThrow(
    'BOOKS_BASE_URL, SHOPS_BASE_URL are not set: set them to the address of books, shops',
  );
});

test('one vendor with an address is enough', () => {
  const target = {
    vendor: 'shops',
    kind: 'loopback',
    baseUrl: 'http://127.0.0.1',
    variable: 'SHOPS_BASE_URL',
  } as const;
  const targets = [{ ...target, production: false, mayWrite: false }];
  expect(() => requireTargets({ targets, leftOut: ['books'] }, profiles)).not.toThrow();
});
