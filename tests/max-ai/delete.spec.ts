/** Deleting: once and twice. Two deletes at once are in the life cycle, one without the right to among the generated cases. */
import { objectStore } from '../../helpers/plugins/max-ai.steps.ts';
import { operations } from '../../helpers/plugins/max-ai.ts';
import { proves, scenario, test } from '../../helpers/run/test.ts';

const { upload, url, remove } = operations;

test(
  'MUST not serve a deleted image, not even after a second delete, which SHOULD not succeed',
  proves(
    [
      'max-ai-v2/deleteImage/lifecycle/after-delete',
      'max-ai-v2/deleteImage/lifecycle/issued-before-delete',
      'max-ai-v2/deleteImage/lifecycle/second-delete',
    ],
    { [upload]: 1, [url]: 3, [objectStore]: 2, [remove]: 2 },
  ),
  scenario(async ({ maxAi, ctx }) => {
    const image = await maxAi.upload();
    const issuedBefore = await maxAi.signedUrl(image);
    await maxAi.surelyServes(issuedBefore, image);
    await maxAi.removed(image);
    await maxAi.isGone(image);
    const again = await maxAi.remove(image);
    ctx.expectResponse(again, {
      clause: 'max-ai-v2/deleteImage/lifecycle/second-delete',
      status: '4XX',
      code: 'DELETED_TWICE',
    });
    await maxAi.isGone(image);
    await maxAi.isRefused('max-ai-v2/deleteImage/lifecycle/issued-before-delete', issuedBefore);
  }),
);
