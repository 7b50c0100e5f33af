/** Deleting: once, twice, at once, without the right to. */
import { objectStore } from '../../helpers/vendors/max-ai.steps.ts';
import { operations } from '../../helpers/vendors/max-ai.ts';
import { statusOf } from '../../helpers/vendors/signed-url.ts';
import { proves, scenario, test } from '../../helpers/runner/test.ts';

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
  scenario(async ({ maxAi, session }) => {
    const image = await maxAi.upload();
    const issuedBefore = await maxAi.signedUrl(image);
    await maxAi.surelyServes(issuedBefore, image);
    await maxAi.removed(image);
    await maxAi.isGone(image);
    const again = await maxAi.remove(image);
    session.judge(again, {
      clause: 'max-ai-v2/deleteImage/lifecycle/second-delete',
      status: '4XX',
      code: 'DELETED_TWICE',
    });
    await maxAi.isGone(image);
    await maxAi.isRefused('max-ai-v2/deleteImage/lifecycle/issued-before-delete', issuedBefore);
  }),
);

test(
  'ASKS what two deletes at once answer',
  proves('max-ai-v2/deleteImage/lifecycle/two-at-once', { [upload]: 1, [remove]: 2 }),
  scenario(async ({ maxAi, session }) => {
    const image = await maxAi.upload();
    const both = await Promise.all([maxAi.remove(image), maxAi.remove(image)]);
    session.observe(
      'max-ai-v2/deleteImage/lifecycle/two-at-once',
      both.map(statusOf).map(String).toSorted().join(' and '),
    );
  }),
);

test(
  'MUST change nothing by a delete for which the key has no scope',
  proves(
    ['max-ai-v2/deleteImage/lifecycle/refusal-changes-nothing', 'max-ai-v2/deleteImage/403'],
    { [upload]: 1, [remove]: 2, [url]: 2, [objectStore]: 2 },
    ['MAX_AI_RESTRICTED_API_KEY'],
  ),
  scenario(async ({ maxAi, session }) => {
    session.need('MAX_AI_RESTRICTED_API_KEY');
    const image = await maxAi.upload();
    await maxAi.surelyServes(await maxAi.signedUrl(image), image);
    const refused = await maxAi.remove(image, { credentials: 'restricted' });
    if (refused.kind === 'unanswered' || refused.answer.status < 400)
      session.stop(`the delete was not refused (${statusOf(refused)})`);
    await maxAi.isStillThere('max-ai-v2/deleteImage/lifecycle/refusal-changes-nothing', image);
  }),
);
