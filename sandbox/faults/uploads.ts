import { setTimeout as wait } from 'node:timers/promises';
import { type Answer, bytesOf } from '../answer.ts';
import { type Fault, from } from '../catalogue.ts';
import { answers, maxAiAction, maxAiStep } from '../change.ts';
import { must } from './define.ts';
import { describe } from '../max-ai/actions.ts';
import type { Call } from '../max-ai/call.ts';
import { success } from '../max-ai/envelope.ts';
import { memory } from '../memory.ts';
import { UPLOAD } from '../operations.ts';
import type { World } from '../world.ts';

// The response to an upload does not describe what is stored.

const constantId = maxAiAction(UPLOAD, (call, world, usual) => {
  const first = [...world.images.values()].find(({ fixture }) => !fixture);
  const answer = usual(call, world);
  if (!first) return answer;
  const { code, data } = answer.body as { code: string; data: object };
  return { ...answer, body: { code, data: { ...data, id: `img_${first.id.replaceAll('-', '')}` } } };
});

function stored(
  call: Call,
  world: World,
  usual: (call: Call, world: World) => ReturnType<typeof success>,
  change: (bytes: Buffer) => Buffer,
) {
  const known = new Set(world.objects.keys());
  const answer = usual(call, world);
  for (const [key, object] of world.objects) {
    if (!known.has(key)) world.objects.set(key, { ...object, bytes: change(object.bytes) });
  }
  return answer;
}

export const uploads: readonly Fault[] = [
  must(
    UPLOAD,
    '409',
    'upload-signed-allowed',
    'an image can be put on a signed note',
    maxAiStep('signed', UPLOAD, () => undefined),
  ),
  must(
    UPLOAD,
    '502',
    'upload-ehr-failure-200',
    'an upload that the EHR rejects is a success',
    maxAiStep('ehr', UPLOAD, () => undefined),
  ),
  must(
    UPLOAD,
    'lifecycle',
    'upload-stores-nothing',
    'the image is not there after its upload',
    maxAiAction(UPLOAD, (call, world, usual) => {
      const known = new Set(world.images.keys());
      const answer = usual(call, world);
      for (const id of world.images.keys()) if (!known.has(id)) world.images.delete(id);
      return answer;
    }),
  ),
  must(UPLOAD, 'lifecycle', 'upload-loses-bytes', 'the file is not in the store, though its URL is issued', {
    ...maxAiAction(UPLOAD, (call, world, usual) => {
      const known = new Set(world.objects.keys());
      const answer = usual(call, world);
      for (const key of world.objects.keys()) if (!known.has(key)) world.objects.delete(key);
      return answer;
    }),
  }),
  must(
    UPLOAD,
    'lifecycle',
    'upload-cuts-bytes',
    'the last kilobyte of the file is not kept',
    maxAiAction(UPLOAD, (call, world, usual) =>
      stored(call, world, usual, (bytes) => bytes.subarray(0, Math.max(8, bytes.length - 1024))),
    ),
  ),
  must(
    UPLOAD,
    'lifecycle',
    'upload-changes-last-byte',
    'the last byte of the file is another one',
    maxAiAction(UPLOAD, (call, world, usual) =>
      stored(call, world, usual, (bytes) =>
        Buffer.concat([bytes.subarray(0, -1), Buffer.from([(bytes.at(-1) ?? 0) ^ 1])]),
      ),
    ),
  ),
  must(
    UPLOAD,
    'lifecycle',
    'upload-bytes-as-text',
    'the file is stored as if it were UTF-8 text',
    maxAiAction(UPLOAD, (call, world, usual) =>
      stored(call, world, usual, (bytes) => Buffer.from(bytes.toString('utf8'))),
    ),
  ),
  must(UPLOAD, '200', 'upload-reuses-id', 'every upload answers with the id of the first', constantId),
  ...from('held-out', [
    must(
      UPLOAD,
      'lifecycle',
      'upload-deduplicates-by-content',
      'a file whose bytes are known already is answered with the earlier image, and its name',
      maxAiAction(UPLOAD, (call, world, usual) => {
        const { upload, note } = call;
        const bytes = upload.kind === 'file' ? upload.bytes : undefined;
        const known = [...world.images.values()].find(
          ({ noteId, objectKey, archived, fixture }) =>
            !fixture && !archived && noteId === note?.id && bytes && world.objects.get(objectKey)?.bytes.equals(bytes),
        );
        return known ? success(describe(known, call, world)) : usual(call, world);
      }),
    ),
    must(
      UPLOAD,
      'lifecycle',
      'upload-two-at-once-one-image',
      'two uploads at the same time are both answered with the image of the first',
      answers(UPLOAD, 200, async (answer, { world }) => {
        const running = memory<Answer[]>(world, 'uploads that run', () => []);
        running.push(answer);
        const first = running[0] ?? answer;
        await wait(20);
        running.splice(running.indexOf(answer), 1);
        return { ...answer, body: bytesOf(first) };
      }),
    ),
  ]),
  ...from('blind-run', [
    must(
      UPLOAD,
      '200',
      'upload-cut-at-a-boundary',
      'a file is cut where its bytes look like the end of a part',
      maxAiAction(UPLOAD, (call, world, usual) => {
        if (call.upload.kind !== 'file') return usual(call, world);
        const end = call.upload.bytes.indexOf('\r\n--');
        const bytes = end < 0 ? call.upload.bytes : call.upload.bytes.subarray(0, end);
        return usual({ ...call, upload: { ...call.upload, bytes } }, world);
      }),
    ),
  ]),
];
