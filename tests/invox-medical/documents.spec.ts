/** A document from its announcement to its end. */
import { aPdf, aTxt } from '../../helpers/plugins/invox-medical.steps.ts';
import { operations, uploadCall } from '../../helpers/plugins/invox-medical.ts';
import { statusOf } from '../../helpers/plugins/signed-url.ts';
import { proves, scenario, test } from '../../helpers/run/test.ts';

const { generate, remove } = operations;
const announcing = 'invox-medical-2026-03-01/generateSignedUrlsForDocuments';
const deleting = 'invox-medical-2026-03-01/deleteDocument';

test(
  'MUST carry a document from its signed URL to its deletion, after which it is gone',
  proves(
    [
      `${announcing}/lifecycle/host`,
      `${announcing}/lifecycle/accepts-upload`,
      `${deleting}/lifecycle/echo`,
      `${deleting}/lifecycle/second-delete`,
      `${deleting}/version/contract`,
      `${announcing}/200`,
      `${deleting}/200`,
      `${deleting}/404`,
    ],
    { [generate]: 1, [uploadCall]: 1, [remove]: 2 },
  ),
  scenario(async ({ invox, ctx }) => {
    const document = await invox.announced();
    invox.leadsWhereItMay(document);
    await invox.takesTheBytes(document);
    const deleted = await invox.remove(document);
    if (!ctx.expectResponse(deleted, { clause: `${deleting}/200/status`, status: 200 })) return ctx.stop('not deleted');
    invox.names(deleted, document);
    invox.isServed(`${deleting}/version/contract`, deleted, [400]);
    const again = await invox.remove(document);
    ctx.expectResponse(again, { clause: `${deleting}/lifecycle/second-delete`, status: '4XX', code: 'DELETED_TWICE' });
  }),
);

test(
  'MUST announce each document asked for, take the bytes of each, and delete one without the other, then the other with the same token',
  proves(
    [
      `${announcing}/lifecycle/per-document`,
      `${announcing}/lifecycle/accepts-upload`,
      `${deleting}/lifecycle/leaves-others`,
      `${deleting}/token/reused`,
    ],
    { [generate]: 1, [uploadCall]: 2, [remove]: 2 },
  ),
  scenario(async ({ invox, ctx }) => {
    const asked = [aPdf(), aTxt()] as const;
    const answer = await invox.ask(asked);
    if (!invox.hasOneEntryEach(answer, asked)) return ctx.stop('the documents asked for were not announced');
    const [one, other] = invox.documentsIn(answer);
    if (!one || !other) return ctx.stop('the documents have no ids or URLs');
    await invox.takesTheBytes(one);
    await invox.takesTheBytes(other);
    await invox.removed(one);
    const left = await invox.remove(other);
    ctx.expectResponse(left, { clause: `${deleting}/lifecycle/leaves-others`, status: 200 });
    invox.isServed(`${deleting}/token/reused`, left, [401, 403]);
  }),
);

test(
  'MUST announce no document to a request without a token',
  proves(`${announcing}/security/absent`, { [generate]: 1 }),
  scenario(async ({ invox, ctx }) => {
    const answer = await invox.ask([aTxt()], 'none');
    ctx.expectResponse(answer, { clause: `${announcing}/security/absent`, status: '4XX', code: 'CREDENTIAL_ACCEPTED' });
  }),
);

test(
  'INFO what a delete answers before the bytes of the document have come',
  proves(`${deleting}/lifecycle/before-bytes`, { [generate]: 1, [remove]: 1 }),
  scenario(async ({ invox, ctx }) => {
    const document = await invox.announced();
    const answer = await invox.remove(document);
    ctx.expectResponse(answer, { clause: `${deleting}/lifecycle/before-bytes`, status: '*' });
    if (statusOf(answer) === 200) return;
    await ctx.recordUnplannedCalls('gave a document its bytes, so that it could be deleted', async () => {
      await invox.takesTheBytes(document);
      await invox.remove(document);
    });
  }),
);

test(
  'INFO whether errors call their text messsage, as documented for 400 and 404, or message',
  proves([`${deleting}/lifecycle/spelling`, `${deleting}/400`, `${deleting}/404`], { [remove]: 2 }),
  scenario(async ({ invox, ctx }) => {
    const document = invox.unknownDocument();
    for (const answer of [await invox.remove(document), await invox.remove(document, '2025-11-01')])
      ctx.record(`${deleting}/lifecycle/spelling`, invox.spelling(answer));
  }),
);
