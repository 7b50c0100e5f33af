import type { FastifyRequest } from 'fastify';
import type { Answer } from '../answer.ts';
import type { Place } from '../operations.ts';
import type { Route } from '../server.ts';
import type { World } from '../world.ts';
import { BUCKET } from './presigned-url.ts';
import { rejection } from './rejection.ts';
import type { SignedRequest } from './sigv4.ts';

const PREFIX = `/s3/${BUCKET}/`;
const PLACES: Readonly<Record<string, Place>> = { GET: 'object-store/get', PUT: 'object-store/put' };

/** The object store: every method reaches it, and the signature decides. */
export function objectStoreRoutes(world: World): Route[] {
  return ['GET', 'HEAD', 'PUT', 'POST', 'DELETE', 'PATCH', 'OPTIONS'].map((method) => ({
    place: PLACES[method] ?? 'nowhere',
    method,
    url: `${PREFIX}*`,
    serve: (request) => Promise.resolve(answer(request, world)),
  }));
}

function answer(request: FastifyRequest, world: World): Answer {
  const { method, headers, raw } = request;
  const url = new URL(raw.url ?? '/', `http://${headers.host ?? 'unknown'}`);
  const { get, put } = world.behaviour.store;
  const denied = reject({ method, url, headers }, world);
  if (denied) return denied;
  const key = decodeURIComponent(url.pathname.slice(PREFIX.length));
  if (method === 'GET' || method === 'HEAD') return get(key, world);
  if (method !== 'PUT') return rejection(405, 'MethodNotAllowed', 'The specified method is not allowed.');
  const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  return put(key, { bytes, contentType: headers['content-type'] ?? 'binary/octet-stream' }, world);
}

function reject(request: SignedRequest, world: World): Answer | undefined {
  const { signed, notExpired, signature } = world.behaviour.store.rules;
  return signed(request, world) ?? notExpired(request, world) ?? signature(request, world);
}
