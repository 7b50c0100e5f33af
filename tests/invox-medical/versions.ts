/** The version header: other versions than the contract's, each asked on a document that exists. The contract's own is in every request. */
import { invoxSteps, errorType } from '../../helpers/plugins/invox-medical.steps.ts';
import { operations } from '../../helpers/plugins/invox-medical.ts';
import type { Scenario } from '../../helpers/run/scenario.ts';

const deleting = 'invox-medical-2026-03-01/deleteDocument';
export const versions: readonly Scenario[] = [
  {
    id: 'should-refuse-a-version-older-than-the-operation-with-invalidapiversionforendpoint',
    title: 'SHOULD reject a version older than the operation with invalidApiVersionForEndpoint',
    operation: operations.remove,
    proves: [`${deleting}/version/older`, `${deleting}/400`],
    async run(ctx) {
      const invox = invoxSteps(ctx);

      const document = await invox.documents.upload();
      const answer = await invox.documents.tryDelete(document, '2025-11-01');
      const clause = `${deleting}/version/older`;
      if (!ctx.expectResponse(answer, { clause, status: 400, code: 'VERSION_IGNORED' })) return;
      ctx.assertClause(clause, {
        holds: errorType(answer) === 'invalidApiVersionForEndpoint',
        code: 'ERROR_TYPE_OTHER',
        at: '/errorType',
        expected: 'invalidApiVersionForEndpoint',
        actual: errorType(answer),
      });
    },
  },
  ...(
    [
      ['none', 'without-the-version-header', 'without the version header', null],
      ['malformed', 'with-a-version-that-is-no-date', 'with a version that is no date', 'latest'],
      ['future', 'with-a-version-of-the-future', 'with a version of the future', '2099-01-01'],
    ] as const
  ).map(([id, slug, what, version]): Scenario => ({
    id: `info-what-a-request-${slug}-answers`,
    title: `INFO the response to a request ${what}`,
    operation: operations.remove,
    proves: [`${deleting}/version/${id}`],
    async run(ctx) {
      const invox = invoxSteps(ctx);

      const document = await invox.documents.upload();
      const answer = await invox.documents.tryDelete(document, version);
      ctx.expectResponse(answer, { clause: `${deleting}/version/${id}`, status: '*' });
    },
  })),
];
