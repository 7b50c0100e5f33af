/** The credentials of a curl line, as a real shell reads them. */
import { execFileSync } from 'node:child_process';
import { expect, test } from '@playwright/test';
import { placeCredential } from '../../../helpers/client/credentials.ts';
import { word } from '../../../helpers/client/curl.ts';
import { schemes, secret } from '../../unit/client/security-schemes.ts';

test('the shell line gives the credential that was sent', () => {
  for (const scheme of Object.values(schemes))
    for (const kind of ['valid', 'truncated', 'extended', 'altered', 'altered-middle', 'case-swapped'] as const) {
      const placed = placeCredential(kind, scheme, secret);
      const shown = execFileSync('bash', ['-c', `printf %s ${word(placed?.stored ?? [])}`], {
        env: { ...process.env, K: secret.value },
      });
      expect(shown.toString(), `${kind} of ${scheme.type}`).toBe(placed?.value);
    }
});
