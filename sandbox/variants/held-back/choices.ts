import { randomBytes } from 'node:crypto';
import { conforming, type Change } from '../../behaviour.ts';
import type { Variant } from '../../catalogue.ts';
import { answers, body, invoxStep, maxAiStep } from '../../change.ts';
import { typedFailure } from '../../invox/envelope.ts';
import type { Call, StepName } from '../../max-ai/call.ts';
import { failure } from '../../max-ai/envelope.ts';
import { readId } from '../../max-ai/ids.ts';
import { DELETE_DOCUMENT, DELETE_IMAGE, SIGNED_URLS, UPLOAD } from '../../operations.ts';
import type { World } from '../../world.ts';
import { memory } from '../../faults/held-back/state.ts';

// What the documents leave open, decided in yet another way.

const TOKEN = 'invox-medical/token';

const ordered = (...order: StepName[]): Change => ({ maxAi: { order } });

const unknownProvider = (status: 403 | 409): Change => ({
  maxAi: {
    steps: {
      knownProvider: (call, world) =>
        conforming.maxAi.steps.knownProvider(call, world) &&
        failure(world, status, 'The provider is not known to the EHR'),
    },
  },
});

const imageOf = (call: Call, world: World) => world.images.get(readId(2, 'img', call.imageId ?? '') ?? '');

/** Another token for the one that the token service made. */
const tokenIs = (make: (old: string, world: World) => string): Change =>
  answers(
    TOKEN,
    200,
    body((sent, { world }) => {
      const known = world.tokens.get(sent.accessToken);
      const accessToken = make(sent.accessToken, world);
      if (known && !world.tokens.has(accessToken)) world.tokens.set(accessToken, known);
      return { ...sent, accessToken };
    }),
  );

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

const DATE = /^\d{4}-\d\d-\d\d$/;

