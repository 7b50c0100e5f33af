import { randomBytes } from 'node:crypto';
import { json, type Answer } from '../answer.ts';
import type { World } from '../world.ts';
import { plainFailure } from './envelope.ts';

const LIFETIME_SECONDS = 7200;

/** Changes `Basic base64(appId:apiKey)` into an access token that lasts two hours. */
export function issueToken(authorization: string | undefined, world: World): Answer {
  const { invoxApp, restrictedInvoxApp } = world.identity;
  const [, encoded = ''] = /^Basic ([A-Za-z0-9+/=]+)$/i.exec(authorization ?? '') ?? [];
  const credential = Buffer.from(encoded, 'base64').toString();
  const app = [invoxApp, restrictedInvoxApp].find(({ id, apiKey }) => credential === `${id}:${apiKey}`);
  if (!app) return plainFailure(401, 'Invalid credentials', { 'WWW-Authenticate': 'Basic' });
  return tokenOf(app.id, world);
}

/** A new token for an application. */
export function tokenOf(appId: string, world: World): Answer {
  const accessToken = `sbx-at-${randomBytes(24).toString('hex')}`;
  world.tokens.set(accessToken, { appId, expiresAt: Date.now() + LIFETIME_SECONDS * 1000 });
  const body = { accessToken, expiresIn: LIFETIME_SECONDS, tokenType: 'Bearer' };
  return json(200, body, { 'Cache-Control': 'no-store' });
}

/** The application whose valid token this is. */
export function findToken(presented: string, world: World): string | undefined {
  const token = world.tokens.get(presented);
  return token && token.expiresAt > Date.now() ? token.appId : undefined;
}
