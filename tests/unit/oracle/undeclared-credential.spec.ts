/** A document that asks for no credential, and an API that does. */
import { expect, test } from '@playwright/test';
import { documentOf, responses, verify } from './verify.ts';

for (const [security, cause] of [
  [[], 'credential'],
  [undefined, undefined],
] as const)
  test(`401 where the document has security ${JSON.stringify(security)}`, async () => {
    const list = responses({ 200: { type: 'object' }, 401: {} });
    const operation = (operationId: string) => ({
      get: { operationId, responses: list, ...(security && { security }) },
    });
    const { clause } = await verify({
      document: documentOf({ '/open': operation('open'), '/closed': operation('closed') }),
      answer: ({ path }) => (path === '/open' ? [200, {}] : [401, {}]),
    });
    expect(clause('open/200/status').verdict).toBe('conforms');
    const { verdict, cause: found, because = '' } = clause('closed/200/status');
    expect(verdict).toBe('inconclusive');
    expect(found).toBe('credential');
    if (cause) expect(because).toContain('--header');
  });
