/** An image from its upload under v3 to its end under v2. */
import { aJpeg, aPng, objectStore } from '../../helpers/plugins/max-ai.steps.ts';
import { operations } from '../../helpers/plugins/max-ai.ts';
import { statusOf } from '../../helpers/plugins/signed-url.ts';
import { proves, scenario, test } from '../../helpers/run/test.ts';

const { upload, url, remove } = operations;

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

for (const [kind, make, isLookedFor] of [
  // That a PNG is gone is asked where it is deleted twice.
  ['PNG', aPng, false],
  ['JPEG', aJpeg, true],
] as const)
  test(
    `MUST carry a ${kind} from upload under v3 to deletion under v2`,
    proves([...wholeLife, ...(isLookedFor ? ['max-ai-v2/deleteImage/lifecycle/after-delete'] : [])], {
      [upload]: 1,
      [url]: isLookedFor ? 2 : 1,
      [objectStore]: 1,
      [remove]: 1,
    }),
    scenario(async ({ maxAi }) => {
      const image = await maxAi.upload(make());
      maxAi.describesTheFile(image);
      const address = await maxAi.urlOfStored(image);
      await maxAi.servesExactly(address, image);
      const deleted = await maxAi.removed(image);
      maxAi.describesTheDeleted(deleted, image);
      if (isLookedFor) await maxAi.isGone(image);
    }),
  );

// The only size in the vendor's documents is that of the example: 3,176 KB, which is more in units of 1,024 bytes.
const justAboveTheExample = 3_177 * 1_024;

test(
  "SHOULD take an image just above the size of the vendor's example, and serve it whole",
  proves(
    [
      'max-ai-v3/uploadImage/lifecycle/large',
      'max-ai-v3/uploadImage/lifecycle/size',
      'max-ai-v3/uploadImage/lifecycle/stored',
      'max-ai-v2/getImageUrl/lifecycle/serves',
      'max-ai-v2/deleteImage/lifecycle/after-delete',
    ],
    { [upload]: 1, [url]: 2, [objectStore]: 1, [remove]: 1 },
  ),
  scenario(async ({ maxAi, ctx }) => {
    const file = aPng('conformance-large.png', justAboveTheExample);
    const exchange = await maxAi.offer(file, { options: { tolerant: true } });
    // Where it is refused, what is promised of images is proven by smaller ones.
    if (!ctx.expectResponse(exchange, { clause: 'max-ai-v3/uploadImage/lifecycle/large', status: '2XX' })) return;
    const image = maxAi.imageIn(exchange, file);
    maxAi.describesTheFile(image);
    await maxAi.servesExactly(await maxAi.urlOfStored(image), image);
    maxAi.describesTheDeleted(await maxAi.removed(image), image);
    await maxAi.isGone(image);
  }),
);

for (const [kind, name, isOpened] of [
  ['with spaces and punctuation', "O'Brien & Sons, knee+elbow; v2.2026 (1).png", true],
  ['with letters beyond ASCII and an emoji', 'Röntgen rodilla Ñ 膝 Καρδιά 📷.png', true],
  ['with a percent sign', '100% of a knee.png', false],
  [
    'of 120 characters without an extension',
    'conformance photograph of a knee after its surgery '.padEnd(120, 'x'),
    false,
  ],
] as const)
  test(
    `MUST keep a file name ${kind}`,
    proves(
      [
        'max-ai-v3/uploadImage/lifecycle/file-name',
        'max-ai-v3/uploadImage/lifecycle/mime-type',
        ...(isOpened ? ['max-ai-v2/getImageUrl/lifecycle/serves'] : []),
      ],
      isOpened ? { [upload]: 1, [url]: 1, [objectStore]: 1, [remove]: 1 } : { [upload]: 1, [remove]: 1 },
    ),
    scenario(async ({ maxAi, ctx }) => {
      const file = aPng(name);
      const exchange = await maxAi.offer(file, { options: { tolerant: true } });
      const status = statusOf(exchange);
      // Which names may be refused is documented nowhere.
      if (typeof status === 'number' && status >= 400 && status < 500)
        return ctx.record('max-ai-v3/uploadImage/lifecycle/file-name', `a name ${kind}: refused with ${status}`);
      const image = maxAi.imageIn(exchange, file);
      maxAi.describesTheFile(image);
      if (isOpened) await maxAi.servesExactly(await maxAi.urlOfStored(image), image);
    }),
  );

test(
  'MUST never mix images of one name and note, uploaded, opened and deleted at once, two of them with the same bytes',
  proves(
    [
      'max-ai-v3/uploadImage/lifecycle/own-id',
      'max-ai-v3/uploadImage/lifecycle/stored',
      'max-ai-v2/getImageUrl/lifecycle/own-bytes',
      'max-ai-v2/getImageUrl/lifecycle/tampered-path',
      'max-ai-v2/deleteImage/lifecycle/same-image',
      'max-ai-v2/deleteImage/lifecycle/leaves-others',
      'max-ai-v2/deleteImage/lifecycle/two-at-once',
    ],
    { [upload]: 3, [url]: 4, [objectStore]: 5, [remove]: 4 },
  ),
  scenario(async ({ maxAi, ctx }) => {
    const file = aPng();
    const first = await maxAi.upload(file);
    const [twin, other] = await maxAi.uploadAtOnce([{ ...file, name: 'conformance-twin.png' }, aPng()]);
    if (!twin || !other) return ctx.stop('set-up failed: two images are needed');
    await maxAi.areApart([first, twin, other]);
    await maxAi.removedAtOnce([twin, other]);
    await maxAi.isStillThere('max-ai-v2/deleteImage/lifecycle/leaves-others', first);
    const both = await Promise.all([maxAi.remove(first), maxAi.remove(first)]);
    ctx.record('max-ai-v2/deleteImage/lifecycle/two-at-once', both.map(statusOf).map(String).toSorted().join(' and '));
  }),
);
