/** Stored requests with only what a test is about. */
import type { RequestRecord } from '../../helpers/contract/types.ts';

export const requestRecord = (parts: Partial<RequestRecord> = {}): RequestRecord => ({
  method: 'GET',
  url: 'http://127.0.0.1/',
  base: { variable: 'MAX_AI_BASE_URL' },
  path: '/',
  pathValues: {},
  query: [],
  headers: [],
  cookies: [],
  credentials: [],
  body: { kind: 'none' },
  ...parts,
});
