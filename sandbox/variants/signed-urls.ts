import { createHmac } from 'node:crypto';
import { type Change, conforming } from '../behaviour.ts';
import { from, type Variant } from '../catalogue.ts';
import { answers, body, maxAiAction } from '../change.ts';
import { memory } from '../memory.ts';
import { BUCKET, issueUrl, REGION } from '../object-store/presigned-url.ts';
import { rejection } from '../object-store/rejection.ts';
import { presign } from '../object-store/sigv4.ts';
import { SIGNED_URLS, UPLOAD } from '../operations.ts';
import type { World } from '../world.ts';

// URLs presigned by other makes and with other settings.

const issued = (issue: (key: string, world: World, method: 'GET' | 'PUT') => string): Change => ({
  store: { issue: (world, method, key) => issue(key, world, method) },
});

const withQuery = (query: Readonly<Record<string, string>>, region = REGION) =>
  issued((key, { origin, identity }, method) => {
    const url = new URL(`/s3/${BUCKET}/${key}`, origin);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    return presign(method, url, identity.storeKey, 3600, new Date(), region).href;
  });

const signatureOfV2 = (method: string, path: string, expires: string, secret: string) =>
  createHmac('sha1', secret).update(`${method}\n\n\n${expires}\n${path}`).digest('base64');

const TYPES: Readonly<Record<string, string>> = { pdf: 'application/pdf', txt: 'text/plain' };

export const signedUrls: readonly Variant[] = [
  ...from('held-out', [
    {
      name: 'url-with-more-parameters',
      title: 'Signed URLs carry a session token and what else an SDK adds',
      change: withQuery({
        'X-Amz-Security-Token': 'IQoJb3JpZ2luX2VjEJ//////////wEaCWV1LXdlc3QtMSJHMEU+token/with=signs',
        'X-Amz-Content-Sha256': 'UNSIGNED-PAYLOAD',
        'x-amz-checksum-mode': 'ENABLED',
        'x-id': 'GetObject',
      }),
    },
    {
      name: 'url-with-response-headers',
      title: 'Signed URLs say under which name and type the file is handed out, in another region',
      change: withQuery(
        {
          'response-content-disposition': 'attachment; filename="radiografía (1).png"',
          'response-content-type': 'application/octet-stream',
        },
        'sa-east-1',
      ),
    },
    {
      name: 'url-that-is-reused',
      title: 'For five minutes the same URL is returned for the same file',
      change: issued((key, world, method) => {
        const known = memory(world, 'URLs to reuse', () => new Map<string, string>());
        const url = known.get(`${method} ${key}`) ?? issueUrl(world, method, key);
        known.set(`${method} ${key}`, url);
        return url;
      }),
    },
    {
      name: 'url-signed-a-moment-ago',
      title: 'The clock of the presigner is 40 seconds behind',
      change: issued((key, world, method) => issueUrl(world, method, key, { at: new Date(Date.now() - 40_000) })),
    },
    {
      name: 'url-path-with-file-name',
      title: 'The path of a signed URL ends in the original file name, percent-encoded',
      change: {
        ...maxAiAction(UPLOAD, (call, world, usual) => {
          const answer = usual(call, world);
          const image = [...world.images.values()].at(-1);
          const object = image && world.objects.get(image.objectKey);
          if (object) {
            const objectKey = `patients-files/org/patient/${image.id}/${image.fileName}`;
            world.objects.delete(image.objectKey);
            world.objects.set(objectKey, object);
            world.images.set(image.id, { ...image, objectKey });
          }
          return answer;
        }),
        ...issued((key, { origin, identity }, method) => {
          const path = key.split('/').map(encodeURIComponent).join('/');
          const url = new URL(`/s3/${BUCKET}/${path}`, origin);
          return presign(method, url, identity.storeKey, 3600, new Date(), REGION).href;
        }),
      },
    },
    {
      name: 'url-of-signature-version-2',
      title: 'Signed URLs have AWSAccessKeyId, Expires and Signature, the older way to presign for S3',
      change: {
        store: {
          issue: ({ origin, identity: { storeKey } }, method, key) => {
            const url = new URL(`/s3/${BUCKET}/${key}`, origin);
            const expires = String(Math.floor(Date.now() / 1000) + 3600);
            url.searchParams.set('AWSAccessKeyId', storeKey.id);
            url.searchParams.set('Expires', expires);
            url.searchParams.set('Signature', signatureOfV2(method, url.pathname, expires, storeKey.secret));
            return url.href;
          },
          rules: {
            signed: ({ url }) =>
              url.searchParams.has('Signature') ? undefined : rejection(403, 'AccessDenied', 'Access Denied'),
            notExpired: ({ url }) =>
              Number(url.searchParams.get('Expires')) * 1000 > Date.now()
                ? undefined
                : rejection(403, 'AccessDenied', 'Request has expired'),
            signature: ({ method, url }, { identity: { storeKey } }) => {
              const expected = signatureOfV2(
                method,
                url.pathname,
                url.searchParams.get('Expires') ?? '',
                storeKey.secret,
              );
              return url.searchParams.get('Signature') === expected
                ? undefined
                : rejection(403, 'SignatureDoesNotMatch', 'The request signature we calculated does not match.');
            },
          },
        },
      },
    },
    {
      name: 'store-redirects',
      title: 'The object store sends whoever gets a file on to another of its addresses, with 307',
      change: {
        store: {
          issue: (world, method, key) =>
            issueUrl(world, method, key, method === 'GET' ? { origin: world.otherOrigin } : {}),
          rules: {
            signature: (request, world) => {
              const denied = conforming.store.rules.signature(request, world);
              const elsewhere = request.url.host === new URL(world.otherOrigin).host;
              if (denied || request.method !== 'GET' || !elsewhere) return denied;
              const key = decodeURIComponent(request.url.pathname.slice(`/s3/${BUCKET}/`.length));
              if (!world.objects.has(key)) return undefined;
              const {
                status,
                headers,
                body: sent,
              } = rejection(307, 'TemporaryRedirect', 'Please re-send this request.');
              return { status, headers: { ...headers, Location: issueUrl(world, 'GET', key) }, body: sent };
            },
          },
        },
      },
    },
    {
      name: 'store-wants-declared-type',
      title: 'A document is accepted only with the Content-Type that was declared: application/pdf or text/plain',
      change: {
        store: {
          put: (key, object, world) => {
            const wanted = TYPES[key.split('.').at(-1) ?? ''];
            const given = object.contentType.split(';')[0]?.trim().toLowerCase();
            return given === wanted
              ? conforming.store.put(key, object, world)
              : rejection(403, 'SignatureDoesNotMatch', 'The Content-Type is not the one that was signed.');
          },
        },
      },
    },
    {
      name: 'signed-urls-in-opposite-order',
      title: 'The documents of a request are answered in the opposite order',
      change: answers(
        SIGNED_URLS,
        200,
        body(({ documents }) => ({ documents: documents.reverse() })),
      ),
    },
  ]),
];
