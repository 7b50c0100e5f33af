import type { Identity } from './identity.ts';

/** The variables that point the suite at a sandbox which listens at `origin`. */
export function environmentOf(identity: Identity, origin: string): Readonly<Record<string, string>> {
  return {
    MAX_AI_BASE_URL: `${origin}/max-ai`,
    MAX_AI_API_KEY: identity.key.secret,
    MAX_AI_RESTRICTED_API_KEY: identity.restrictedKey.secret,
    MAX_AI_RATE_LIMIT_API_KEY: identity.rateLimitKey.secret,
    MAX_AI_ORGANIZATION_ID: identity.organization,
    MAX_AI_PROVIDER_ID: identity.provider,
    MAX_AI_NOTE_ID: identity.notes.ordinary,
    MAX_AI_SIGNED_NOTE_ID: identity.notes.signed,
    MAX_AI_SIGNED_NOTE_IMAGE_ID: identity.images.signed,
    MAX_AI_FOREIGN_NOTE_ID: identity.notes.foreign,
    MAX_AI_FOREIGN_NOTE_IMAGE_ID: identity.images.foreign,
    MAX_AI_EHR_FAILURE_NOTE_ID: identity.notes.ehrFailure,
    MAX_AI_EHR_FAILURE_IMAGE_ID: identity.images.ehrFailure,
    MAX_AI_SIGNED_URL_HOSTS: '127.0.0.1,localhost',
    INVOX_BASE_URL: `${origin}/invox`,
    INVOX_TOKEN_URL: `${origin}/invox/oauth/token`,
    INVOX_APP_ID: identity.invoxApp.id,
    INVOX_API_KEY: identity.invoxApp.apiKey,
    INVOX_RESTRICTED_APP_ID: identity.restrictedInvoxApp.id,
    INVOX_RESTRICTED_API_KEY: identity.restrictedInvoxApp.apiKey,
    INVOX_SIGNED_URL_HOSTS: '127.0.0.1,localhost',
  };
}

/** With it, the probe of the rate limit waits as long as Retry-After states. */
export const probeWaits: Readonly<Record<string, string>> = { MAX_AI_RATE_LIMIT_WAIT: '1' };
