/** What a signed URL is, and what it must not be good for. That it dies after an hour is declared, never waited for. */
import { maxAiSteps } from '../../helpers/plugins/max-ai.steps.ts';
import { operations } from '../../helpers/plugins/max-ai.ts';
import { unsigned, withLaterDate, withLaterExpiry, withOtherSignature } from '../../helpers/plugins/signature.ts';
import type { Scenario } from '../../helpers/run/scenario.ts';

export const signedUrls: readonly Scenario[] = [
  {
    id: 'must-give-an-absolute-presigned-url-on-a-known-host-which-for-3-600-seconds-serves-the-image-again-and-again',
    title: 'MUST issue an absolute, presigned URL on a known host that serves the image repeatedly for 3,600 seconds',
    operation: operations.url,
    proves: [
      'max-ai-v2/getImageUrl/lifecycle/absolute',
      'max-ai-v2/getImageUrl/lifecycle/https',
      'max-ai-v2/getImageUrl/lifecycle/host',
      'max-ai-v2/getImageUrl/lifecycle/signed',
      'max-ai-v2/getImageUrl/lifecycle/expires',
      'max-ai-v2/getImageUrl/lifecycle/again',
    ],
    async run(ctx) {
      const maxAi = maxAiSteps(ctx);

      const image = await maxAi.images.upload();
      // Each signed URL is judged when it comes, here and in every other test.
      const address = await maxAi.urls.get(image);
      await maxAi.urls.requireServed(address, image);
      await maxAi.expect.stillServed(address, image, 'got for the second time');
      await maxAi.urls.getAnother(image);
      await maxAi.expect.stillServed(address, image, 'got after another URL was issued');
    },
  },
  {
    id: 'must-refuse-a-signed-url-that-was-changed-or-is-used-to-overwrite-or-delete-the-image',
    title: 'MUST reject a signed URL that was altered, or is used to overwrite or delete the image',
    operation: operations.url,
    proves: [
      'max-ai-v2/getImageUrl/lifecycle/tampered-signature',
      'max-ai-v2/getImageUrl/lifecycle/tampered-expiry',
      'max-ai-v2/getImageUrl/lifecycle/other-method',
    ],
    async run(ctx) {
      const maxAi = maxAiSteps(ctx);

      const image = await maxAi.images.upload();
      const address = await maxAi.urls.get(image);
      await maxAi.urls.requireServed(address, image);
      const changes = [
        ['signature', withOtherSignature(address)],
        ['signature', unsigned(address)],
        ['expiry', withLaterExpiry(address)],
      ] as const;
      for (const [what, changed] of changes) {
        const clause = `max-ai-v2/getImageUrl/lifecycle/tampered-${what}`;
        if (changed === undefined) ctx.record(clause, `the URL has no ${what} that could be changed`);
        else await maxAi.expect.urlRejected(clause, changed);
      }
      // Only some kinds of signature name their beginning.
      const later = withLaterDate(address);
      if (later !== undefined) await maxAi.expect.urlRejected('max-ai-v2/getImageUrl/lifecycle/tampered-expiry', later);
      // Last, because they may succeed.
      const method = 'max-ai-v2/getImageUrl/lifecycle/other-method';
      await maxAi.expect.urlRejected(method, address, { method: 'PUT', body: Buffer.from('conformance') });
      await maxAi.expect.urlRejected(method, address, { method: 'DELETE' });
    },
  },
];
