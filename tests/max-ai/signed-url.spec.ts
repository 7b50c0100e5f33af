/** What a signed URL is, and what it must not be good for. That it dies after an hour is declared, never waited for. */
import { objectStore } from '../../helpers/plugins/max-ai.steps.ts';
import { operations } from '../../helpers/plugins/max-ai.ts';
import { unsigned, withLaterDate, withLaterExpiry, withOtherSignature } from '../../helpers/plugins/signature.ts';
import { proves, scenario, test } from '../../helpers/run/test.ts';

const { upload, url, remove } = operations;

test(
  'MUST give an absolute, presigned URL on a known host, which for 3,600 seconds serves the image again and again',
  proves(
    [
      'max-ai-v2/getImageUrl/lifecycle/absolute',
      'max-ai-v2/getImageUrl/lifecycle/https',
      'max-ai-v2/getImageUrl/lifecycle/host',
      'max-ai-v2/getImageUrl/lifecycle/signed',
      'max-ai-v2/getImageUrl/lifecycle/expires',
      'max-ai-v2/getImageUrl/lifecycle/again',
    ],
    { [upload]: 1, [url]: 2, [objectStore]: 3, [remove]: 1 },
  ),
  scenario(async ({ maxAi }) => {
    const image = await maxAi.upload();
    // Each signed URL is judged when it comes, here and in every other test.
    const address = await maxAi.signedUrl(image);
    await maxAi.surelyServes(address, image);
    await maxAi.servesAgain(address, image, 'got for the second time');
    await maxAi.anotherUrl(image);
    await maxAi.servesAgain(address, image, 'got after another URL was issued');
  }),
);

test(
  'MUST refuse a signed URL that was changed, or is used to overwrite or delete the image',
  proves(
    [
      'max-ai-v2/getImageUrl/lifecycle/tampered-signature',
      'max-ai-v2/getImageUrl/lifecycle/tampered-expiry',
      'max-ai-v2/getImageUrl/lifecycle/other-method',
    ],
    { [upload]: 1, [url]: 1, [objectStore]: 7, [remove]: 1 },
  ),
  scenario(async ({ maxAi, ctx }) => {
    const image = await maxAi.upload();
    const address = await maxAi.signedUrl(image);
    await maxAi.surelyServes(address, image);
    const changes = [
      ['signature', withOtherSignature(address)],
      ['signature', unsigned(address)],
      ['expiry', withLaterExpiry(address)],
    ] as const;
    for (const [what, changed] of changes) {
      const clause = `max-ai-v2/getImageUrl/lifecycle/tampered-${what}`;
      if (changed === undefined) ctx.record(clause, `the URL has no ${what} that could be changed`);
      else await maxAi.isRefused(clause, changed);
    }
    // Only some kinds of signature name their beginning.
    const later = withLaterDate(address);
    if (later !== undefined) await maxAi.isRefused('max-ai-v2/getImageUrl/lifecycle/tampered-expiry', later);
    // Last, because they may succeed.
    const method = 'max-ai-v2/getImageUrl/lifecycle/other-method';
    await maxAi.isRefused(method, address, { method: 'PUT', body: Buffer.from('conformance') });
    await maxAi.isRefused(method, address, { method: 'DELETE' });
  }),
);
