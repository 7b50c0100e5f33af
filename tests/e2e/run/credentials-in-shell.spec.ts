/** The credentials of a curl line, as a real shell reads them. */
import { execFileSync } from 'node:child_process';
import { expect, test } from '@playwright/test';
import { placeCredential } from '../../../helpers/client/credentials.ts';
import { word } from '../../../helpers/client/curl.ts';
import { schemes, secret } from '../../unit/client/security-schemes.ts';

test('the shell line gives the credential that was sent', () => {
  const kinds = ['valid', 'truncated', 'extended', 'altered', 'altered-middle', 'case-swapped'] as const;
  const all = Object.values(schemes).flatMap((scheme) =>
    kinds.map((kind) => ({ what: `${kind} of ${scheme.type}`, placed: placeCredential(kind, scheme, secret) })),
  );
  const words = all.map(({ placed }) => word(placed?.stored ?? [])).join(' ');
  const shown = execFileSync('bash', ['-c', `printf '%s\\0' ${words}`], { env: { ...process.env, K: secret.value } });
  const texts = shown.toString().split('\0');
  expect(texts).toHaveLength(all.length + 1);
  all.forEach(({ what, placed }, index) => expect(texts[index], what).toBe(placed?.value));
});
