import { randomBytes } from 'node:crypto';
import type { Change } from '../behaviour.ts';
import { from, type Variant } from '../catalogue.ts';
import { answers, body } from '../change.ts';
import { memory } from '../memory.ts';
import type { World } from '../world.ts';

// The token service in other makes.

const TOKEN = 'invox-medical/token';

/** Another token for the one that the token service made. */
const tokenIs = (make: (old: string, world: World) => string): Change =>
  answers(
    TOKEN,
    200,
    body((sent, { world }) => {
      const known = world.tokens.get(sent.accessToken);
      const accessToken = make(sent.accessToken, world);
      if (known && !world.tokens.has(accessToken)) world.tokens.set(accessToken, known);
      return { ...sent, accessToken };
    }),
  );

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

export const tokens: readonly Variant[] = [
  ...from('held-out', [
    {
      name: 'token-in-snake-case',
      title: 'The token service returns access_token, expires_in and token_type',
      change: answers(
        TOKEN,
        200,
        body((sent) => ({
          access_token: sent.accessToken,
          token_type: 'bearer',
          expires_in: 7199,
          scope: '',
          refresh_token: null,
        })),
      ),
    },
    {
      name: 'token-of-jwt',
      title: 'Tokens are JSON Web Tokens of a kilobyte',
      change: tokenIs((old) => {
        const claims = { sub: 'app', exp: Math.floor(Date.now() / 1000) + 7200, jti: old, more: 'x'.repeat(600) };
        return `${part({ alg: 'RS256', typ: 'JWT' })}.${part(claims)}.${randomBytes(128).toString('base64url')}`;
      }),
    },
    {
      name: 'token-that-is-reused',
      title: 'The token service returns the same token while it is valid',
      change: tokenIs((old, world) => {
        const appId = world.tokens.get(old)?.appId ?? '';
        const tokens = memory(world, 'tokens by application', () => new Map<string, string>());
        const token = tokens.get(appId) ?? old;
        tokens.set(appId, token);
        return token;
      }),
    },
  ]),
  ...from('blind-run', [
    ...([400, 403] as const).map((status) => ({
      name: `token-wrong-credentials-${status}`,
      title: `The token service answers wrong credentials with ${status}`,
      change: answers('invox-medical/token', 401, () => ({
        status,
        headers: { 'Content-Type': 'application/json' },
        body: { error: 'invalid_client' },
      })),
    })),
    {
      name: 'token-says-7199',
      title: 'The token service returns expires_in, a second less than two hours',
      change: answers('invox-medical/token', 200, (answer) => ({
        ...answer,
        body: { ...(answer.body as object), expires_in: 7_199 },
      })),
    },
  ]),
];
