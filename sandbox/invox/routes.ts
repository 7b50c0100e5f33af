import type { FastifyRequest } from 'fastify';
import type { Answer } from '../answer.ts';
import { DELETE_DOCUMENT, SIGNED_URLS, type InvoxOperation } from '../operations.ts';
import type { Route } from '../server.ts';
import type { World } from '../world.ts';
import type { Call } from './call.ts';
import { issueToken } from './token-service.ts';

/** The operations of Invox Medical and its token service, ready to be served. */
export function invoxRoutes(world: World): Route[] {
  const operation = (place: InvoxOperation, method: string, url: string): Route => ({
    place,
    method,
    url,
    serve: (request) => Promise.resolve(answer(read(request, place), world)),
  });
  return [
    operation(DELETE_DOCUMENT, 'DELETE', '/invox/v1/delete-document'),
    operation(SIGNED_URLS, 'POST', '/invox/v1/generate-signed-urls-for-documents'),
    {
      place: 'invox-medical/token',
      method: 'POST',
      url: '/invox/oauth/token',
      serve: (request) => Promise.resolve(issueToken(request.headers.authorization, world)),
    },
  ];
}

function answer(call: Call, world: World): Answer {
  const { order, steps, actions } = world.behaviour.invox;
  for (const name of order) {
    const rejection = steps[name](call, world);
    if (rejection) return rejection;
  }
  return actions[call.operation](call, world);
}

function read(request: FastifyRequest, operation: InvoxOperation): Call {
  const apiVersion = request.headers['x-invox-medical-api-version'];
  return {
    operation,
    authorization: request.headers.authorization,
    apiVersion: Array.isArray(apiVersion) ? apiVersion.join() : apiVersion,
    contentType: request.headers['content-type'],
    rawBody: Buffer.isBuffer(request.body) ? request.body.toString() : '',
  };
}
