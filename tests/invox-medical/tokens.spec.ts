/** Access tokens over several calls; that one serves two deletes is asked with the documents. Altered and cut ones are generated cases of every operation. */
import { operations, tokenCall, uploadCall } from '../../helpers/plugins/invox-medical.ts';
import { proves, scenario, test } from '../../helpers/run/test.ts';

const { generate, remove } = operations;
const deleting = 'invox-medical-2026-03-01/deleteDocument';
const tokenService = ['INVOX_TOKEN_URL', 'INVOX_APP_ID', 'INVOX_API_KEY'];

test(
  'MUST serve a token that is asked for before another one ends, and go on serving that other one',
  proves(
    [
      `${deleting}/token/reused`,
      `${deleting}/token/renewed`,
      `${deleting}/token/lifetime`,
      `${deleting}/lifecycle/echo`,
    ],
    { [generate]: 2, [uploadCall]: 2, [tokenCall]: 1, [remove]: 2 },
    tokenService,
  ),
  scenario(async ({ invox, ctx }) => {
    const [document, other] = [await invox.uploaded(), await invox.uploaded()];
    const { status, hasToken } = await invox.askToken('valid');
    if (!hasToken) return ctx.stop(`set-up failed: no second token (${status})`);
    const [byFirst, byRenewed] = await Promise.all([invox.remove(document), invox.remove(other, undefined, 'renewed')]);
    invox.names(byFirst, document);
    invox.names(byRenewed, other);
    invox.isServed(`${deleting}/token/reused`, byFirst, [401, 403]);
    invox.isServed(`${deleting}/token/renewed`, byRenewed, [401, 403]);
  }),
);

test(
  'MUST give no token for a wrong or an empty key, but refuse them',
  proves(
    [`${deleting}/token/only-for-credentials`, `${deleting}/token/wrong-credentials`],
    { [tokenCall]: 2 },
    tokenService,
  ),
  scenario(async ({ invox, ctx }) => {
    for (const credential of ['wrong', 'empty'] as const) {
      const { status, hasToken } = await invox.askToken(credential);
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
  }),
);
