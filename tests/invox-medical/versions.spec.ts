/** The version header: other versions than the contract's, each asked on a document that exists. The contract's own is in every request. */
import { operations, uploadCall } from '../../helpers/plugins/invox-medical.ts';
import { proves, scenario, test } from '../../helpers/run/test.ts';

const { generate, remove } = operations;
const deleting = 'invox-medical-2026-03-01/deleteDocument';
const served = { [generate]: 1, [uploadCall]: 1, [remove]: 1 };
const refused = { ...served, [remove]: 2 };

test(
  'SHOULD refuse a version older than the operation with invalidApiVersionForEndpoint',
  proves([`${deleting}/version/older`, `${deleting}/400`], refused),
  scenario(async ({ invox, ctx }) => {
    const document = await invox.uploaded();
    const answer = await invox.remove(document, '2025-11-01');
    const clause = `${deleting}/version/older`;
    if (!ctx.expectResponse(answer, { clause, status: 400, code: 'VERSION_IGNORED' })) return;
    ctx.assertClause(clause, {
      holds: invox.errorType(answer) === 'invalidApiVersionForEndpoint',
      code: 'ERROR_TYPE_OTHER',
      at: '/errorType',
      expected: 'invalidApiVersionForEndpoint',
      actual: invox.errorType(answer),
    });
  }),
);

for (const [id, what, version, calls] of [
  ['none', 'without the version header', null, served],
  ['malformed', 'with a version that is no date', 'latest', refused],
  ['future', 'with a version of the future', '2099-01-01', served],
] as const)
  test(
    `INFO what a request ${what} answers`,
    proves(`${deleting}/version/${id}`, calls),
    scenario(async ({ invox, ctx }) => {
      const document = await invox.uploaded();
      const answer = await invox.remove(document, version);
      ctx.expectResponse(answer, { clause: `${deleting}/version/${id}`, status: '*' });
    }),
  );
