import { createHmac } from 'node:crypto';
import { type Behaviour, type Change, conforming } from '../behaviour.ts';
import type { Variant } from '../catalogue.ts';
import { BUCKET, issueUrl } from '../object-store/presigned-url.ts';
import { rejection } from '../object-store/rejection.ts';

// URLs that are presigned and expire in an hour, as documented, in other forms than the example.

const sign = (secret: string, ...of: readonly (string | number)[]) =>
  createHmac('sha256', secret).update(of.join('\n')).digest('base64url');

const inAnHour = () => Math.floor(Date.now() / 1_000) + 3_600;

const denied = () => rejection(403, 'AccessDenied', 'Access Denied');

const inPath = /^\/s3\/[^/]+\/(\d{10})\/([\w-]{43})\/(.+)$/;

const bare = (key: string) => key.replace(/^\d{10}\/[\w-]{43}\//, '');

/** `/s3/<bucket>/<expiry>/<signature>/<key>`, as content delivery networks have it. */
const signedInPath: Partial<Behaviour['store']> = {
  issue: ({ origin, identity: { storeKey } }, method, key) => {
    const ends = inAnHour();
    return new URL(`/s3/${BUCKET}/${ends}/${sign(storeKey.secret, method, ends, key)}/${key}`, origin).href;
  },
  get: (key, world) => conforming.store.get(bare(key), world),
  put: (key, object, world) => conforming.store.put(bare(key), object, world),
};

const inPathRules: Behaviour['store']['rules'] = {
  signed: ({ url }) => (inPath.test(url.pathname) ? undefined : denied()),
  notExpired: ({ url }) => (Number(inPath.exec(url.pathname)?.[1]) * 1_000 > Date.now() ? undefined : denied()),
  signature: ({ method, url }, { identity: { storeKey } }) => {
    const [, ends = '', signature, key = ''] = inPath.exec(url.pathname) ?? [];
    return signature === sign(storeKey.secret, method, ends, decodeURIComponent(key)) ? undefined : denied();
  },
};

const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

const header = encoded({ alg: 'HS256', typ: 'JWT' });

interface Claims {
  readonly method: string;
  readonly path: string;
  readonly exp: number;
}

/** The claims of a token of this store; undefined where its signature is another. */
function claimsOf(url: URL, secret: string): Claims | undefined {
  const [head, claims = '', signature] = (url.searchParams.get('token') ?? '').split('.');
  return head === header && signature === sign(secret, `${head}.${claims}`)
    ? (JSON.parse(Buffer.from(claims, 'base64url').toString()) as Claims)
    : undefined;
}

const byToken: Change = {
  store: {
    issue: ({ origin, identity: { storeKey } }, method, key) => {
      const url = new URL(`/s3/${BUCKET}/${key}`, origin);
      const claims = encoded({ method, path: url.pathname, exp: inAnHour() });
      url.searchParams.set('token', `${header}.${claims}.${sign(storeKey.secret, `${header}.${claims}`)}`);
      return url.href;
    },
    rules: {
      signed: ({ url }) => (url.searchParams.has('token') ? undefined : denied()),
      notExpired: ({ url }, { identity: { storeKey } }) =>
        (claimsOf(url, storeKey.secret)?.exp ?? 0) * 1_000 > Date.now() ? undefined : denied(),
      signature: ({ method, url }, { identity: { storeKey } }) => {
        const claims = claimsOf(url, storeKey.secret);
        return claims?.method === method && claims.path === url.pathname ? undefined : denied();
      },
    },
  },
};

export const signatures: readonly Variant[] = [
  {
    name: 'url-signed-in-its-path',
    title: 'Expiry and signature of a URL are segments of its path',
    change: { store: { ...signedInPath, rules: inPathRules } },
  },
  {
    name: 'url-signed-by-a-token',
    title: 'URLs are signed by a JSON Web Token, which holds what they are for and until when',
    change: byToken,
  },
  {
    name: 'url-of-3599-seconds',
    title: 'An hour is rounded down to 3,599 seconds',
    change: { store: { issue: (world, method, key) => issueUrl(world, method, key, { expires: 3_599 }) } },
  },
];
