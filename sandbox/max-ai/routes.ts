import type { FastifyRequest } from 'fastify';
import type { Answer } from '../answer.ts';
import { DELETE_IMAGE, IMAGE_URL, UPLOAD, type MaxAiOperation } from '../operations.ts';
import type { Route } from '../server.ts';
import type { World } from '../world.ts';
import type { Call, Upload } from './call.ts';
import { readUpload } from './upload.ts';

const ROUTES: readonly (readonly [MaxAiOperation, string, string, 2 | 3])[] = [
  [UPLOAD, 'POST', '/max-ai/v3/notes/:noteId/images', 3],
  [IMAGE_URL, 'GET', '/max-ai/v2/notes/:noteId/images/:imageId/url', 2],
  [DELETE_IMAGE, 'DELETE', '/max-ai/v2/notes/:noteId/images/:imageId', 2],
];

/** The operations of Max AI, ready to be served. */
export function maxAiRoutes(world: World): Route[] {
  return ROUTES.map(([operation, method, url, version]) => ({
    place: operation,
    method,
    url,
    async serve(request) {
      const upload: Upload = operation === UPLOAD ? await readUpload(request) : { kind: 'none' };
      return answer(read(request, operation, version, upload), world);
    },
  }));
}

/** The rate-limit headers that are promised on every answer, here for one that belongs to no app. */
export function anonymousHeaders(world: World): Readonly<Record<string, string>> {
  return world.behaviour.limiter.headers(world.limiter.untouched());
}

function answer(call: Call, world: World): Answer {
  const { order, steps, actions } = world.behaviour.maxAi;
  let rejection: Answer | undefined;
  for (const name of order) if ((rejection = steps[name](call, world))) break;
  const { status, headers, body } = rejection ?? actions[call.operation](call, world);
  const limits = world.behaviour.limiter.headers(call.allowance ?? world.limiter.untouched());
  return { status, headers: { ...headers, ...limits }, body };
}

function read(request: FastifyRequest, operation: MaxAiOperation, version: 2 | 3, upload: Upload): Call {
  const params = request.params as { noteId: string; imageId?: string };
  const { providerId } = request.query as { providerId?: string | string[] };
  const organization = request.headers['x-organization-id'];
  return {
    operation,
    version,
    authorization: request.headers.authorization,
    organization: typeof organization === 'string' ? organization : undefined,
    noteId: params.noteId,
    imageId: params.imageId,
    providerId: Array.isArray(providerId) ? null : providerId,
    upload,
  };
}
