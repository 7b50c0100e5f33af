/** Deleting: once and twice. Two deletes at once are in the life cycle, one without the right to among the generated cases. */
import { maxAiSteps } from '../../helpers/plugins/max-ai.steps.ts';
import { operations } from '../../helpers/plugins/max-ai.ts';
import type { Scenario } from '../../helpers/run/scenario.ts';

export const deleting: readonly Scenario[] = [
  {
    id: 'must-not-serve-a-deleted-image-not-even-after-a-second-delete-which-should-not-succeed',
    title: 'MUST not serve a deleted image, not even after a second delete (which SHOULD be rejected)',
    operation: operations.remove,
    proves: [
      'max-ai-v2/deleteImage/lifecycle/after-delete',
      'max-ai-v2/deleteImage/lifecycle/issued-before-delete',
      'max-ai-v2/deleteImage/lifecycle/second-delete',
    ],
    async run(ctx) {
      const maxAi = maxAiSteps(ctx);

      const image = await maxAi.images.upload();
      const issuedBefore = await maxAi.urls.get(image);
      await maxAi.urls.requireServed(issuedBefore, image);
      await maxAi.images.delete(image);
      await maxAi.expect.gone(image);
      const again = await maxAi.images.tryDelete(image);
      ctx.expectResponse(again, {
        clause: 'max-ai-v2/deleteImage/lifecycle/second-delete',
        status: '4XX',
        code: 'DELETED_TWICE',
      });
      await maxAi.expect.gone(image);
      await maxAi.expect.urlRejected('max-ai-v2/deleteImage/lifecycle/issued-before-delete', issuedBefore);
    },
  },
];
