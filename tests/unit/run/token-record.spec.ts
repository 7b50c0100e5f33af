/** The record of a token request holds what a person needs to send it again. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@playwright/test';
import { readConfig } from '../../../helpers/profile/config.ts';
import { openEngine } from '../../../helpers/run/engine.ts';
import { requestTokens } from '../../../helpers/run/preflight.ts';
import { loadProject } from '../../../helpers/run/worker.ts';
import { selected } from '../../../helpers/profile/suite.ts';
import { createAuthority } from '../certificates.ts';

test('a token service that wants a client certificate: the record names its variables', async () => {
  const server = createServer((_, response) => response.end(JSON.stringify({ accessToken: 'token-of-this-test' })));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = createAuthority().issue({ cn: 'client' });
  const suite = selected(await loadProject(), ['invox-medical']);
  const config = readConfig(
    {
      INVOX_BASE_URL: origin,
      INVOX_TOKEN_URL: `${origin}/token`,
      INVOX_APP_ID: 'an-app-id',
      INVOX_API_KEY: 'an-api-key',
      INVOX_CLIENT_CERT: client.cert,
      INVOX_CLIENT_KEY: client.key,
    },
    { profiles: suite.profiles, selection: ['invox-medical'] },
  );
  const engine = await openEngine({ config, suite });
  try {
    const { results } = await requestTokens(engine);
    const [record] = results.flatMap(({ records }) => records);
    expect(record?.request.certificate).toEqual({ cert: 'INVOX_CLIENT_CERT', key: 'INVOX_CLIENT_KEY' });
    expect(JSON.stringify(results)).not.toContain('BEGIN');
  } finally {
    await engine.close();
    server.close();
  }
});
