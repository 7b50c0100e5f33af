/** Access tokens over several calls; that one serves two deletes is asked with the documents. Altered and cut ones are generated cases of every operation. */
import { invoxSteps, requestToken } from '../../helpers/plugins/invox-medical.steps.ts';
import { operations } from '../../helpers/plugins/invox-medical.ts';
import type { Scenario } from '../../helpers/run/scenario.ts';

const deleting = 'invox-medical-2026-03-01/deleteDocument';
const tokenService = ['INVOX_TOKEN_URL', 'INVOX_APP_ID', 'INVOX_API_KEY'];

export const tokens: readonly Scenario[] = [
  {
    id: 'must-serve-a-token-that-is-asked-for-before-another-one-ends-and-go-on-serving-that-other-one',
    title: 'MUST accept a token issued before another one expires, and keep accepting that other one',
    operation: operations.remove,
    proves: [
      `${deleting}/token/reused`,
      `${deleting}/token/renewed`,
      `${deleting}/token/lifetime`,
      `${deleting}/lifecycle/echo`,
    ],
    needs: tokenService,
    async run(ctx) {
      const invox = invoxSteps(ctx);

      const [document, other] = [await invox.documents.upload(), await invox.documents.upload()];
      const { status, hasToken } = await requestToken(ctx, 'valid');
      if (!hasToken) return ctx.stop(`setup failed: no second token (${status})`);
      const [byFirst, byRenewed] = await Promise.all([
        invox.documents.tryDelete(document),
        invox.documents.tryDelete(other, undefined, 'renewed'),
      ]);
      invox.expect.documentId(byFirst, document);
      invox.expect.documentId(byRenewed, other);
      invox.expect.accepted(`${deleting}/token/reused`, byFirst, [401, 403]);
      invox.expect.accepted(`${deleting}/token/renewed`, byRenewed, [401, 403]);
    },
  },
  {
    id: 'must-give-no-token-for-a-wrong-or-an-empty-key-but-refuse-them',
    title: 'MUST reject a token request with a wrong or an empty key',
    operation: operations.remove,
    proves: [`${deleting}/token/only-for-credentials`, `${deleting}/token/wrong-credentials`],
    needs: tokenService,
    async run(ctx) {
      for (const credential of ['wrong', 'empty'] as const) {
        const { status, hasToken } = await requestToken(ctx, credential);
        ctx.assertClause(`${deleting}/token/only-for-credentials`, {
          holds: !hasToken,
          code: 'CREDENTIAL_ACCEPTED',
          at: 'body',
          expected: 'no token',
          actual: `a token, with ${status}`,
        });
        ctx.assertClause(`${deleting}/token/wrong-credentials`, {
          holds: status >= 400 && status < 500,
          code: 'STATUS_UNEXPECTED',
          at: 'status',
          expected: '401, or another refusal',
          actual: String(status),
          status,
        });
      }
    },
  },
];
