import type { FastifyRequest } from 'fastify';
import { json, type Answer } from './answer.ts';
import { plainFailure } from './invox/envelope.ts';
import { failure } from './max-ai/envelope.ts';
import { anonymousHeaders } from './max-ai/routes.ts';
import { rejection } from './object-store/rejection.ts';
import type { World } from './world.ts';

// Requests that reach no operation. The documents are silent about them: each vendor keeps its own envelope.

export function notFound(world: World, request: FastifyRequest): Answer {
  return stray(world, request, 404, 'Resource not found');
}

export function methodNotAllowed(world: World, request: FastifyRequest, allowed: readonly string[]): Answer {
  return stray(world, request, 405, 'Method not allowed', { Allow: allowed.join(', ') });
}

/** For what Fastify itself could not read: a bad URL, a media type of nothing, a body that is too large. */
export function unreadable(
  world: World,
  request: FastifyRequest,
  error: { statusCode?: number; message: string },
): Answer {
  const status = error.statusCode ?? 500;
  return stray(world, request, status, status < 500 ? error.message : 'Internal error');
}

function stray(
  world: World,
  { url }: FastifyRequest,
  status: number,
  message: string,
  headers: Record<string, string> = {},
): Answer {
  if (url.startsWith('/max-ai')) return failure(world, status, message, { ...headers, ...anonymousHeaders(world) });
  if (url.startsWith('/invox')) return plainFailure(status, message, headers);
  if (url.startsWith('/s3')) return rejection(status, status === 404 ? 'NoSuchBucket' : 'InvalidRequest', message);
  return json(status, { message }, headers);
}
