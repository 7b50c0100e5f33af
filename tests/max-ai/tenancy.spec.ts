/** What belongs to another organization, or to another note. */
import { aPng, objectStore } from '../../helpers/plugins/max-ai.steps.ts';
import { operations } from '../../helpers/plugins/max-ai.ts';
import { statusOf } from '../../helpers/plugins/signed-url.ts';
import { proves, scenario, test } from '../../helpers/run/test.ts';

const { upload, url, remove } = operations;
const foreign = ['MAX_AI_FOREIGN_NOTE_ID', 'MAX_AI_FOREIGN_NOTE_IMAGE_ID'];
/** Two things are wrong at once, whose it is and where it is looked for: any refusal will do. */
const eitherRefusal = ['400', '403', '404'];
/** The vendor must refuse the write, so it may be sent to what is not ours. */
const refused = { options: { refusal: 'foreign' } } as const;

test(
  "MUST answer 404 to an upload to another organization's note, as to a missing one",
  proves(
    [
      'max-ai-v3/uploadImage/tenancy/foreign-note',
      'max-ai-v3/uploadImage/tenancy/indistinguishable',
      'max-ai-v3/uploadImage/404',
    ],
    { [upload]: 2 },
    ['MAX_AI_FOREIGN_NOTE_ID'],
  ),
  scenario(async ({ maxAi, ctx }) => {
    const answer = await maxAi.offer(aPng(), { note: ctx.requireVariable('MAX_AI_FOREIGN_NOTE_ID'), ...refused });
    ctx.expectResponse(answer, {
      clause: 'max-ai-v3/uploadImage/tenancy/foreign-note',
      status: 404,
      code: 'FOREIGN_WRITTEN',
    });
    const missing = await maxAi.offer(aPng(), { note: maxAi.unknownNote() });
    maxAi.areIndistinguishable('max-ai-v3/uploadImage/tenancy/indistinguishable', answer, missing);
  }),
);

test(
  "MUST answer 404 for the URL of another organization's image, as for a missing one",
  proves(
    [
      'max-ai-v2/getImageUrl/tenancy/foreign-note',
      'max-ai-v2/getImageUrl/tenancy/indistinguishable',
      'max-ai-v2/getImageUrl/404',
    ],
    { [url]: 2 },
    foreign,
  ),
  scenario(async ({ maxAi, ctx }) => {
    const note = ctx.requireVariable('MAX_AI_FOREIGN_NOTE_ID');
    const answer = await maxAi.askUrl(maxAi.fixture('MAX_AI_FOREIGN_NOTE_IMAGE_ID', note));
    ctx.expectResponse(answer, {
      clause: 'max-ai-v2/getImageUrl/tenancy/foreign-note',
      status: 404,
      code: 'FOREIGN_READ',
    });
    const missing = await maxAi.askUrl(maxAi.unknownImage(maxAi.unknownNote()));
    maxAi.areIndistinguishable('max-ai-v2/getImageUrl/tenancy/indistinguishable', answer, missing);
  }),
);

test(
  "MUST refuse the URL of another organization's image under a note of one's own",
  proves('max-ai-v2/getImageUrl/tenancy/foreign-note', { [url]: 1 }, ['MAX_AI_FOREIGN_NOTE_IMAGE_ID']),
  scenario(async ({ maxAi, ctx }) => {
    const answer = await maxAi.askUrl(maxAi.fixture('MAX_AI_FOREIGN_NOTE_IMAGE_ID'));
    ctx.expectResponse(answer, {
      clause: 'max-ai-v2/getImageUrl/tenancy/foreign-note',
      status: eitherRefusal,
      code: 'FOREIGN_READ',
    });
  }),
);

test(
  "MUST answer 404 to the deletion of another organization's image, as to that of a missing one",
  proves(
    [
      'max-ai-v2/deleteImage/tenancy/foreign-note',
      'max-ai-v2/deleteImage/tenancy/indistinguishable',
      'max-ai-v2/deleteImage/404',
    ],
    { [remove]: 2 },
    foreign,
  ),
  scenario(async ({ maxAi, ctx }) => {
    const note = ctx.requireVariable('MAX_AI_FOREIGN_NOTE_ID');
    const answer = await maxAi.remove(maxAi.fixture('MAX_AI_FOREIGN_NOTE_IMAGE_ID', note), refused);
    ctx.expectResponse(answer, {
      clause: 'max-ai-v2/deleteImage/tenancy/foreign-note',
      status: 404,
      code: 'FOREIGN_DELETED',
    });
    const missing = await maxAi.remove(maxAi.unknownImage(maxAi.unknownNote()));
    maxAi.areIndistinguishable('max-ai-v2/deleteImage/tenancy/indistinguishable', answer, missing);
  }),
);

test(
  "MUST refuse the deletion of another organization's image under a note of one's own",
  proves('max-ai-v2/deleteImage/tenancy/foreign-note', { [remove]: 1 }, ['MAX_AI_FOREIGN_NOTE_IMAGE_ID']),
  scenario(async ({ maxAi, ctx }) => {
    const answer = await maxAi.remove(maxAi.fixture('MAX_AI_FOREIGN_NOTE_IMAGE_ID'), refused);
    ctx.expectResponse(answer, {
      clause: 'max-ai-v2/deleteImage/tenancy/foreign-note',
      status: eitherRefusal,
      code: 'FOREIGN_DELETED',
    });
  }),
);

test(
  "MUST not find an image under another organization's note, and SHOULD not under another note of its own",
  proves(
    ['max-ai-v2/getImageUrl/tenancy/foreign-note', 'max-ai-v2/getImageUrl/tenancy/other-note'],
    { [upload]: 1, [url]: 2, [remove]: 1 },
    ['MAX_AI_SIGNED_NOTE_ID', 'MAX_AI_FOREIGN_NOTE_ID'],
  ),
  scenario(async ({ maxAi, ctx }) => {
    const [note, foreignNote] = [
      ctx.requireVariable('MAX_AI_SIGNED_NOTE_ID'),
      ctx.requireVariable('MAX_AI_FOREIGN_NOTE_ID'),
    ];
    const image = await maxAi.upload();
    ctx.expectResponse(await maxAi.askUrl(image, { note: foreignNote }), {
      clause: 'max-ai-v2/getImageUrl/tenancy/foreign-note',
      status: eitherRefusal,
      code: 'FOREIGN_READ',
    });
    ctx.expectResponse(await maxAi.askUrl(image, { note }), {
      clause: 'max-ai-v2/getImageUrl/tenancy/other-note',
      status: '4XX',
      code: 'NOTE_IGNORED',
    });
  }),
);

test(
  "SHOULD not delete an image under another note's path",
  proves('max-ai-v2/deleteImage/tenancy/other-note', { [upload]: 1, [remove]: 2, [url]: 2, [objectStore]: 2 }, [
    'MAX_AI_SIGNED_NOTE_ID',
  ]),
  scenario(async ({ maxAi, ctx }) => {
    const note = ctx.requireVariable('MAX_AI_SIGNED_NOTE_ID');
    const image = await maxAi.upload();
    await maxAi.surelyServes(await maxAi.signedUrl(image), image);
    const answer = await maxAi.remove(image, { note });
    const clause = 'max-ai-v2/deleteImage/tenancy/other-note';
    // The other note is signed: a conflict is as good a refusal as any.
    if (!ctx.expectResponse(answer, { clause, status: '4XX', code: 'NOTE_IGNORED' }))
      return ctx.stop(`the delete was answered with ${statusOf(answer)}`);
    await maxAi.isStillThere(clause, image);
  }),
);
