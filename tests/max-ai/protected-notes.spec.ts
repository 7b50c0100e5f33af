/** Notes that must not change: a signed one, and one whose EHR refuses. */
import { aPng } from '../../helpers/plugins/max-ai.steps.ts';
import { operations } from '../../helpers/plugins/max-ai.ts';
import { statusOf } from '../../helpers/plugins/signed-url.ts';
import { proves, scenario, test } from '../../helpers/run/test.ts';

const { upload, url, remove } = operations;
/** The vendor must refuse the write, so it may be sent to a fixture. */
const refused = { options: { refusal: 'fixture' } } as const;

test(
  'MUST answer 409 to an upload to a signed note',
  proves(['max-ai-v3/uploadImage/lifecycle/signed-note', 'max-ai-v3/uploadImage/409'], { [upload]: 1 }, [
    'MAX_AI_SIGNED_NOTE_ID',
  ]),
  scenario(async ({ maxAi, ctx }) => {
    const answer = await maxAi.offer(aPng(), { note: ctx.requireVariable('MAX_AI_SIGNED_NOTE_ID'), ...refused });
    ctx.expectResponse(answer, {
      clause: 'max-ai-v3/uploadImage/lifecycle/signed-note',
      status: 409,
      code: 'SIGNED_NOTE_CHANGED',
    });
  }),
);

test(
  'MUST answer 409 to a delete on a signed note as often as it is sent, and leave the image',
  proves(
    [
      'max-ai-v2/deleteImage/lifecycle/signed-note',
      'max-ai-v2/deleteImage/lifecycle/signed-note-unchanged',
      'max-ai-v2/deleteImage/409',
    ],
    { [url]: 2, [remove]: 3 },
    ['MAX_AI_SIGNED_NOTE_ID', 'MAX_AI_SIGNED_NOTE_IMAGE_ID'],
  ),
  scenario(async ({ maxAi, ctx }) => {
    const image = await maxAi.existingFixture(
      'MAX_AI_SIGNED_NOTE_IMAGE_ID',
      ctx.requireVariable('MAX_AI_SIGNED_NOTE_ID'),
    );
    for (let times = 0; times < 3; times += 1) {
      const answer = await maxAi.remove(image, refused);
      ctx.expectResponse(answer, {
        clause: 'max-ai-v2/deleteImage/lifecycle/signed-note',
        status: 409,
        code: 'SIGNED_NOTE_CHANGED',
      });
      if (answer.kind === 'answered' && answer.answer.status < 300) return ctx.stop('the delete was not refused');
    }
    const still = await maxAi.askUrl(image);
    ctx.expectResponse(still, { clause: 'max-ai-v2/deleteImage/lifecycle/signed-note-unchanged', status: 200 });
  }),
);

test(
  'MUST answer 502 to an upload that the EHR refuses',
  proves(
    [
      'max-ai-v3/uploadImage/lifecycle/ehr-failure',
      'max-ai-v3/uploadImage/lifecycle/ehr-failure-left',
      'max-ai-v3/uploadImage/502',
    ],
    { [upload]: 1 },
    ['MAX_AI_EHR_FAILURE_NOTE_ID'],
  ),
  scenario(async ({ maxAi, ctx }) => {
    const answer = await maxAi.offer(aPng(), { note: ctx.requireVariable('MAX_AI_EHR_FAILURE_NOTE_ID'), ...refused });
    ctx.expectResponse(answer, {
      clause: 'max-ai-v3/uploadImage/lifecycle/ehr-failure',
      status: 502,
      code: 'FAILURE_HIDDEN',
    });
    ctx.record(
      'max-ai-v3/uploadImage/lifecycle/ehr-failure-left',
      `${statusOf(answer)} names no image: what was left behind cannot be looked for`,
    );
  }),
);

test(
  'MUST answer 502 to a delete that the EHR refuses',
  proves(
    [
      'max-ai-v2/deleteImage/lifecycle/ehr-failure',
      'max-ai-v2/deleteImage/lifecycle/ehr-failure-left',
      'max-ai-v2/deleteImage/502',
    ],
    { [url]: 2, [remove]: 1 },
    ['MAX_AI_EHR_FAILURE_NOTE_ID', 'MAX_AI_EHR_FAILURE_IMAGE_ID'],
  ),
  scenario(async ({ maxAi, ctx }) => {
    const note = ctx.requireVariable('MAX_AI_EHR_FAILURE_NOTE_ID');
    const image = await maxAi.existingFixture('MAX_AI_EHR_FAILURE_IMAGE_ID', note);
    const answer = await maxAi.remove(image, refused);
    ctx.expectResponse(answer, {
      clause: 'max-ai-v2/deleteImage/lifecycle/ehr-failure',
      status: 502,
      code: 'FAILURE_HIDDEN',
    });
    const still = await maxAi.askUrl(image);
    ctx.record(
      'max-ai-v2/deleteImage/lifecycle/ehr-failure-left',
      statusOf(still) === 200 ? 'the image, as it was' : `after it the URL is answered with ${statusOf(still)}`,
    );
  }),
);
