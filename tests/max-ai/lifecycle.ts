/** An image from its upload under v3 to its end under v2. */
import { aJpeg, aPng, maxAiSteps } from '../../helpers/plugins/max-ai.steps.ts';
import { operations } from '../../helpers/plugins/max-ai.ts';
import { statusOf } from '../../helpers/plugins/signed-url.ts';
import type { Scenario } from '../../helpers/run/scenario.ts';

const wholeLife = [
  'max-ai-v3/uploadImage/lifecycle/file-name',
  'max-ai-v3/uploadImage/lifecycle/mime-type',
  'max-ai-v3/uploadImage/lifecycle/size',
  'max-ai-v3/uploadImage/lifecycle/not-archived',
  'max-ai-v3/uploadImage/lifecycle/stored',
  'max-ai-v3/uploadImage/lifecycle/id-rule',
  'max-ai-v2/getImageUrl/lifecycle/serves',
  'max-ai-v2/getImageUrl/lifecycle/served-type',
  'max-ai-v2/deleteImage/lifecycle/same-image',
  'max-ai-v2/deleteImage/lifecycle/archived',
  'max-ai-v3/uploadImage/200',
  'max-ai-v2/getImageUrl/200',
  'max-ai-v2/deleteImage/200',
];

// The only size in the vendor's documents is that of the example: 3,176 KB, which is more in units of 1,024 bytes.
const justAboveTheExample = 3_177 * 1_024;

export const lifecycle: readonly Scenario[] = [
  ...(
    [
      // That a PNG is gone is asked where it is deleted twice.
      ['PNG', aPng, false],
      ['JPEG', aJpeg, true],
    ] as const
  ).map(([kind, make, isLookedFor]): Scenario => ({
    id: `must-carry-a-${kind.toLowerCase()}-from-upload-under-v3-to-deletion-under-v2`,
    title: `MUST serve a ${kind} uploaded under v3, and delete it under v2`,
    operation: operations.upload,
    proves: [...wholeLife, ...(isLookedFor ? ['max-ai-v2/deleteImage/lifecycle/after-delete'] : [])],
    async run(ctx) {
      const maxAi = maxAiSteps(ctx);

      const image = await maxAi.images.upload(make());
      maxAi.expect.metadata(image);
      const address = await maxAi.urls.getOfStored(image);
      await maxAi.expect.served(address, image);
      const deleted = await maxAi.images.delete(image);
      maxAi.expect.deletedMetadata(deleted, image);
      if (isLookedFor) await maxAi.expect.gone(image);
    },
  })),
  {
    id: 'should-take-an-image-just-above-the-size-of-the-vendor-s-example-and-serve-it-whole',
    title: "SHOULD accept an image just above the size of the vendor's example, and serve it whole",
    operation: operations.upload,
    proves: [
      'max-ai-v3/uploadImage/lifecycle/large',
      'max-ai-v3/uploadImage/lifecycle/size',
      'max-ai-v3/uploadImage/lifecycle/stored',
      'max-ai-v2/getImageUrl/lifecycle/serves',
      'max-ai-v2/deleteImage/lifecycle/after-delete',
    ],
    async run(ctx) {
      const maxAi = maxAiSteps(ctx);

      const file = aPng('conformance-large.png', justAboveTheExample);
      const exchange = await maxAi.images.tryUpload(file, { options: { tolerant: true } });
      // Where it is refused, what is promised of images is proven by smaller ones.
      if (!ctx.expectResponse(exchange, { clause: 'max-ai-v3/uploadImage/lifecycle/large', status: '2XX' })) return;
      const image = maxAi.images.from(exchange, file);
      maxAi.expect.metadata(image);
      await maxAi.expect.served(await maxAi.urls.getOfStored(image), image);
      maxAi.expect.deletedMetadata(await maxAi.images.delete(image), image);
      await maxAi.expect.gone(image);
    },
  },
  ...(
    [
      [
        'with-spaces-and-punctuation',
        'with spaces and punctuation',
        "O'Brien & Sons, knee+elbow; v2.2026 (1).png",
        true,
      ],
      [
        'with-letters-beyond-ascii-and-an-emoji',
        'with letters beyond ASCII and an emoji',
        'Röntgen rodilla Ñ 膝 Καρδιά 📷.png',
        true,
      ],
      ['with-a-percent-sign', 'with a percent sign', '100% of a knee.png', false],
      [
        'of-120-characters-without-an-extension',
        'of 120 characters without an extension',
        'conformance photograph of a knee after its surgery '.padEnd(120, 'x'),
        false,
      ],
    ] as const
  ).map(([id, kind, name, isOpened]): Scenario => ({
    id: `must-keep-a-file-name-${id}`,
    title: `MUST keep a file name ${kind}`,
    operation: operations.upload,
    proves: [
      'max-ai-v3/uploadImage/lifecycle/file-name',
      'max-ai-v3/uploadImage/lifecycle/mime-type',
      ...(isOpened ? ['max-ai-v2/getImageUrl/lifecycle/serves'] : []),
    ],
    async run(ctx) {
      const maxAi = maxAiSteps(ctx);

      const file = aPng(name);
      const exchange = await maxAi.images.tryUpload(file, { options: { tolerant: true } });
      const status = statusOf(exchange);
      // Which names may be refused is documented nowhere.
      if (typeof status === 'number' && status >= 400 && status < 500)
        return ctx.record('max-ai-v3/uploadImage/lifecycle/file-name', `a name ${kind}: refused with ${status}`);
      const image = maxAi.images.from(exchange, file);
      maxAi.expect.metadata(image);
      if (isOpened) await maxAi.expect.served(await maxAi.urls.getOfStored(image), image);
    },
  })),
  {
    id: 'must-never-mix-images-of-one-name-and-note-uploaded-opened-and-deleted-at-once-two-of-them-with-the-same-bytes',
    title:
      'MUST keep images apart that have one name and note, uploaded, read and deleted concurrently, two with the same bytes',
    operation: operations.upload,
    proves: [
      'max-ai-v3/uploadImage/lifecycle/own-id',
      'max-ai-v3/uploadImage/lifecycle/stored',
      'max-ai-v2/getImageUrl/lifecycle/own-bytes',
      'max-ai-v2/getImageUrl/lifecycle/tampered-path',
      'max-ai-v2/deleteImage/lifecycle/same-image',
      'max-ai-v2/deleteImage/lifecycle/leaves-others',
      'max-ai-v2/deleteImage/lifecycle/two-at-once',
    ],
    async run(ctx) {
      const maxAi = maxAiSteps(ctx);

      const file = aPng();
      const first = await maxAi.images.upload(file);
      const [twin, other] = await maxAi.images.uploadAtOnce([{ ...file, name: 'conformance-twin.png' }, aPng()]);
      if (!twin || !other) return ctx.stop('setup failed: two images are needed');
      await maxAi.expect.distinctImages([first, twin, other]);
      await maxAi.images.deleteAtOnce([twin, other]);
      await maxAi.expect.unchanged('max-ai-v2/deleteImage/lifecycle/leaves-others', first);
      const both = await Promise.all([maxAi.images.tryDelete(first), maxAi.images.tryDelete(first)]);
      ctx.record(
        'max-ai-v2/deleteImage/lifecycle/two-at-once',
        both.map(statusOf).map(String).toSorted().join(' and '),
      );
    },
  },
];
