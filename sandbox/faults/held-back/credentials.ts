import type { Change } from '../../behaviour.ts';
import type { Fault } from '../../catalogue.ts';
import { invoxStep, maxAiStep } from '../../change.ts';
import { findToken } from '../../invox/token-service.ts';
import { DELETE_DOCUMENT, DELETE_IMAGE, IMAGE_URL, UPLOAD, type MaxAiOperation } from '../../operations.ts';
import type { World } from '../../world.ts';
import { must, should } from '../define.ts';
import { memory } from './state.ts';

// Defaults that are left in, shapes that are taken for proofs, tokens that do not live as they should.

const letIn = (operation: MaxAiOperation, when: (authorization: string) => boolean): Change =>
  maxAiStep('authentication', operation, (call, world, usual) => {
    const refused = usual(call, world);
    if (!refused || call.authorization === undefined || !when(call.authorization)) return refused;
    call.key = world.identity.key;
    return undefined;
  });

const invoxLetIn = (when: (authorization: string, world: World) => boolean): Change =>
  invoxStep('token', DELETE_DOCUMENT, (call, world, usual) => {
    const refused = usual(call, world);
    if (!refused || call.authorization === undefined || !when(call.authorization, world)) return refused;
    call.app = world.identity.invoxApp;
    return undefined;
  });

const tokens = (alive: (token: string, world: World) => boolean): Change => ({
  invox: { findToken: (token, world) => (alive(token, world) ? findToken(token, world) : undefined) },
});

const unsignedJwt = (authorization: string) => {
  const [, header = ''] = /^Bearer ([\w-]+)\.[\w-]+\.[\w-]*$/i.exec(authorization) ?? [];
  return /"alg"\s*:/.test(Buffer.from(header, 'base64url').toString());
};

export const credentials: readonly Fault[] = [
  must(
    UPLOAD,
    'security',
    'upload-empty-bearer',
    'Bearer without a key is let in: it equals a setting that nobody made',
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
  must(
    DELETE_DOCUMENT,
    'security',
    'delete-document-bearer-undefined',
    'Bearer undefined, Bearer null and Bearer without a token are let in',
    invoxLetIn((authorization) => /^Bearer(\s+(undefined|null))?\s*$/i.test(authorization)),
  ),
  should(
    DELETE_DOCUMENT,
    'security',
    'delete-document-credentials-as-token',
    'the base64 of APP id and API key is taken for a token',
    invoxLetIn(
      (authorization, { identity: { invoxApp } }) =>
        authorization === `Bearer ${Buffer.from(`${invoxApp.id}:${invoxApp.apiKey}`).toString('base64')}`,
    ),
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
  must(
    DELETE_DOCUMENT,
    '200',
    'token-works-once',
    'a token is taken for one request; the documents let it be reused for two hours',
    tokens((token, world) => {
      const used = memory(world, 'tokens used', () => new Set<string>());
      const fresh = !used.has(token);
      used.add(token);
      return fresh;
    }),
  ),
  must(
    DELETE_DOCUMENT,
    'token',
    'token-dies-with-the-next',
    'a token ends when the same application gets another one',
    tokens((token, world) => {
      const owner = world.tokens.get(token)?.appId;
      return [...world.tokens].findLast(([, { appId }]) => appId === owner)?.[0] === token;
    }),
  ),
];
