/** A document from its announcement to its end. */
import { aPdf, aTxt, invoxSteps, errorTextProperty } from '../../helpers/plugins/invox-medical.steps.ts';
import { operations } from '../../helpers/plugins/invox-medical.ts';
import { statusOf } from '../../helpers/plugins/signed-url.ts';
import type { Scenario } from '../../helpers/run/scenario.ts';

const announcing = 'invox-medical-2026-03-01/generateSignedUrlsForDocuments';
const deleting = 'invox-medical-2026-03-01/deleteDocument';

export const documents: readonly Scenario[] = [
  {
    id: 'must-carry-a-document-from-its-signed-url-to-its-deletion-after-which-it-is-gone',
    title: 'MUST accept a document at its signed URL, delete it, and not find it afterwards',
    operation: operations.generate,
    proves: [
      `${announcing}/lifecycle/host`,
      `${announcing}/lifecycle/accepts-upload`,
      `${deleting}/lifecycle/echo`,
      `${deleting}/lifecycle/second-delete`,
      `${deleting}/version/contract`,
      `${announcing}/200`,
      `${deleting}/200`,
      `${deleting}/404`,
    ],
    async run(ctx) {
      const invox = invoxSteps(ctx);

      const document = await invox.documents.announce();
      invox.expect.allowedHost(document);
      await invox.expect.uploadAccepted(document);
      const deleted = await invox.documents.tryDelete(document);
      if (!ctx.expectResponse(deleted, { clause: `${deleting}/200/status`, status: 200 }))
        return ctx.stop('not deleted');
      invox.expect.documentId(deleted, document);
      invox.expect.accepted(`${deleting}/version/contract`, deleted, [400]);
      const again = await invox.documents.tryDelete(document);
      ctx.expectResponse(again, {
        clause: `${deleting}/lifecycle/second-delete`,
        status: '4XX',
        code: 'DELETED_TWICE',
      });
    },
  },
  {
    id: 'must-announce-each-document-asked-for-take-the-bytes-of-each-and-delete-one-without-the-other-then-the-other-with-the-same-token',
    title: 'MUST announce each requested document, accept its bytes, and delete each without the other, with one token',
    operation: operations.generate,
    proves: [
      `${announcing}/lifecycle/per-document`,
      `${announcing}/lifecycle/accepts-upload`,
      `${deleting}/lifecycle/leaves-others`,
      `${deleting}/token/reused`,
    ],
    async run(ctx) {
      const invox = invoxSteps(ctx);

      const asked = [aPdf(), aTxt()] as const;
      const answer = await invox.documents.tryAnnounce(asked);
      if (!invox.expect.oneEntryEach(answer, asked)) return ctx.stop('the documents asked for were not announced');
      const [one, other] = invox.documents.from(answer);
      if (!one || !other) return ctx.stop('the documents have no ids or URLs');
      await invox.expect.uploadAccepted(one);
      await invox.expect.uploadAccepted(other);
      await invox.documents.delete(one);
      const left = await invox.documents.tryDelete(other);
      ctx.expectResponse(left, { clause: `${deleting}/lifecycle/leaves-others`, status: 200 });
      invox.expect.accepted(`${deleting}/token/reused`, left, [401, 403]);
    },
  },
  {
    id: 'must-announce-no-document-to-a-request-without-a-token',
    title: 'MUST reject announcing a document without a token',
    operation: operations.generate,
    proves: [`${announcing}/security/absent`],
    async run(ctx) {
      const invox = invoxSteps(ctx);

      const answer = await invox.documents.tryAnnounce([aTxt()], 'none');
      ctx.expectResponse(answer, {
        clause: `${announcing}/security/absent`,
        status: '4XX',
        code: 'CREDENTIAL_ACCEPTED',
      });
    },
  },
  {
    id: 'info-what-a-delete-answers-before-the-bytes-of-the-document-have-come',
    title: 'INFO the response to deleting a document before its bytes were uploaded',
    operation: operations.remove,
    proves: [`${deleting}/lifecycle/before-bytes`],
    async run(ctx) {
      const invox = invoxSteps(ctx);

      const document = await invox.documents.announce();
      const answer = await invox.documents.tryDelete(document);
      ctx.expectResponse(answer, { clause: `${deleting}/lifecycle/before-bytes`, status: '*' });
      if (statusOf(answer) === 200) return;
      await ctx.recordUnplannedCalls('gave a document its bytes, so that it could be deleted', async () => {
        await invox.expect.uploadAccepted(document);
        await invox.documents.tryDelete(document);
      });
    },
  },
  {
    id: 'info-whether-errors-call-their-text-messsage-as-documented-for-400-and-404-or-message',
    title: 'INFO whether errors name their text messsage, as documented for 400 and 404, or message',
    operation: operations.remove,
    proves: [`${deleting}/lifecycle/spelling`, `${deleting}/400`, `${deleting}/404`],
    async run(ctx) {
      const invox = invoxSteps(ctx);

      const document = invox.documents.unknown();
      for (const answer of [
        await invox.documents.tryDelete(document),
        await invox.documents.tryDelete(document, '2025-11-01'),
      ])
        ctx.record(`${deleting}/lifecycle/spelling`, errorTextProperty(answer));
    },
  },
];
