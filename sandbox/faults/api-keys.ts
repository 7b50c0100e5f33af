import type { Change } from '../behaviour.ts';
import { type Fault, from } from '../catalogue.ts';
import { answers, headers, maxAiStep } from '../change.ts';
import { must, should } from './define.ts';

import { DELETE_IMAGE, IMAGE_URL, type MaxAiOperation, UPLOAD } from '../operations.ts';
import type { World } from '../world.ts';

// Max AI: who may call is not checked, or not closely.

const matching = (operation: MaxAiOperation, matches: (presented: string, secret: string) => boolean): Change => ({
  maxAi: {
    matchesKey: (presented, secret, at) => (at === operation ? matches(presented, secret) : presented === secret),
  },
});

/** A caller with an unknown key counts as the ordinary app where the condition holds. */
const taken = (operation: MaxAiOperation, when: (authorization: string | undefined, world: World) => boolean): Change =>
  maxAiStep('authentication', operation, (call, world, usual) => {
    const rejection = usual(call, world);
    if (!rejection || !when(call.authorization, world)) return rejection;
    call.key = world.identity.key;
    return undefined;
  });

const noScope = (operation: MaxAiOperation) => maxAiStep('scope', operation, () => undefined);

const last = (authorization: string | undefined) => (authorization ?? '').split(' ').at(-1) ?? '';

const letIn = (operation: MaxAiOperation, when: (authorization: string) => boolean): Change =>
  maxAiStep('authentication', operation, (call, world, usual) => {
    const rejected = usual(call, world);
    if (!rejected || call.authorization === undefined || !when(call.authorization)) return rejected;
    call.key = world.identity.key;
    return undefined;
  });

const unsignedJwt = (authorization: string) => {
  const [, header = ''] = /^Bearer ([\w-]+)\.[\w-]+\.[\w-]*$/i.exec(authorization) ?? [];
  return /"alg"\s*:/.test(Buffer.from(header, 'base64url').toString());
};

const keyIs = (matches: (presented: string, secret: string) => boolean): Change => ({ maxAi: { matchesKey: matches } });

export const apiKeys: readonly Fault[] = [
  must(
    UPLOAD,
    'security',
    'upload-credentials-ignored',
    'anybody may upload',
    taken(UPLOAD, () => true),
  ),
  must(
    IMAGE_URL,
    'security',
    'image-url-credentials-ignored',
    'anybody gets the URL',
    taken(IMAGE_URL, () => true),
  ),
  must(
    DELETE_IMAGE,
    'security',
    'delete-image-credentials-ignored',
    'anybody may delete',
    taken(DELETE_IMAGE, () => true),
  ),
  must(
    IMAGE_URL,
    'security',
    'image-url-without-header',
    'a request without Authorization is let in',
    taken(IMAGE_URL, (authorization) => authorization === undefined),
  ),
  must(
    DELETE_IMAGE,
    'security',
    'delete-image-any-header',
    'any Authorization header is let in',
    taken(DELETE_IMAGE, (authorization) => authorization !== undefined),
  ),
  must(
    UPLOAD,
    'security',
    'upload-any-bearer',
    'any bearer token is let in',
    matching(UPLOAD, () => true),
  ),
  must(
    DELETE_IMAGE,
    'security',
    'delete-image-key-by-prefix',
    'only the first 16 characters of the key are compared',
    matching(DELETE_IMAGE, (presented, secret) => presented.slice(0, 16) === secret.slice(0, 16)),
  ),
  must(
    IMAGE_URL,
    'security',
    'image-url-key-last-character-ignored',
    'the last character of the key is not compared',
    matching(
      IMAGE_URL,
      (presented, secret) => presented.length === secret.length && presented.slice(0, -1) === secret.slice(0, -1),
    ),
  ),
  must(
    IMAGE_URL,
    'security',
    'image-url-key-by-length',
    'only the length of the key is compared',
    matching(IMAGE_URL, (presented, secret) => presented.length === secret.length),
  ),
  must(
    UPLOAD,
    'security',
    'upload-key-any-case',
    'letter case of the key is not compared',
    matching(UPLOAD, (presented, secret) => presented.toLowerCase() === secret.toLowerCase()),
  ),
  must(
    DELETE_IMAGE,
    'security',
    'delete-image-key-with-tail',
    'the key may have anything after it',
    matching(DELETE_IMAGE, (presented, secret) => presented.startsWith(secret)),
  ),
  must(UPLOAD, 'security', 'upload-scope-ignored', 'a key without the scope may upload', noScope(UPLOAD)),
  must(IMAGE_URL, 'security', 'image-url-scope-ignored', 'a key without the scope gets the URL', noScope(IMAGE_URL)),
  must(
    DELETE_IMAGE,
    'security',
    'delete-image-scope-ignored',
    'a key without the scope may delete',
    noScope(DELETE_IMAGE),
  ),
  should(
    UPLOAD,
    'security',
    'upload-key-without-scheme',
    'the right key without a scheme is let in',
    taken(UPLOAD, (authorization, { identity }) => authorization === identity.key.secret),
  ),
  should(
    DELETE_IMAGE,
    'security',
    'delete-image-key-under-basic',
    'the right key under any scheme is let in',
    taken(DELETE_IMAGE, (authorization, { identity }) => last(authorization) === identity.key.secret),
  ),
  should(
    IMAGE_URL,
    '401',
    'image-url-401-without-challenge',
    'the 401 has no WWW-Authenticate',
    answers(IMAGE_URL, 401, headers({ 'WWW-Authenticate': undefined })),
  ),
  ...from('held-out', [
    must(
      UPLOAD,
      'security',
      'upload-empty-bearer',
      'Bearer without a key is accepted: it equals an unset setting',
      letIn(UPLOAD, (authorization) => /^Bearer\s*$/i.test(authorization)),
    ),
    must(
      DELETE_IMAGE,
      'security',
      'delete-image-any-jwt',
      'whatever looks like a JSON Web Token is let in, its signature is not looked at',
      letIn(DELETE_IMAGE, unsignedJwt),
    ),
    must(
      IMAGE_URL,
      'security',
      'image-url-another-scheme-lets-in',
      'any credentials under a scheme that is not Bearer are let in',
      letIn(IMAGE_URL, (authorization) => /^(?!Bearer\b)[\w-]+ \S/i.test(authorization)),
    ),
    should(
      DELETE_IMAGE,
      'security',
      'delete-image-bearer-in-capitals-only',
      'the scheme must be written Bearer; bearer is 401',
      {
        maxAi: {
          bearer: (authorization, operation) =>
            (operation === DELETE_IMAGE ? /^Bearer +(\S+)$/ : /^Bearer +(\S+)$/i).exec(authorization ?? '')?.[1],
        },
      },
    ),
  ]),
  ...from('blind-run', [
    must(
      DELETE_IMAGE,
      'security',
      'api-key-by-its-end',
      'the last 16 characters of the key are compared',
      keyIs((presented, secret) => presented.slice(-16) === secret.slice(-16)),
    ),
    must(
      UPLOAD,
      'security',
      'api-key-undefined',
      'the key "undefined" is let in',
      keyIs((presented, secret) => presented === secret || presented === 'undefined'),
    ),
  ]),
];
