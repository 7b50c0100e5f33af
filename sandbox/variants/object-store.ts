import { randomBytes } from 'node:crypto';
import { conforming } from '../behaviour.ts';
import type { Variant } from '../catalogue.ts';
import { answersWhere } from '../change.ts';
import { success } from '../max-ai/envelope.ts';
import { issueUrl } from '../object-store/presigned-url.ts';
import { rejection } from '../object-store/rejection.ts';
import { IMAGE_URL } from '../operations.ts';

// The object store in other makes and places.

export const objectStore: readonly Variant[] = [
  {
    name: 'store-hides-missing',
    title: 'The object store answers 403 where there is nothing',
    change: {
      store: {
        get: (key, world) =>
          world.objects.has(key) ? conforming.store.get(key, world) : rejection(403, 'AccessDenied', 'Access Denied'),
      },
    },
  },
  {
    name: 'store-on-another-port',
    title: 'Signed URLs point to another port',
    change: { store: { issue: (world, method, key) => issueUrl(world, method, key, { origin: world.otherOrigin }) } },
  },
  {
    name: 'store-on-localhost',
    title: 'Signed URLs point to another host name',
    change: {
      store: {
        issue: (world, method, key) =>
          issueUrl(world, method, key, { origin: world.otherOrigin.replace('127.0.0.1', 'localhost') }),
      },
    },
  },
  {
    name: 'store-without-type',
    title: 'The object store calls every file binary/octet-stream',
    change: {
      store: {
        get: (key, world) => {
          const answer = conforming.store.get(key, world);
          return answer.status === 200
            ? { ...answer, headers: { ...answer.headers, 'Content-Type': 'binary/octet-stream' } }
            : answer;
        },
      },
    },
  },
  {
    name: 'store-without-etag',
    title: 'The object store returns no ETag for a PUT',
    change: {
      store: {
        put: (key, object, world) => ({
          ...conforming.store.put(key, object, world),
          headers: { 'x-amz-request-id': randomBytes(8).toString('hex') },
        }),
      },
    },
  },
  {
    name: 'url-with-expiry',
    title: 'The response with an image URL states when it expires',
    change: answersWhere(
      ({ place }, { status }) => place === IMAGE_URL && status === 200,
      (answer) => {
        const { data } = answer.body as { data: { url: string } };
        return {
          ...answer,
          body: success({ ...data, expiresAt: new Date(Date.now() + 3_600_000).toISOString() }).body,
        };
      },
    ),
  },
];
