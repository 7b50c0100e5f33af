/** Notes that must not change: a signed one, and one whose EHR refuses. */
import { aPng, maxAiSteps } from '../../helpers/plugins/max-ai.steps.ts';
import { operations } from '../../helpers/plugins/max-ai.ts';
import { statusOf } from '../../helpers/plugins/signed-url.ts';
import type { Scenario } from '../../helpers/run/scenario.ts';

/** The vendor must refuse the write, so it may be sent to a fixture. */
const refused = { options: { expectedRejection: 'fixture' } } as const;

export const protectedNotes: readonly Scenario[] = [
  {
    id: 'must-answer-409-to-an-upload-to-a-signed-note',
    title: 'MUST reject an upload to a signed note (409)',
    operation: operations.upload,
    proves: ['max-ai-v3/uploadImage/lifecycle/signed-note', 'max-ai-v3/uploadImage/409'],
    needs: ['MAX_AI_SIGNED_NOTE_ID'],
    async run(ctx) {
      const maxAi = maxAiSteps(ctx);

      const answer = await maxAi.images.tryUpload(aPng(), {
        note: ctx.requireVariable('MAX_AI_SIGNED_NOTE_ID'),
        ...refused,
      });
      ctx.expectResponse(answer, {
        clause: 'max-ai-v3/uploadImage/lifecycle/signed-note',
        status: 409,
        code: 'SIGNED_NOTE_CHANGED',
      });
    },
  },
  {
    id: 'must-answer-409-to-a-delete-on-a-signed-note-as-often-as-it-is-sent-and-leave-the-image',
    title: 'MUST reject every delete on a signed note (409), and keep the image',
    operation: operations.remove,
    proves: [
      'max-ai-v2/deleteImage/lifecycle/signed-note',
      'max-ai-v2/deleteImage/lifecycle/signed-note-unchanged',
      'max-ai-v2/deleteImage/409',
    ],
    needs: ['MAX_AI_SIGNED_NOTE_ID', 'MAX_AI_SIGNED_NOTE_IMAGE_ID'],
    async run(ctx) {
      const maxAi = maxAiSteps(ctx);

      const image = await maxAi.others.requireFixture(
        'MAX_AI_SIGNED_NOTE_IMAGE_ID',
        ctx.requireVariable('MAX_AI_SIGNED_NOTE_ID'),
      );
      for (let times = 0; times < 3; times += 1) {
        const answer = await maxAi.images.tryDelete(image, refused);
        ctx.expectResponse(answer, {
          clause: 'max-ai-v2/deleteImage/lifecycle/signed-note',
          status: 409,
          code: 'SIGNED_NOTE_CHANGED',
        });
        if (answer.kind === 'answered' && answer.answer.status < 300) return ctx.stop('the delete was not refused');
      }
      const still = await maxAi.urls.tryGet(image);
      ctx.expectResponse(still, { clause: 'max-ai-v2/deleteImage/lifecycle/signed-note-unchanged', status: 200 });
    },
  },
  {
    id: 'must-answer-502-to-an-upload-that-the-ehr-refuses',
    title: 'MUST answer an upload that the EHR rejects with 502',
    operation: operations.upload,
    proves: [
      'max-ai-v3/uploadImage/lifecycle/ehr-failure',
      'max-ai-v3/uploadImage/lifecycle/ehr-failure-left',
      'max-ai-v3/uploadImage/502',
    ],
    needs: ['MAX_AI_EHR_FAILURE_NOTE_ID'],
    async run(ctx) {
      const maxAi = maxAiSteps(ctx);

      const answer = await maxAi.images.tryUpload(aPng(), {
        note: ctx.requireVariable('MAX_AI_EHR_FAILURE_NOTE_ID'),
        ...refused,
      });
      ctx.expectResponse(answer, {
        clause: 'max-ai-v3/uploadImage/lifecycle/ehr-failure',
        status: 502,
        code: 'FAILURE_HIDDEN',
      });
      ctx.record(
        'max-ai-v3/uploadImage/lifecycle/ehr-failure-left',
        `${statusOf(answer)} names no image: what was left behind cannot be looked for`,
      );
    },
  },
  {
    id: 'must-answer-502-to-a-delete-that-the-ehr-refuses',
    title: 'MUST answer a delete that the EHR rejects with 502',
    operation: operations.remove,
    proves: [
      'max-ai-v2/deleteImage/lifecycle/ehr-failure',
      'max-ai-v2/deleteImage/lifecycle/ehr-failure-left',
      'max-ai-v2/deleteImage/502',
    ],
    needs: ['MAX_AI_EHR_FAILURE_NOTE_ID', 'MAX_AI_EHR_FAILURE_IMAGE_ID'],
    async run(ctx) {
      const maxAi = maxAiSteps(ctx);

      const note = ctx.requireVariable('MAX_AI_EHR_FAILURE_NOTE_ID');
      const image = await maxAi.others.requireFixture('MAX_AI_EHR_FAILURE_IMAGE_ID', note);
      const answer = await maxAi.images.tryDelete(image, refused);
      ctx.expectResponse(answer, {
        clause: 'max-ai-v2/deleteImage/lifecycle/ehr-failure',
        status: 502,
        code: 'FAILURE_HIDDEN',
      });
      const still = await maxAi.urls.tryGet(image);
      ctx.record(
        'max-ai-v2/deleteImage/lifecycle/ehr-failure-left',
        statusOf(still) === 200 ? 'the image, as it was' : `after it the URL is answered with ${statusOf(still)}`,
      );
    },
  },
];
