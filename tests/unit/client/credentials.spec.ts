/** Where a credential stands, and what it looks like, under each security scheme. */
import { expect, test } from '@playwright/test';
import { placeCredential } from '../../../helpers/client/credentials.ts';
import { schemes, secret } from './security-schemes.ts';

for (const [name, expected] of Object.entries({
  bearer: { in: 'header', name: 'authorization', value: 'Bearer user:secret-7' },
  basic: { in: 'header', name: 'authorization', value: 'Basic dXNlcjpzZWNyZXQtNw==' },
  header: { in: 'header', name: 'x-api-key', value: 'user:secret-7' },
  query: { in: 'query', name: 'api_key', value: 'user:secret-7' },
  cookie: { in: 'cookie', name: 'sid', value: 'user:secret-7' },
  oauth2: { in: 'header', name: 'authorization', value: 'Bearer user:secret-7' },
}))
  test(`the valid credential of ${name}`, () => {
    expect(placeCredential('valid', schemes[name as keyof typeof schemes], secret)).toMatchObject(expected);
  });

test('no scheme sends anything where no credential is wanted', () => {
  for (const scheme of Object.values(schemes)) expect(placeCredential('none', scheme, secret)).toBeUndefined();
});

test('an API key has no scheme that could be wrong or absent', () => {
  for (const kind of ['wrong-scheme', 'no-scheme', 'unknown-scheme'] as const)
    expect(placeCredential(kind, schemes.header, secret)).toBeUndefined();
});

test('swapped letters of a scheme before a key without letters are no fault', () => {
  const given = { ...secret, value: 'Token 0123-4567' };
  expect(placeCredential('case-swapped', schemes.header, given)?.value).toBe('Token 0123-4567x');
  expect(placeCredential('case-swapped', schemes.header, { ...given, value: 'Token 01ab' })?.value).toBe('tOKEN 01AB');
});

test('every bad credential of every scheme differs from the valid one', () => {
  for (const scheme of Object.values(schemes))
    for (const kind of [
      'empty',
      'unknown',
      'truncated',
      'extended',
      'altered',
      'altered-middle',
      'case-swapped',
    ] as const)
      expect(placeCredential(kind, scheme, secret)?.value, `${kind} of ${scheme.type}`).not.toBe(
        placeCredential('valid', scheme, secret)?.value,
      );
});
