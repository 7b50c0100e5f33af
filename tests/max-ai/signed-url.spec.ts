/** What a signed URL is, and what it must not be good for. That it dies after an hour is declared, never waited for. */
import { objectStore } from '../../helpers/vendors/max-ai.steps.ts';
import { operations } from '../../helpers/vendors/max-ai.ts';
import { withLaterExpiry, withOtherPath, withOtherSignature } from '../../helpers/vendors/signed-url.ts';
import { proves, scenario, test } from '../../helpers/runner/test.ts';

const { upload, url, remove } = operations;

test(
  'MUST give an absolute, presigned URL on a known host that lives for 3,600 seconds',
  proves(
    [
      'max-ai-v2/getImageUrl/lifecycle/absolute',
      'max-ai-v2/getImageUrl/lifecycle/https',
      'max-ai-v2/getImageUrl/lifecycle/host',
      'max-ai-v2/getImageUrl/lifecycle/signed',
      'max-ai-v2/getImageUrl/lifecycle/expires',
    ],
    { [upload]: 1, [url]: 1, [remove]: 1 },
  ),
  scenario(async ({ maxAi }) => {
    const image = await maxAi.upload();
    // Each signed URL is judged when it comes, here and in every other test.
    await maxAi.signedUrl(image);
  }),
);

for (const [what, promise, tamper] of [
  ['signature', 'tampered-signature', withOtherSignature],
  ['path', 'tampered-path', withOtherPath],
  ['expiry', 'tampered-expiry', withLaterExpiry],
] as const)
  test(
    `MUST refuse a signed URL with a changed ${what}`,
    proves(`max-ai-v2/getImageUrl/lifecycle/${promise}`, { [upload]: 1, [url]: 1, [objectStore]: 2, [remove]: 1 }),
    scenario(async ({ maxAi, session }) => {
      const image = await maxAi.upload();
      const address = await maxAi.signedUrl(image);
      await maxAi.surelyServes(address, image);
      const changed = tamper(address) ?? session.stop(`the URL has no ${what} that could be changed`);
      await maxAi.isRefused(`max-ai-v2/getImageUrl/lifecycle/${promise}`, changed);
    }),
  );

test(
  'MUST refuse to overwrite or delete an image through the URL that was signed to get it',
  proves('max-ai-v2/getImageUrl/lifecycle/other-method', { [upload]: 1, [url]: 1, [objectStore]: 3, [remove]: 1 }),
  scenario(async ({ maxAi }) => {
    const image = await maxAi.upload();
    const address = await maxAi.signedUrl(image);
    await maxAi.surelyServes(address, image);
    const clause = 'max-ai-v2/getImageUrl/lifecycle/other-method';
    await maxAi.isRefused(clause, address, { method: 'PUT', body: Buffer.from('conformance') });
    await maxAi.isRefused(clause, address, { method: 'DELETE' });
  }),
);

test(
  'SHOULD refuse a URL that was issued before its image was deleted',
  proves('max-ai-v2/getImageUrl/lifecycle/issued-before-delete', {
    [upload]: 1,
    [url]: 1,
    [objectStore]: 2,
    [remove]: 1,
  }),
  scenario(async ({ maxAi }) => {
    const image = await maxAi.upload();
    const address = await maxAi.signedUrl(image);
    await maxAi.surelyServes(address, image);
    await maxAi.removed(image);
    await maxAi.isRefused('max-ai-v2/getImageUrl/lifecycle/issued-before-delete', address);
  }),
);
