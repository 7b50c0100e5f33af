/** Stands for the embedded sandbox where none is started: the plan needs to know only that the variables are set. */
export const placeholders: Readonly<Record<string, string>> = {
  MAX_AI_BASE_URL: 'http://127.0.0.1/max-ai',
  MAX_AI_API_KEY: 'placeholder-key',
  MAX_AI_RESTRICTED_API_KEY: 'placeholder-restricted-key',
  MAX_AI_RATE_LIMIT_API_KEY: 'placeholder-rate-limit-key',
  MAX_AI_ORGANIZATION_ID: 'org_placeholder',
  MAX_AI_PROVIDER_ID: '00000000-0000-4000-8000-000000000001',
  MAX_AI_NOTE_ID: '00000000-0000-4000-8000-000000000002',
  INVOX_BASE_URL: 'http://127.0.0.1/invox',
  INVOX_TOKEN_URL: 'http://127.0.0.1/invox/token',
  INVOX_APP_ID: 'placeholder-app',
  INVOX_API_KEY: 'placeholder-key',
  INVOX_RESTRICTED_APP_ID: 'placeholder-restricted-app',
  INVOX_RESTRICTED_API_KEY: 'placeholder-restricted-key',
};
