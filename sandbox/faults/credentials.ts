import type { Change } from '../behaviour.ts';
import type { Fault } from '../catalogue.ts';
import { answers, headers, invoxStep, maxAiStep } from '../change.ts';
import { plainFailure } from '../invox/envelope.ts';
import { findToken, tokenOf } from '../invox/token-service.ts';
import { DELETE_DOCUMENT, DELETE_IMAGE, IMAGE_URL, UPLOAD, type MaxAiOperation } from '../operations.ts';
import type { World } from '../world.ts';
import { must, should } from './define.ts';
import { memory } from './held-back/state.ts';

// Who may call is not looked at, or not closely.

const matching = (operation: MaxAiOperation, matches: (presented: string, secret: string) => boolean): Change => ({
  maxAi: {
    matchesKey: (presented, secret, at) => (at === operation ? matches(presented, secret) : presented === secret),
  },
});

/** Whoever is not known by the key is taken for the ordinary app, where the condition holds. */
const taken = (operation: MaxAiOperation, when: (authorization: string | undefined, world: World) => boolean): Change =>
  maxAiStep('authentication', operation, (call, world, usual) => {
    const refusal = usual(call, world);
    if (!refusal || !when(call.authorization, world)) return refusal;
    call.key = world.identity.key;
    return undefined;
  });

const tokenMatching = (matches: (presented: string, token: string) => boolean): Change => ({
  invox: {
    findToken: (presented, world, operation) => {
      const known = findToken(presented, world);
      if (known !== undefined || operation !== DELETE_DOCUMENT) return known;
      return [...world.tokens].findLast(([token]) => matches(presented, token))?.[1].appId;
    },
  },
});

const tokenTaken = (when: (authorization: string | undefined, world: World) => boolean): Change =>
  invoxStep('token', DELETE_DOCUMENT, (call, world, usual) => {
    const refusal = usual(call, world);
    if (!refusal || !when(call.authorization, world)) return refusal;
    call.app = world.identity.invoxApp;
    return undefined;
  });

const noScope = (operation: MaxAiOperation) => maxAiStep('scope', operation, () => undefined);

const last = (authorization: string | undefined) => (authorization ?? '').split(' ').at(-1) ?? '';

/** Of the tokens of an application only that which was used first is taken. */
const firstTokenOnly: Change = {
  invox: {
    findToken(presented, world) {
      const owner = findToken(presented, world);
      const first = memory(world, `first token of ${owner ?? 'nobody'}`, () => presented);
      return first === presented ? owner : undefined;
    },
  },
};

export const credentials: readonly Fault[] = [
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
  must(
    DELETE_DOCUMENT,
    'security',
    'delete-document-token-ignored',
    'anybody may delete',
    tokenTaken(() => true),
  ),
  must(
    DELETE_DOCUMENT,
    'security',
    'delete-document-without-header',
    'a request without Authorization is let in',
    tokenTaken((authorization) => authorization === undefined),
  ),
  must(
    DELETE_DOCUMENT,
    'security',
    'delete-document-any-bearer',
    'any bearer token is let in',
    tokenTaken((authorization) => /^Bearer \S/.test(authorization ?? '')),
  ),
  must(
    DELETE_DOCUMENT,
    'security',
    'delete-document-token-altered',
    'the last characters of the token are not compared',
    tokenMatching((presented, token) => presented.slice(0, -4) === token.slice(0, -4)),
  ),
  must(
    DELETE_DOCUMENT,
    'security',
    'delete-document-token-any-case',
    'letter case of the token is not compared',
    tokenMatching((presented, token) => presented.toLowerCase() === token.toLowerCase()),
  ),
  must(
    DELETE_DOCUMENT,
    'security',
    'delete-document-restricted-allowed',
    'an API key without the service may delete',
    invoxStep('permission', DELETE_DOCUMENT, () => undefined),
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
    DELETE_DOCUMENT,
    'security',
    'delete-document-token-under-any-scheme',
    'the right token under any scheme is let in',
    tokenTaken((authorization, world) => findToken(last(authorization), world) !== undefined),
  ),
  should(
    IMAGE_URL,
    '401',
    'image-url-401-without-challenge',
    'the 401 has no WWW-Authenticate',
    answers(IMAGE_URL, 401, headers({ 'WWW-Authenticate': undefined })),
  ),
  must(
    DELETE_DOCUMENT,
    'token',
    'token-service-lets-anybody-in',
    'the token service gives a token for any credentials',
    answers('invox-medical/token', 401, (_refused, { world }) => tokenOf(world.identity.invoxApp.id, world)),
  ),
  must(
    DELETE_DOCUMENT,
    'token/renewed',
    'token-renewed-is-dead',
    'a second token is not taken while the first one lives',
    firstTokenOnly,
  ),
  should(
    DELETE_DOCUMENT,
    'token',
    'token-service-wrong-credentials-500',
    'wrong credentials make the token service fail',
    answers('invox-medical/token', 401, () => plainFailure(500, 'Internal server error')),
  ),
];
