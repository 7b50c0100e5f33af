import type { Change } from '../behaviour.ts';
import { type Fault, from } from '../catalogue.ts';
import { answers, invoxStep, withProperties } from '../change.ts';
import { must, should } from './define.ts';
import { plainFailure } from '../invox/envelope.ts';
import { findToken, tokenOf } from '../invox/token-service.ts';
import { memory } from '../memory.ts';

import { DELETE_DOCUMENT, SIGNED_URLS } from '../operations.ts';
import type { World } from '../world.ts';

// Invox Medical: tokens are not checked closely, or do not live as they should.

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
    const rejection = usual(call, world);
    if (!rejection || !when(call.authorization, world)) return rejection;
    call.app = world.identity.invoxApp;
    return undefined;
  });

const last = (authorization: string | undefined) => (authorization ?? '').split(' ').at(-1) ?? '';

/** Of the tokens of an application only the one used first is accepted. */
const firstTokenOnly: Change = {
  invox: {
    findToken(presented, world) {
      const owner = findToken(presented, world);
      const first = memory(world, `first token of ${owner ?? 'nobody'}`, () => presented);
      return first === presented ? owner : undefined;
    },
  },
};

const invoxLetIn = (when: (authorization: string, world: World) => boolean): Change =>
  invoxStep('token', DELETE_DOCUMENT, (call, world, usual) => {
    const rejected = usual(call, world);
    if (!rejected || call.authorization === undefined || !when(call.authorization, world)) return rejected;
    call.app = world.identity.invoxApp;
    return undefined;
  });

const tokensThat = (alive: (token: string, world: World) => boolean): Change => ({
  invox: { findToken: (token, world) => (alive(token, world) ? findToken(token, world) : undefined) },
});

const TOKEN = 'invox-medical/token';

export const tokens: readonly Fault[] = [
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
    DELETE_DOCUMENT,
    'security',
    'delete-document-token-under-any-scheme',
    'the right token under any scheme is let in',
    tokenTaken((authorization, world) => findToken(last(authorization), world) !== undefined),
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
  ...from('held-out', [
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
    must(
      DELETE_DOCUMENT,
      '200',
      'token-works-once',
      'a token is taken for one request; the documents let it be reused for two hours',
      tokensThat((token, world) => {
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
      tokensThat((token, world) => {
        const owner = world.tokens.get(token)?.appId;
        return [...world.tokens].findLast(([, { appId }]) => appId === owner)?.[0] === token;
      }),
    ),
  ]),
  ...from('blind-run', [
    must(
      DELETE_DOCUMENT,
      'token/only-for-credentials',
      'token-service-takes-an-empty-key',
      'the token service gives a token for an empty API key',
      answers(TOKEN, 401, (rejected, { world, headers: sent }) => {
        const credential = Buffer.from(String(sent['authorization']).slice(6), 'base64').toString();
        const { id } = world.identity.invoxApp;
        if (credential !== `${id}:`) return rejected;
        world.tokens.set('sbx-at-for-an-empty-key', { appId: id, expiresAt: Date.now() + 7_200_000 });
        return { ...rejected, status: 200, body: { accessToken: 'sbx-at-for-an-empty-key' } };
      }),
    ),
    must(
      DELETE_DOCUMENT,
      'token/lifetime',
      'token-lives-five-minutes',
      'the token service says that a token lives five minutes',
      answers(TOKEN, 200, withProperties({ expires_in: 300 })),
    ),
    must(
      SIGNED_URLS,
      'security',
      'signed-urls-without-token',
      'documents can be announced without a token',
      invoxStep('token', SIGNED_URLS, (call, world, usual) => {
        if (call.authorization !== undefined) return usual(call, world);
        call.app = world.identity.invoxApp;
        return undefined;
      }),
    ),
  ]),
];
