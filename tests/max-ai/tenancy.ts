/** What belongs to another organization, or to another note. */
import { aPng, maxAiSteps } from '../../helpers/plugins/max-ai.steps.ts';
import { operations } from '../../helpers/plugins/max-ai.ts';
import { statusOf } from '../../helpers/plugins/signed-url.ts';
import type { Scenario } from '../../helpers/run/scenario.ts';

const foreign = ['MAX_AI_FOREIGN_NOTE_ID', 'MAX_AI_FOREIGN_NOTE_IMAGE_ID'];
/** Two things are wrong at once, whose it is and where it is looked for, so each rejection is right. */
const eitherRefusal = ['400', '403', '404'];
/** The vendor must refuse the write, so it may be sent to what is not ours. */
const refused = { options: { expectedRejection: 'foreign' } } as const;

export const tenancy: readonly Scenario[] = [
  {
    id: 'must-answer-404-to-an-upload-to-another-organization-s-note-as-to-a-missing-one',
    title: "MUST reject an upload to another organization's note like one to a missing note (404)",
    operation: operations.upload,
    proves: [
      'max-ai-v3/uploadImage/tenancy/foreign-note',
      'max-ai-v3/uploadImage/tenancy/indistinguishable',
      'max-ai-v3/uploadImage/404',
    ],
    needs: ['MAX_AI_FOREIGN_NOTE_ID'],
    async run(ctx) {
      const maxAi = maxAiSteps(ctx);

      const answer = await maxAi.images.tryUpload(aPng(), {
        note: ctx.requireVariable('MAX_AI_FOREIGN_NOTE_ID'),
        ...refused,
      });
      ctx.expectResponse(answer, {
        clause: 'max-ai-v3/uploadImage/tenancy/foreign-note',
        status: 404,
        code: 'FOREIGN_WRITTEN',
      });
      const missing = await maxAi.images.tryUpload(aPng(), { note: maxAi.others.unknownNote() });
      maxAi.expect.indistinguishable('max-ai-v3/uploadImage/tenancy/indistinguishable', answer, missing);
    },
  },
  {
    id: 'must-answer-404-for-the-url-of-another-organization-s-image-as-for-a-missing-one',
    title: "MUST reject reading the URL of another organization's image like that of a missing one (404)",
    operation: operations.url,
    proves: [
      'max-ai-v2/getImageUrl/tenancy/foreign-note',
      'max-ai-v2/getImageUrl/tenancy/indistinguishable',
      'max-ai-v2/getImageUrl/404',
    ],
    needs: foreign,
    async run(ctx) {
      const maxAi = maxAiSteps(ctx);

      const note = ctx.requireVariable('MAX_AI_FOREIGN_NOTE_ID');
      const answer = await maxAi.urls.tryGet(maxAi.others.fixture('MAX_AI_FOREIGN_NOTE_IMAGE_ID', note));
      ctx.expectResponse(answer, {
        clause: 'max-ai-v2/getImageUrl/tenancy/foreign-note',
        status: 404,
        code: 'FOREIGN_READ',
      });
      const missing = await maxAi.urls.tryGet(maxAi.others.unknownImage(maxAi.others.unknownNote()));
      maxAi.expect.indistinguishable('max-ai-v2/getImageUrl/tenancy/indistinguishable', answer, missing);
    },
  },
  {
    id: 'must-refuse-the-url-of-another-organization-s-image-under-a-note-of-one-s-own',
    title: "MUST reject reading the URL of another organization's image under an own note",
    operation: operations.url,
    proves: ['max-ai-v2/getImageUrl/tenancy/foreign-note'],
    needs: ['MAX_AI_FOREIGN_NOTE_IMAGE_ID'],
    async run(ctx) {
      const maxAi = maxAiSteps(ctx);

      const answer = await maxAi.urls.tryGet(maxAi.others.fixture('MAX_AI_FOREIGN_NOTE_IMAGE_ID'));
      ctx.expectResponse(answer, {
        clause: 'max-ai-v2/getImageUrl/tenancy/foreign-note',
        status: eitherRefusal,
        code: 'FOREIGN_READ',
      });
    },
  },
  {
    id: 'must-answer-404-to-the-deletion-of-another-organization-s-image-as-to-that-of-a-missing-one',
    title: "MUST reject deleting another organization's image like deleting a missing one (404)",
    operation: operations.remove,
    proves: [
      'max-ai-v2/deleteImage/tenancy/foreign-note',
      'max-ai-v2/deleteImage/tenancy/indistinguishable',
      'max-ai-v2/deleteImage/404',
    ],
    needs: foreign,
    async run(ctx) {
      const maxAi = maxAiSteps(ctx);

      const note = ctx.requireVariable('MAX_AI_FOREIGN_NOTE_ID');
      const answer = await maxAi.images.tryDelete(maxAi.others.fixture('MAX_AI_FOREIGN_NOTE_IMAGE_ID', note), refused);
      ctx.expectResponse(answer, {
        clause: 'max-ai-v2/deleteImage/tenancy/foreign-note',
        status: 404,
        code: 'FOREIGN_DELETED',
      });
      const missing = await maxAi.images.tryDelete(maxAi.others.unknownImage(maxAi.others.unknownNote()));
      maxAi.expect.indistinguishable('max-ai-v2/deleteImage/tenancy/indistinguishable', answer, missing);
    },
  },
  {
    id: 'must-refuse-the-deletion-of-another-organization-s-image-under-a-note-of-one-s-own',
    title: "MUST reject deleting another organization's image under an own note",
    operation: operations.remove,
    proves: ['max-ai-v2/deleteImage/tenancy/foreign-note'],
    needs: ['MAX_AI_FOREIGN_NOTE_IMAGE_ID'],
    async run(ctx) {
      const maxAi = maxAiSteps(ctx);

      const answer = await maxAi.images.tryDelete(maxAi.others.fixture('MAX_AI_FOREIGN_NOTE_IMAGE_ID'), refused);
      ctx.expectResponse(answer, {
        clause: 'max-ai-v2/deleteImage/tenancy/foreign-note',
        status: eitherRefusal,
        code: 'FOREIGN_DELETED',
      });
    },
  },
  {
    id: 'must-not-find-an-image-under-another-organization-s-note-and-should-not-under-another-note-of-its-own',
    title: "MUST not find an image under another organization's note (SHOULD not under another own note)",
    operation: operations.url,
    proves: ['max-ai-v2/getImageUrl/tenancy/foreign-note', 'max-ai-v2/getImageUrl/tenancy/other-note'],
    needs: ['MAX_AI_SIGNED_NOTE_ID', 'MAX_AI_FOREIGN_NOTE_ID'],
    async run(ctx) {
      const maxAi = maxAiSteps(ctx);

      const [note, foreignNote] = [
        ctx.requireVariable('MAX_AI_SIGNED_NOTE_ID'),
        ctx.requireVariable('MAX_AI_FOREIGN_NOTE_ID'),
      ];
      const image = await maxAi.images.upload();
      ctx.expectResponse(await maxAi.urls.tryGet(image, { note: foreignNote }), {
        clause: 'max-ai-v2/getImageUrl/tenancy/foreign-note',
        status: eitherRefusal,
        code: 'FOREIGN_READ',
      });
      ctx.expectResponse(await maxAi.urls.tryGet(image, { note }), {
        clause: 'max-ai-v2/getImageUrl/tenancy/other-note',
        status: '4XX',
        code: 'NOTE_IGNORED',
      });
    },
  },
  {
    id: 'should-not-delete-an-image-under-another-note-s-path',
    title: "SHOULD not delete an image under another note's path",
    operation: operations.remove,
    proves: ['max-ai-v2/deleteImage/tenancy/other-note'],
    needs: ['MAX_AI_SIGNED_NOTE_ID'],
    async run(ctx) {
      const maxAi = maxAiSteps(ctx);

      const note = ctx.requireVariable('MAX_AI_SIGNED_NOTE_ID');
      const image = await maxAi.images.upload();
      await maxAi.urls.requireServed(await maxAi.urls.get(image), image);
      const answer = await maxAi.images.tryDelete(image, { note });
      const clause = 'max-ai-v2/deleteImage/tenancy/other-note';
      // The other note is signed: a conflict is as good a refusal as any.
      if (!ctx.expectResponse(answer, { clause, status: '4XX', code: 'NOTE_IGNORED' }))
        return ctx.stop(`the delete was answered with ${statusOf(answer)}`);
      await maxAi.expect.unchanged(clause, image);
    },
  },
];
