/** One security scheme of each kind, and a credential that is right under all of them. */
import type { SecurityScheme } from '../../../helpers/contract/security.ts';

const base = { name: 's', pointer: '' };
export const schemes = {
  bearer: { ...base, type: 'http', scheme: 'bearer' },
  basic: { ...base, type: 'http', scheme: 'basic' },
  header: { ...base, type: 'apiKey', in: 'header', parameter: 'X-Api-Key' },
  query: { ...base, type: 'apiKey', in: 'query', parameter: 'api_key' },
  cookie: { ...base, type: 'apiKey', in: 'cookie', parameter: 'sid' },
  oauth2: { ...base, type: 'oauth2', flows: [] },
} satisfies Record<string, SecurityScheme>;
export const secret = { value: 'user:secret-7', variable: 'K' };