export const choices: readonly Variant[] = [
  {
    name: 'lookup-before-credentials',
    title: 'Note and image are looked up before the key is looked at',
    change: ordered(
      'organization',
      'ids',
      'note',
      'image',
      'authentication',
      'rateLimit',
      'scope',
      'provider',
      'file',
      'knownProvider',
      'signed',
      'ehr',
    ),
  },
  {
    name: 'file-first',
    title: 'The file is read and looked at before all else',
    change: ordered(
      'file',
      'authentication',
      'rateLimit',
      'provider',
      'ids',
      'organization',
      'scope',
      'knownProvider',
      'note',
      'image',
      'signed',
      'ehr',
    ),
  },
  {
    name: 'state-before-scope',
    title: 'The state of the note and the EHR are asked before the scope',
    change: ordered(
      'authentication',
      'rateLimit',
      'ids',
      'organization',
      'note',
      'image',
      'signed',
      'ehr',
      'scope',
      'provider',
      'file',
      'knownProvider',
    ),
  },
  {
    name: 'organization-401-or-403',
    title: 'A missing organization is 401, an unknown one 403',
    change: {
      maxAi: {
        steps: {
          organization: ({ organization }, world) => {
            if (organization === world.identity.organization) return undefined;
            return organization
              ? failure(world, 403, 'The app is not installed in this organization')
              : failure(world, 401, 'Organization is missing', { 'WWW-Authenticate': 'Bearer' });
          },
        },
      },
    },
  },
  {
    name: 'malformed-note-404-image-400',
    title: 'A note id that cannot be one is 404, an image id that cannot be one is 400',
    change: {
      maxAi: {
        steps: {
          ids: (call, world) => {
            const refused = conforming.maxAi.steps.ids(call, world);
            return refused && !readId(call.version, 'nte', call.noteId)
              ? failure(world, 404, 'Note not found')
              : refused;
          },
        },
      },
    },
  },
  {
    name: 'unknown-provider-accepted',
    title: 'A provider that does not exist will do',
    change: { maxAi: { steps: { knownProvider: () => undefined } } },
  },
  { name: 'unknown-provider-403', title: 'A provider that does not exist is 403', change: unknownProvider(403) },
  { name: 'unknown-provider-409', title: 'A provider that does not exist is 409', change: unknownProvider(409) },
  {
    name: 'second-delete-400',
    title: 'A second delete is 400',
    change: maxAiStep('image', DELETE_IMAGE, (call, world, usual) => {
      const image = imageOf(call, world);
      const gone = image?.archived && image.noteId === call.note?.id;
      return gone ? failure(world, 400, "'imageId' is archived") : usual(call, world);
    }),
  },
  {
    name: 'no-file-415-empty-file-422',
    title: 'An upload without a form is 415, one of an empty file 422',
    change: maxAiStep('file', UPLOAD, (call, world, usual) => {
      const refused = usual(call, world);
      if (!refused) return undefined;
      if (call.upload.kind === 'none') return failure(world, 415, 'Unsupported Media Type');
      return call.upload.kind === 'file' && call.upload.bytes.length === 0
        ? failure(world, 422, "'file' must not be empty")
        : refused;
    }),
  },
  {
    name: 'mime-type-by-extension',
    title: 'mimeType follows the extension of the file name, where it has one that is known',
    change: maxAiStep('file', UPLOAD, (call, world, usual) => {
      const refused = usual(call, world);
      if (refused || call.upload.kind !== 'file') return refused;
      if (/\.jpe?g$/i.test(call.upload.fileName)) call.imageType = 'image/jpeg';
      if (/\.png$/i.test(call.upload.fileName)) call.imageType = 'image/png';
      return undefined;
    }),
  },
  {
    name: 'invox-version-required',
    title: 'Invox Medical wants the version header: without it, it is 400',
    change: {
      invox: {
        steps: {
          version: (call, world) =>
            call.apiVersion === undefined
              ? typedFailure(400, 'invalidApiVersionForEndpoint', 'The API version is missing')
              : conforming.invox.steps.version(call, world),
        },
      },
    },
  },
  {
    name: 'invox-future-version-400',
    title: 'Invox Medical takes no version that does not exist yet',
    change: {
      invox: {
        steps: {
          version: ({ apiVersion = '2026-03-01' }) =>
            apiVersion === '2026-03-01'
              ? undefined
              : typedFailure(400, 'invalidApiVersionForEndpoint', 'The API version does not exist'),
        },
      },
    },
  },
  {
    name: 'invox-malformed-version-taken',
    title: 'A version that is no date is taken for the newest',
    change: {
      invox: {
        steps: {
          version: (call, world) =>
            DATE.test(call.apiVersion ?? '2026-03-01') ? conforming.invox.steps.version(call, world) : undefined,
        },
      },
    },
  },
  {
    name: 'invox-session-once',
    title: 'A consultationSessionId that was used before is 400',
    change: invoxStep('body', SIGNED_URLS, (call, world, usual) => {
      const refused = usual(call, world);
      const used = memory(world, 'sessions used', () => new Set<unknown>());
      const session = call.body?.['consultationSessionId'];
      if (refused) return refused;
      if (used.has(session)) return typedFailure(400, 'inconsistentInput', 'The consultationSessionId was used before');
      used.add(session);
      return undefined;
    }),
  },
  {
    name: 'invox-malformed-id-400',
    title: 'A documentId that does not look like one is 400',
    change: invoxStep('body', DELETE_DOCUMENT, (call, world, usual) => {
      const id = String(call.body?.['documentId']);
      return (
        usual(call, world) ??
        (/^[0-9a-f-]{36}$/i.test(id) ? undefined : typedFailure(400, 'invalidRequestBody', 'documentId is not valid'))
      );
    }),
  },
  {
    name: 'token-in-snake-case',
    title: 'The token service says access_token, expires_in and token_type',
    change: answers(
      TOKEN,
      200,
      body((sent) => ({
        access_token: sent.accessToken,
        token_type: 'bearer',
        expires_in: 7199,
        scope: '',
        refresh_token: null,
      })),
    ),
  },
  {
    name: 'token-of-jwt',
    title: 'Tokens are JSON Web Tokens of a kilobyte',
    change: tokenIs((old) => {
      const claims = { sub: 'app', exp: Math.floor(Date.now() / 1000) + 7200, jti: old, more: 'x'.repeat(600) };
      return `${part({ alg: 'RS256', typ: 'JWT' })}.${part(claims)}.${randomBytes(128).toString('base64url')}`;
    }),
  },
  {
    name: 'token-that-is-reused',
    title: 'The token service gives the same token as long as it lasts',
    change: tokenIs((old, world) => {
      const appId = world.tokens.get(old)?.appId ?? '';
      const tokens = memory(world, 'tokens by application', () => new Map<string, string>());
      const token = tokens.get(appId) ?? old;
      tokens.set(appId, token);
      return token;
    }),
  },
];
