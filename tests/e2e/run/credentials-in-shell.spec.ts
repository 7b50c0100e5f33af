/** The credentials of a curl line, as a real shell reads them. */
import { execFileSync } from 'node:child_process';
import { expect, test } from '@playwright/test';
import { placeCredential } from '../../../helpers/client/credentials.ts';
import { word } from '../../../helpers/client/curl.ts';
import type { SecurityScheme } from '../../../helpers/contract/security.ts';

const base = { name: 's', pointer: '' };
const schemes = {
  bearer: { ...base, type: 'http', scheme: 'bearer' },
  basic: { ...base, type: 'http', scheme: 'basic' },
  header: { ...base, type: 'apiKey', in: 'header', parameter: 'X-Api-Key' },
  query: { ...base, type: 'apiKey', in: 'query', parameter: 'api_key' },
  cookie: { ...base, type: 'apiKey', in: 'cookie', parameter: 'sid' },
  oauth2: { ...base, type: 'oauth2', flows: [] },
} satisfies Record<string, SecurityScheme>;
const secret = { value: 'user:secret-7', variable: 'K' };

test('a shell makes of its text what was sent', () => {
  for (const scheme of Object.values(schemes))
    for (const kind of ['valid', 'cut', 'extended', 'altered', 'altered-inside', 'recased'] as const) {
      const placed = placeCredential(kind, scheme, secret);
      const shown = execFileSync('bash', ['-c', `printf %s ${word(placed?.stored ?? [])}`], {
        env: { ...process.env, K: secret.value },
      });
      expect(shown.toString(), `${kind} of ${scheme.type}`).toBe(placed?.value);
    }
});
